// The third person: 1 or 2 chooses, or the right value is typed; the page picture goes to the place by itself.
import { onKey } from "./keys.js";
import { ask, sentenceOf } from "./session.js";
import { openViewer } from "./viewer.js";

const root = document.querySelector("[data-adjudication]");
const record = root.dataset.adjudication;
const refused = document.querySelector("[data-refused]");
const viewer = openViewer(document.querySelector("[data-viewer]"), JSON.parse(root.dataset.pages));
const rows = () => [...document.querySelectorAll("[data-differs]")];
let now = null;
let busy = false;

function look(row) {
  now = row;
  for (const one of rows()) one.classList.toggle("now", one === row);
  const page = row.dataset.page === undefined ? null : Number(row.dataset.page);
  viewer.show(page, row.dataset.box ? row.dataset.box.split(",").map(Number) : null);
}

/** One decision at a time: a key pressed twice must not decide what is already on its way. */
async function decide(row, side, value = "") {
  if (busy) return;
  busy = true;
  try {
    await send(row, side, value);
  } finally {
    busy = false;
  }
}

async function send(row, side, value) {
  const body = new URLSearchParams({ key: row.dataset.differs, side, value });
  const answer = await ask(`/review/${record}/adjudicate`, { method: "POST", body });
  refused.hidden = answer.ok;
  if (!answer.ok) {
    refused.textContent = await sentenceOf(answer);
    return;
  }
  const told = await answer.json();
  row.remove();
  if (!told.left.length) location.assign(told.next);
  // Whoever types a value of their own by then goes on; on a button, 1 and 2 would decide.
  else if (!document.activeElement.closest("[data-differs]")) {
    look(rows()[0]);
    rows()[0].querySelector("button").focus();
  }
}

document.addEventListener("keydown", (event) => {
  const look = viewer.actFor(event);
  if (!look) return;
  event.preventDefault();
  look();
});
onKey("1", () => now && decide(now, "first"));
onKey("2", () => now && decide(now, "second"));
for (const row of rows()) {
  row.addEventListener("focusin", () => look(row));
  for (const button of row.querySelectorAll("[data-side]")) button.addEventListener("click", () => decide(row, button.dataset.side));
  row.querySelector("[data-own]").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing && event.target.value.trim()) decide(row, "own", event.target.value);
  });
}
viewer.first();
if (rows().length) rows()[0].querySelector("button").focus();
