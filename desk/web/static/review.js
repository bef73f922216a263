// The page where most hours go: one field at a time, its crop above it, keys for everything, saved at every Enter.
import { countEffort, fill } from "./effort.js";
import { holdRecord } from "./lease.js";
import { askReason } from "./reason.js";
import { ask, sentenceOf } from "./session.js";
import { expanded } from "./typed_dates.js";
import { drawCrop, openViewer } from "./viewer.js";

const root = document.querySelector("[data-review]");
const record = root.dataset.review;
const pages = JSON.parse(root.dataset.pages);
const texts = document.querySelector("[data-texts]").dataset;
const card = document.querySelector("[data-card]");
const input = document.querySelector("[data-value]");
const list = document.querySelector("[data-list]");
const reads = document.querySelector("[data-reads]");
const refused = document.querySelector("[data-refused]");
const mayDecide = root.dataset.may === "yes";

let key = null;
// Not known until the lease has its answer; what is decided meanwhile waits for it.
let holding = null;
// What was sent and is not answered yet; the person goes on meanwhile.
const pending = new Set();
let chain = Promise.resolve();
let failed = false;
// A reason that is being given keeps the place: what was refused meanwhile is told after it.
let reasoned = Promise.resolve();

const rows = () => [...list.querySelectorAll("li[data-key]")];
const rowOf = (name) => rows().find((row) => row.dataset.key === name);
const isOpen = (row) => row.classList.contains("open") && !pending.has(row.dataset.key);
const draftKey = (name) => `sohoa-draft-${record}-${name}`;
const isTyped = () => key !== null && input.value !== rowOf(key)?.dataset.shown;
const revision = () => list.querySelector("[data-revision]").dataset.revision;

const viewer = openViewer(document.querySelector("[data-viewer]"), pages);
const endCount = countEffort(document.querySelector("[data-effort]"));

/** How much is left to look at: the sentence a person works by. */
function countOpen() {
  const left = rows().filter(isOpen).length;
  document.querySelector("[data-open-count]").textContent = left ? fill(texts.left, { count: left }) : texts.all;
}

function select(name, focus = true) {
  const row = rowOf(name);
  if (!row) return;
  keepDraft();
  key = name;
  for (const one of rows()) one.classList.toggle("now", one === row);
  row.closest("details")?.setAttribute("open", "");
  row.scrollIntoView({ block: "nearest" });
  const { label, mark, shown } = row.dataset;
  card.querySelector("[data-card-label]").textContent = label;
  card.querySelector("[data-card-mark]").replaceChildren(row.querySelector(".mk").cloneNode(true));
  card.dataset.mark = mark;
  input.value = sessionStorage.getItem(draftKey(name)) ?? shown;
  card.querySelector("[data-card-why]").replaceChildren(...[...row.querySelectorAll(".find")].map(closable));
  showProposals(row);
  showPlace(row);
  sayReading();
  if (focus) {
    input.focus();
    input.select();
  }
}

function closable(line) {
  return line.cloneNode(true);
}

function showPlace(row) {
  const page = row.dataset.page === undefined ? null : Number(row.dataset.page);
  const box = row.dataset.box ? row.dataset.box.split(",").map(Number) : null;
  const has = page !== null && box !== null && pages[page].levels.length > 0;
  card.querySelector("[data-crop]").hidden = !has;
  card.querySelector("[data-no-place]").hidden = has;
  if (has) drawCrop(card.querySelector("[data-crop]"), pages[page], box).catch(() => {});
  viewer.show(page, box);
}

function proposalsOf(row) {
  const told = [...JSON.parse(row.dataset.proposals), ...JSON.parse(row.dataset.choices)];
  return [...new Set(told)].filter((one) => one !== row.dataset.shown).slice(0, 9);
}

function showProposals(row) {
  const made = proposalsOf(row).map((text, at) => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    const number = document.createElement("kbd");
    button.type = "button";
    number.textContent = String(at + 1);
    number.setAttribute("aria-hidden", "true");
    button.append(number, ` ${text}`);
    button.addEventListener("click", () => propose(at));
    item.append(button);
    return item;
  });
  card.querySelector("[data-props]").replaceChildren(...made);
}

