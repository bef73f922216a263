// A paper of the counter: waits until it is read, then its pages; Enter uses it, `x` asks why it is dropped.
import { onKey } from "./keys.js";
import { ask } from "./session.js";
import { openViewer } from "./viewer.js";

const root = document.querySelector("[data-paper]");
const bar = document.querySelector("[data-progress]");

async function wait() {
  const answer = await ask(`${root.dataset.paper}/stage`, { quiet: true });
  if (!answer.ok) return;
  const told = await answer.json();
  if (told.stage !== "reading") location.reload();
  if (!told.all) bar.removeAttribute("value");
  else {
    bar.max = told.all;
    bar.value = told.done;
  }
}

if (root.dataset.stage === "reading") setInterval(wait, 700);

const host = document.querySelector("[data-viewer]");
if (host) {
  const viewer = openViewer(host, JSON.parse(root.dataset.pages), false);
  viewer.first();
  onKey("[", () => viewer.turn(-1));
  onKey("]", () => viewer.turn(1));
}
onKey("x", () => document.querySelector("[data-why]")?.focus());
