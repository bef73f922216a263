// One page back to the scanner: the reason is given, the slip is printed, the record leaves the queue.
import { tellRefused } from "./review_card.js";
import { record, root } from "./review_fields.js";
import { ask, sentenceOf } from "./session.js";

const dialog = document.getElementById("rescan");
const form = document.querySelector("[data-rescan-form]");

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  event.stopPropagation();
  const answer = await ask(`/review/${record}/rescan`, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  if (!answer.ok) return tellRefused(await sentenceOf(answer));
  const told = await answer.json();
  const slip = form.querySelector("[data-slip]");
  slip.hidden = false;
  slip.querySelector("a").href = told.slip;
  slip.querySelector("a").focus();
  for (const button of form.querySelectorAll("button")) button.hidden = true;
  dialog.addEventListener("close", () => location.assign(root.dataset.queue));
});
form.querySelector("[data-rescan-cancel]").addEventListener("click", () => dialog.close());

/** Ask which page and why, where the person may. */
export function openRescan() {
  if (document.querySelector("[data-rescan]")) dialog.showModal();
}
