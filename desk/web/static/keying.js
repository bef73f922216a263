// Typing blind, down the form: each Enter keeps one field; nothing of the machine or of another person is here.
import { countEffort, fill } from "./effort.js";
import { holdRecord } from "./lease.js";
import { askReason } from "./reason.js";
import { ask, sentenceOf } from "./session.js";
import { expanded } from "./typed_dates.js";
import { openViewer } from "./viewer.js";

const root = document.querySelector("[data-keying]");
const record = root.dataset.keying;
const texts = document.querySelector("[data-texts]").dataset;
const rows = [...document.querySelectorAll("[data-typed]")];
const refused = document.querySelector("[data-refused]");
const viewer = openViewer(document.querySelector("[data-viewer]"), JSON.parse(root.dataset.pages));
const endCount = countEffort(document.querySelector("[data-effort]"));
let chain = Promise.resolve();
let unsent = 0;

const fieldOf = (row) => row.querySelector("input");
const rowAt = () => document.activeElement?.closest?.("[data-typed]");

function keep(row, act, reason = "") {
  const typed = fieldOf(row).value;
  const value = expanded(row.dataset.kind, typed);
  unsent += 1;
  chain = chain.then(async () => {
    const body = new URLSearchParams({ key: row.dataset.typed, act, value: act === "value" || act === "as_written" ? value : "", reason });
    const answer = await ask(`/review/${record}/key`, { method: "POST", body });
    unsent -= 1;
    refused.hidden = answer.ok;
    if (!answer.ok) {
      refused.textContent = await sentenceOf(answer);
      fieldOf(row).focus();
      return;
    }
    const saved = document.querySelector("[data-saved]");
    saved.textContent = `${saved.dataset.word} ${(await answer.json()).saved}`;
    // Typed on before the answer came: that is not kept yet.
    if (fieldOf(row).value !== typed) return;
    row.dataset.state = act;
    row.querySelector("[data-said]").textContent = act === "empty" ? texts.keptEmpty : act === "unreadable" ? texts.keptUnreadable : texts.kept;
  });
  const next = rows[rows.indexOf(row) + 1];
  if (next) fieldOf(next).focus();
}

async function withReason(row, act) {
  const reason = await askReason(texts, act);
  fieldOf(row).focus();
  if (reason) keep(row, act, reason);
}

// Whoever leaves the page before what was typed is kept is asked.
addEventListener("beforeunload", (event) => {
  if (unsent) event.preventDefault();
});

let finishing = false;

/** Once, however often the key is pressed: the answer is another page. */
async function finish() {
  if (finishing) return;
  finishing = true;
  await sendFinish();
  finishing = false;
}

async function sendFinish() {
  await chain;
  const missing = rows.filter((row) => !row.dataset.state);
  if (missing.length) {
    refused.hidden = false;
    refused.textContent = fill(texts.missing, { count: missing.length });
    fieldOf(missing[0]).focus();
    return;
  }
  const answer = await ask(`/review/${record}/keyed`, { method: "POST", body: new URLSearchParams(location.search) });
  if (answer.ok) {
    endCount();
    location.assign((await answer.json()).next);
    await new Promise(() => {});
  }
  refused.hidden = false;
  refused.textContent = await sentenceOf(answer);
}

document.addEventListener("keydown", (event) => {
  const row = rowAt();
  if (event.isComposing || document.querySelector("dialog[open]") || event.target.closest("[data-reason], [data-take-over]")) return;
  const look = viewer.actFor(event);
  if (event.repeat && event.key === "Enter") event.preventDefault();
  else if (event.key === "Enter" && event.shiftKey) {
    event.preventDefault();
    finish();
  } else if (look) {
    event.preventDefault();
    look();
  } else if (event.key === "Enter" && row) {
    event.preventDefault();
    if (fieldOf(row).value.trim()) keep(row, "value");
    else row.querySelector("[data-said]").textContent = texts.empty;
  } else if (event.altKey && row && ["KeyE", "KeyU", "KeyW"].includes(event.code)) {
    event.preventDefault();
    if (event.code === "KeyE") keep(row, "empty");
    else withReason(row, event.code === "KeyU" ? "unreadable" : "as_written");
  }
});
document.querySelector("[data-done]").addEventListener("click", finish);
for (const row of rows) {
  fieldOf(row).addEventListener("focus", () => {
    for (const one of rows) one.classList.toggle("now", one === row);
    row.scrollIntoView({ block: "nearest" });
    const page = row.dataset.page === undefined ? null : Number(row.dataset.page);
    viewer.show(page, row.dataset.box ? row.dataset.box.split(",").map(Number) : null);
  });
  fieldOf(row).addEventListener("input", () => {
    delete row.dataset.state;
    const will = expanded(row.dataset.kind, fieldOf(row).value);
    row.querySelector("[data-said]").textContent = will === fieldOf(row).value.trim() ? "" : fill(texts.reads, { text: will });
  });
}
viewer.first();
const first = rows.find((row) => !row.dataset.state) ?? rows[0];
if (first) fieldOf(first).focus();
await holdRecord(record, texts, (held) => {
  for (const row of rows) fieldOf(row).readOnly = !held;
});