function propose(at) {
  const text = key && proposalsOf(rowOf(key))[at];
  if (!text) return;
  input.value = text;
  sayReading();
  input.focus();
}

function sayReading() {
  const row = rowOf(key);
  const will = expanded(row.dataset.kind, input.value);
  reads.textContent = will !== input.value.trim() ? fill(texts.reads, { text: will }) : "";
}

function keepDraft() {
  if (!key || pending.has(key)) return;
  const row = rowOf(key);
  if (row && input.value !== row.dataset.shown) sessionStorage.setItem(draftKey(key), input.value);
  else sessionStorage.removeItem(draftKey(key));
}

function next(by = 1) {
  const every = rows();
  const at = every.findIndex((row) => row.dataset.key === key);
  const order = by > 0 ? [...every.slice(at + 1), ...every.slice(0, at)] : [...every.slice(0, at).reverse(), ...every.slice(at + 1).reverse()];
  const found = order.find(isOpen);
  if (found) select(found.dataset.key);
  else {
    reads.textContent = texts.none;
    input.focus();
  }
}

function step(by) {
  const every = rows();
  const to = every[every.findIndex((row) => row.dataset.key === key) + by];
  if (to) select(to.dataset.key);
}

function tellRefused(text) {
  refused.hidden = !text;
  refused.textContent = text;
}

/** Send one decision after those before it; the person is at the next field already. */
function decide(act, value = "", reason = "", name = key) {
  if (!mayDecide || holding === false) return;
  // Until the server has it, whoever leaves the page and comes back finds it typed.
  if (value) sessionStorage.setItem(draftKey(name), value);
  else sessionStorage.removeItem(draftKey(name));
  pending.add(name);
  root.dataset.pending = pending.size;
  countOpen();
  tellRefused("");
  const boxed = name === key ? input.value : value;
  chain = chain.then(() => send(name, act, value, reason, boxed));
  if (name === key) next();
}

async function send(name, act, value, reason, boxed) {
  const body = new URLSearchParams({ key: name, act, value, reason, revision: revision() });
  const answer = await ask(`/review/${record}/field`, { method: "POST", body });
  const told = await answer.json().catch(() => null);
  // Not before what the answer says can be shown at once: a field is never open again in between.
  pending.delete(name);
  root.dataset.pending = pending.size;
  if (answer.ok && told) {
    sessionStorage.removeItem(draftKey(name));
    return renew(told, name === key ? [boxed, value] : []);
  }
  failed = true;
  countOpen();
  const typed = act === "value" || act === "as_written" ? value : rowOf(name).dataset.shown;
  await takeBack(name, typed, answer, told ?? {});
}

async function takeBack(name, typed, answer, told) {
  await reasoned;
  if (told.conflict) return settle(name, typed, told);
  if (answer.status === 409) await lease.check();
  const why = answer.offline || answer.ok ? texts.offline : (told.title ?? String(answer.status));
  // Whoever is typing by then goes on: what comes next must not go into another field.
  if (name !== key && isTyped()) return tellRefused(`${rowOf(name).dataset.label}: ${why}`);
  select(name);
  input.value = typed;
  keepDraft();
  tellRefused(why);
}

async function settle(name, typed, told) {
  const dialog = document.getElementById("conflict");
  const who = dialog.querySelector("[data-conflict-who]");
  who.textContent = fill(who.dataset.words, { name: told.who });
  dialog.querySelector("[data-theirs]").textContent = told.theirs || "–";
  dialog.querySelector("[data-mine]").textContent = typed || "–";
  dialog.returnValue = "";
  dialog.showModal();
  await new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
  await fetchFields();
  select(name);
  if (dialog.returnValue === "mine") input.value = typed;
  else sessionStorage.removeItem(draftKey(name));
}

async function fetchFields() {
  const answer = await ask(`/review/${record}/fields`);
  if (answer.ok) renew(await answer.json());
}

