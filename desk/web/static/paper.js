// A paper of the counter: waits until it is read, then its pages; Enter uses it, `x` asks why it is dropped.
import { onKey } from "./keys.js";
import { ask } from "./session.js";
import { openViewer } from "./viewer.js";

const root = document.querySelector("[data-paper]");
const bar = document.querySelector("[data-progress]");

/** One question after the other, and one reload: a slow server is not asked again before it has answered. */
async function wait() {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 700));
    const answer = await ask(`${root.dataset.paper}/stage`, { quiet: true });
    if (!answer.ok) continue;
    const told = await answer.json();
    if (told.stage !== "reading") return location.reload();
    tell(told);
  }
}

function tell(told) {
  if (!told.all) bar.removeAttribute("value");
  else {
    bar.max = told.all;
    bar.value = told.done;
  }
}

if (root.dataset.stage === "reading") wait();

const host = document.querySelector("[data-viewer]");
if (host) {
  const viewer = openViewer(host, JSON.parse(root.dataset.pages), false);
  viewer.first();
  onKey("[", () => viewer.turn(-1));
  onKey("]", () => viewer.turn(1));
}
onKey("x", () => document.querySelector("[data-why]")?.focus());
