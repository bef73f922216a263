// Search: the box first, arrows down into the hits, `a` attaches the chosen hit to the dossier one came from.
import { onKey } from "./keys.js";

const box = document.querySelector("input[data-search]");
box.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown") return;
  event.preventDefault();
  document.querySelector("a.row")?.focus();
});
onKey("a", () => {
  const hit = document.activeElement?.closest?.("li") ?? document.querySelector(".hits > li");
  hit?.querySelector("form[data-attach]")?.requestSubmit();
});
const first = document.querySelector(".hits a.row");
// Whoever types the next search already is not to press keys of the list.
if (first && box.value === box.defaultValue) first.focus();