/** Show the fields as they are now; what is being typed stays in the box, and of what was `sent` from it the outcome. */
function renew(told, sent = []) {
  const wasAt = list.scrollTop;
  const typed = isTyped() && !sent.includes(input.value) ? input.value : null;
  list.innerHTML = told.html;
  list.scrollTop = wasAt;
  countOpen();
  if (!told.open) location.reload();
  const saved = document.querySelector("[data-saved]");
  saved.textContent = `${saved.dataset.word} ${told.saved}`;
  const row = key && rowOf(key);
  if (row) {
    row.classList.add("now");
    card.querySelector("[data-card-why]").replaceChildren(...[...row.querySelectorAll(".find")].map(closable));
    card.querySelector("[data-card-mark]").replaceChildren(row.querySelector(".mk").cloneNode(true));
    card.dataset.mark = row.dataset.mark;
    input.value = typed ?? row.dataset.shown;
  }
}

async function enter() {
  const name = key;
  const row = rowOf(name);
  const text = expanded(row.dataset.kind, input.value);
  const { shown, mark } = row.dataset;
  if (!text) {
    reads.textContent = texts.empty;
  } else if (text === shown) {
    if (mark === "person") next();
    else decide("confirm");
  } else if (shown && (mark === "machine" || mark === "person")) {
    await withReason("value", (reason) => decide("value", text, reason, name));
  } else decide("value", text);
}

async function withReason(kind, act) {
  const asked = askReason(texts, kind);
  reasoned = asked;
  const reason = await asked;
  input.focus();
  if (reason) act(reason);
}

/** An act on the field that was in hand when its reason was asked for, wherever the person is by then. */
function reasonedAct(act, value = "") {
  const name = key;
  return withReason(act, (reason) => decide(act, value, reason, name));
}

let accepting = false;

/** Once, however often the key is pressed: the answer is another page. */
async function acceptRecord() {
  if (accepting) return;
  accepting = true;
  try {
    await sendAccept();
  } finally {
    accepting = false;
  }
}

async function sendAccept() {
  keepDraft();
  failed = false;
  await chain;
  if (failed) return;
  keepDraft();
  const unsaved = rows().find((row) => ![null, row.dataset.shown].includes(sessionStorage.getItem(draftKey(row.dataset.key))));
  if (unsaved) {
    if (unsaved.dataset.key !== key) select(unsaved.dataset.key);
    return tellRefused(texts.unsaved);
  }
  const left = rows().filter(isOpen);
  if (left.length) {
    select(left[0].dataset.key);
    return tellRefused(fill(texts.left, { count: left.length }));
  }
  const chosen = new URLSearchParams(location.search);
  chosen.set("revision", revision());
  const answer = await ask(`/review/${record}/accept`, { method: "POST", body: chosen });
  if (!answer.ok) return tellRefused(await sentenceOf(answer));
  endCount();
  await leave((await answer.json()).next);
}

async function undoLast() {
  await chain;
  const answer = await ask(`/review/${record}/undo`, { method: "POST", body: new URLSearchParams() });
  if (!answer.ok) return tellRefused(await sentenceOf(answer));
  renew(await answer.json());
  if (isTyped()) return;
  sessionStorage.removeItem(draftKey(key));
  const now = key;
  key = null;
  select(now);
}

async function closeFinding(code) {
  await withReason("finding", async (reason) => {
    const answer = await ask(`/review/${record}/finding`, { method: "POST", body: new URLSearchParams({ code, reason }) });
    if (answer.ok) renew(await answer.json());
    else tellRefused(await sentenceOf(answer));
  });
}

async function showHistory() {
  const dialog = document.getElementById("history");
  const answer = await ask(`/review/${record}/history`);
  if (!answer.ok) return tellRefused(await sentenceOf(answer));
  dialog.querySelector("[data-history-body]").innerHTML = await answer.text();
  dialog.showModal();
}

/** To the next page; never comes back, so that nothing is sent from a page that is being left. */
function leave(address) {
  location.assign(address);
  return new Promise(() => {});
}

