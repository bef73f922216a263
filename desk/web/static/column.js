// Register mode: one field down the records, a ruler over the line of the page. Enter keeps and goes down; a record is
// taken in hand when its row is entered, so that nobody else's work is overwritten.
import { countEffort, fill } from "./effort.js";
import { onKey } from "./keys.js";
import { askReason } from "./reason.js";
import { ask, sentenceOf } from "./session.js";
import { expanded } from "./typed_dates.js";
import { openViewer } from "./viewer.js";

const root = document.querySelector("[data-column]");
const texts = document.querySelector("[data-texts]").dataset;
const rows = [...document.querySelectorAll("[data-cell]")];
const refused = document.querySelector("[data-refused]");
const pages = JSON.parse(root.dataset.pages);
const viewer = openViewer(document.querySelector("[data-viewer]"), pages);
const { key, kind } = root.dataset;
countEffort(document.querySelector("[data-effort]"));
// One request after the other for each row, whatever the typing does meanwhile.
const chains = new Map();

const fieldOf = (row) => row.querySelector("input");
const rowAt = () => document.activeElement?.closest?.("[data-cell]");
const below = (row) => rows[rows.indexOf(row) + 1];

let unsent = 0;

/** A decision of the row, in its turn; whoever leaves the page before it was answered is asked. */
function decide(row, ...decision) {
  unsent += 1;
  after(row, () => send(row, ...decision).finally(() => (unsent -= 1)));
}

addEventListener("beforeunload", (event) => {
  if (unsent) event.preventDefault();
});

function after(row, step) {
  const chain = (chains.get(row) ?? Promise.resolve()).then(step);
  chains.set(row, chain);
}

function tell(row, text) {
  row.querySelector("[data-said]").textContent = text;
}

function post(row, what, facts = {}) {
  return ask(`/review/${row.dataset.cell}/${what}`, { method: "POST", body: new URLSearchParams(facts) });
}

async function take(row) {
  if (row.dataset.revision) return true;
  const answer = await post(row, "lease");
  if (answer.ok) {
    row.dataset.revision = (await answer.json()).revision;
    return true;
  }
  const told = await answer.clone().json().catch(() => null);
  const holder = told?.holder && fill(texts.held, { name: told.holder });
  tell(row, (answer.offline && texts.offline) || holder || (await sentenceOf(answer)));
  // What a proxy answers for the desk tells nothing of who holds the record.
  fieldOf(row).readOnly = !answer.offline && told !== null;
  return false;
}

function marked(row, mark, word) {
  row.dataset.mark = mark;
  row.querySelector(".mk").className = `mk mk-${mark}`;
  row.querySelector(".mk .word").textContent = word;
}

async function send(row, act, value, reason, typed) {
  if (!(await take(row))) return;
  const answer = await post(row, "field", { key, act, value, reason, revision: row.dataset.revision });
  if (!answer.ok) {
    const told = await answer.clone().json().catch(() => ({}));
    const offline = answer.offline && texts.offline;
    tell(row, told.conflict ? fill(texts.conflict, { who: told.who, value: told.theirs }) : offline || (await sentenceOf(answer)));
    if (told.revision) row.dataset.revision = told.revision;
    return;
  }
  const told = await answer.json();
  row.dataset.revision = told.revision;
  row.dataset.settled = "yes";
  row.dataset.was = act === "unreadable" || act === "empty" ? "" : value || typed;
  marked(row, "person", texts.decided);
  tell(row, "");
  const saved = document.querySelector("[data-saved]");
  saved.textContent = `${saved.dataset.word} ${told.saved}`;
  count();
}

function count() {
  const open = rows.filter((row) => row.dataset.settled !== "yes").length;
  document.querySelector("span[data-open]").textContent = fill(texts.open, { count: open });
}

function down(row) {
  const next = below(row);
  if (next) fieldOf(next).focus();
  else document.querySelector("[data-end]").focus();
}

