// The page where most hours go: one field at a time, its crop above it, keys for everything, saved at every Enter.
import { countEffort, fill } from "./effort.js";
import { card, input, keepDraft, key, next, propose, sayReading, select, step, tell, tellRefused, viewer } from "./review_card.js";
import { allKept, decide, hold, renew, undoLast, withReason } from "./review_decisions.js";
import { draftOf } from "./review_drafts.js";
import { countOpen, list, mayDecide, openRows, record, revision, root, rowOf, rows, texts } from "./review_fields.js";
import { openRescan } from "./review_rescan.js";
import { ask, sentenceOf } from "./session.js";
import { expanded } from "./typed_dates.js";

const endCount = countEffort(document.querySelector("[data-effort]"));

async function enter() {
  const name = key;
  const row = rowOf(name);
  const text = expanded(row.dataset.kind, input.value);
  const { shown, mark } = row.dataset;
  if (!text) {
    tell(texts.empty);
  } else if (text === shown) {
    if (mark === "person") next();
    else decide("confirm");
  } else if (shown && (mark === "machine" || mark === "person")) {
    await withReason("value", (reason) => decide("value", text, reason, name));
  } else decide("value", text);
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
  if (!(await allKept())) return;
  keepDraft();
  const unsaved = rows().find((row) => ![null, row.dataset.shown].includes(draftOf(row.dataset.key)));
  if (unsaved) {
    if (unsaved.dataset.key !== key) select(unsaved.dataset.key);
    return tellRefused(texts.unsaved);
  }
  const left = openRows();
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
  rescan: openRescan,
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

viewer.first();
countOpen();
const start = openRows()[0] ?? rows()[0];
if (start) select(start.dataset.key);
const lease = await hold();
document.querySelector(`.head a[href="${CSS.escape(root.dataset.queue)}"]`)?.addEventListener("click", () => lease.letGo());