const ACTS = {
  confirm: enter,
  as_written: () => reasonedAct("as_written", input.value.trim()),
  unreadable: () => reasonedAct("unreadable"),
  empty: () => decide("empty"),
  undo: undoLast,
  history: showHistory,
  rescan: () => document.querySelector("[data-rescan]") && document.getElementById("rescan").showModal(),
};
const ALT = { KeyW: "as_written", KeyU: "unreadable", KeyE: "empty", KeyB: "rescan", KeyH: "history" };

function onKeys(event) {
  if (event.isComposing || document.querySelector("dialog[open]") || event.target.closest("[data-reason], [data-take-over]")) return;
  const act = actFor(event);
  if (!act) return;
  event.preventDefault();
  // A key held down must not accept one field after the other that nobody has looked at.
  if (!event.repeat || event.key !== "Enter") act();
}

function actFor(event) {
  const typing = event.target === input;
  if (event.altKey && !event.ctrlKey) {
    if (ALT[event.code]) return mayDecide || event.code === "KeyH" ? ACTS[ALT[event.code]] : null;
    const look = viewer.actFor(event);
    if (look) return look;
    return /^Digit[1-9]$/.test(event.code) ? () => propose(Number(event.code.at(-1)) - 1) : null;
  }
  if (event.key === "Enter" && event.shiftKey) return acceptRecord;
  // In a text that was changed, Ctrl+Z is the browser's own.
  if (event.ctrlKey && event.code === "KeyZ" && (!typing || input.value === rowOf(key)?.dataset.shown)) return undoLast;
  if (!typing || event.ctrlKey) return null;
  if (event.key === "Enter") return enter;
  if (event.key === "Tab") return () => next(event.shiftKey ? -1 : 1);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") return () => step(event.key === "ArrowDown" ? 1 : -1);
  return event.key === "Escape" ? () => list.focus() : null;
}

document.addEventListener("keydown", onKeys);
card.addEventListener("submit", (event) => event.preventDefault());
input.addEventListener("input", () => {
  // A value is one line, however long it is shown; what is pasted may have been several.
  if (input.value.includes("\n")) input.value = input.value.replace(/\s*\n\s*/g, " ").trim();
  sayReading();
  keepDraft();
});
addEventListener("pagehide", keepDraft);
document.addEventListener("click", (event) => {
  const row = event.target.closest("li[data-key] .pick");
  const closing = event.target.closest("[data-close]");
  const button = event.target.closest("[data-act], [data-undo], [data-history], [data-rescan], [data-accept]");
  if (row) select(row.parentElement.dataset.key);
  else if (closing) closeFinding(closing.dataset.close);
  else if (button?.dataset.act) ACTS[button.dataset.act]();
  else if (button) ("accept" in button.dataset ? acceptRecord : ACTS[Object.keys(button.dataset).find((name) => ACTS[name])])();
});

const rescan = document.querySelector("[data-rescan-form]");
rescan.addEventListener("submit", async (event) => {
  event.preventDefault();
  event.stopPropagation();
  const answer = await ask(`/review/${record}/rescan`, { method: "POST", body: new URLSearchParams(new FormData(rescan)) });
  if (!answer.ok) return tellRefused(await sentenceOf(answer));
  const told = await answer.json();
  const slip = rescan.querySelector("[data-slip]");
  slip.hidden = false;
  slip.querySelector("a").href = told.slip;
  slip.querySelector("a").focus();
  for (const button of rescan.querySelectorAll("button")) button.hidden = true;
  document.getElementById("rescan").addEventListener("close", () => location.assign(root.dataset.queue));
});
rescan.querySelector("[data-rescan-cancel]").addEventListener("click", () => document.getElementById("rescan").close());

viewer.first();
countOpen();
const start = rows().find(isOpen) ?? rows()[0];
if (start) select(start.dataset.key);
const answered = holdRecord(record, texts, async (held) => {
  const again = held && !holding;
  holding = held;
  input.readOnly = !held || !mayDecide;
  root.classList.toggle("looking", !held);
  if (again) await fetchFields();
});
chain = answered;
const lease = await answered;
document.querySelector(`.head a[href="${CSS.escape(root.dataset.queue)}"]`)?.addEventListener("click", () => lease.letGo());