async function keep(row) {
  // What is carried is confirmed once it was seen, not before.
  if (row.dataset.carrying) return;
  const typed = fieldOf(row).value.trim();
  const value = expanded(kind, typed);
  const changed = typed !== row.dataset.was;
  if (!typed) {
    tell(row, texts.empty);
    return;
  }
  if (!changed && row.dataset.settled === "yes") {
    down(row);
    return;
  }
  let reason = "";
  if (changed && row.dataset.settled === "yes") {
    reason = await askReason(texts, "value");
    fieldOf(row).focus();
    if (!reason) return;
  }
  if (changed) fieldOf(row).value = value;
  decide(row, changed ? "value" : "confirm", changed ? value : "", reason, typed);
  down(row);
}

async function withReason(row, act) {
  const value = act === "as_written" ? fieldOf(row).value.trim() : "";
  const reason = await askReason(texts, act);
  fieldOf(row).focus();
  if (!reason) return;
  decide(row, act, value, reason);
  down(row);
}

/** The value of the entry above, shown as carried: it counts only when Enter confirms it. */
function carry(row) {
  const before = fieldOf(row).value;
  row.dataset.carrying = "yes";
  after(row, () => carried(row, before).finally(() => delete row.dataset.carrying));
}

async function carried(row, before) {
  // What stands above may still be on its way to the server.
  await chains.get(rows[rows.indexOf(row) - 1]);
  if (!(await take(row))) return;
  const answer = await post(row, "carry", { key, revision: row.dataset.revision });
  if (!answer.ok) {
    tell(row, await sentenceOf(answer));
    return;
  }
  const told = await answer.json();
  row.dataset.revision = told.revision;
  if (!told.carried) {
    tell(row, texts.nothing);
    return;
  }
  row.dataset.was = told.value;
  delete row.dataset.settled;
  marked(row, told.mark, told.word);
  count();
  // Whoever typed on meanwhile knows better than the entry above.
  if (fieldOf(row).value !== before) return;
  fieldOf(row).value = told.value;
  fieldOf(row).select();
}

document.addEventListener("keydown", (event) => {
  const row = rowAt();
  if (!row || event.isComposing || event.target.closest("[data-reason]") || document.querySelector("dialog[open]")) return;
  const look = viewer.actFor(event);
  const alt = event.altKey && { KeyD: carry, KeyW: (at) => withReason(at, "as_written"), KeyU: (at) => withReason(at, "unreadable") }[event.code];
  if (look) look();
  else if (event.key === "Enter") event.repeat || keep(row);
  else if (event.key === "ArrowDown") down(row);
  else if (event.key === "ArrowUp") {
    const above = rows[rows.indexOf(row) - 1];
    if (above) fieldOf(above).focus();
  } else if (event.altKey && event.code === "KeyE") {
    decide(row, "empty", "", "");
    fieldOf(row).value = "";
    down(row);
  } else if (alt) alt(row);
  else return;
  event.preventDefault();
});

for (const row of rows) {
  fieldOf(row).addEventListener("focus", () => {
    for (const one of rows) one.classList.toggle("now", one === row);
    refused.hidden = true;
    fieldOf(row).select();
    row.scrollIntoView({ block: "nearest" });
    if (row.dataset.page === undefined) return;
    const page = Number(row.dataset.page);
    const box = row.dataset.box?.split(",").map(Number);
    // The ruler: the whole line of the page, from edge to edge.
    viewer.show(page, box ? [0, box[1], pages[page].width, box[3]] : null);
    after(row, () => take(row));
  });
  fieldOf(row).addEventListener("input", () => {
    const will = expanded(kind, fieldOf(row).value);
    tell(row, will === fieldOf(row).value.trim() ? "" : fill(texts.reads, { text: will }));
  });
}
/** To other rows or another column, once what was decided here is kept. */
async function goOn(act) {
  await Promise.all(chains.values());
  act();
}

for (const name of ["before", "after"]) {
  onKey(name === "before" ? "[" : "]", () => goOn(() => document.querySelector(`[data-${name}]`)?.click()));
}
document.getElementById("column-key").addEventListener("change", (event) => goOn(() => event.target.form.submit()));
viewer.first();
count();
const first = rows.find((row) => row.dataset.settled !== "yes") ?? rows[0];
fieldOf(first).focus();
