// What was decided goes to the server one after the other, while the person is at the next field already.
import { fill } from "./effort.js";
import { holdRecord } from "./lease.js";
import { askReason } from "./reason.js";
import { input, isTyped, keepDraft, key, next, refresh, select, selectAnew, tellRefused } from "./review_card.js";
import { dropDraft, setDraft } from "./review_drafts.js";
import { countOpen, list, mayDecide, record, revision, root, rowOf, setPending, texts } from "./review_fields.js";
import { ask, sentenceOf } from "./session.js";

let lease = null;
// Not known until the lease has its answer; what is decided meanwhile waits for it.
let holding = null;
let chain = Promise.resolve();
let failed = false;
// A reason that is being given keeps the place: what was refused meanwhile is told after it.
let reasoned = Promise.resolve();

/** Take the record in hand; gives the lease once it is answered. */
export async function hold() {
  const answered = holdRecord(record, texts, async (held) => {
    const again = held && !holding;
    holding = held;
    input.readOnly = !held || !mayDecide;
    root.classList.toggle("looking", !held);
    if (again) await fetchFields();
  });
  chain = answered;
  lease = await answered;
  return lease;
}

/** Send one decision after those before it; the person is at the next field already. */
export function decide(act, value = "", reason = "", name = key) {
  if (!mayDecide || holding === false) return;
  // Until the server has it, whoever leaves the page and comes back finds it typed.
  if (value) setDraft(name, value);
  else dropDraft(name);
  setPending(name, true);
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
  setPending(name, false);
  if (answer.ok && told) {
    dropDraft(name);
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
  else dropDraft(name);
}

async function fetchFields() {
  const answer = await ask(`/review/${record}/fields`);
  if (answer.ok) renew(await answer.json());
}

/** Show the fields as they are now; what is being typed stays in the box, and of what was `sent` from it the outcome. */
export function renew(told, sent = []) {
  const wasAt = list.scrollTop;
  const typed = isTyped() && !sent.includes(input.value) ? input.value : null;
  list.innerHTML = told.html;
  list.scrollTop = wasAt;
  countOpen();
  if (!told.open) location.reload();
  const saved = document.querySelector("[data-saved]");
  saved.textContent = `${saved.dataset.word} ${told.saved}`;
  refresh(typed);
}

/** Whether all that was decided is kept, once the last of it is answered. */
export async function allKept() {
  failed = false;
  await chain;
  return !failed;
}

/** Take back the last decision that was kept. */
export async function undoLast() {
  await chain;
  const answer = await ask(`/review/${record}/undo`, { method: "POST", body: new URLSearchParams() });
  if (!answer.ok) return tellRefused(await sentenceOf(answer));
  renew(await answer.json());
  if (!isTyped()) selectAnew();
}

/** Ask for the reason of `kind`, then do `act` with it. */
export async function withReason(kind, act) {
  const asked = askReason(texts, kind);
  reasoned = asked;
  const reason = await asked;
  input.focus();
  if (reason) act(reason);
}
