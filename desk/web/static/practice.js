// While the papers of a practice are read: asks how far it is, and loads the page anew when they wait.
import { ask } from "./session.js";

const line = document.querySelector("[data-reading]");

async function look() {
  const answer = await ask("/practice/state", { quiet: true });
  const state = answer.ok ? await answer.json() : {};
  if (state.ready) location.reload();
  else setTimeout(look, 2000);
}

if (line) setTimeout(look, 2000);
