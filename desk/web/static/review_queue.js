// The queue: `n` takes the next record; in the quick queue, how many are chosen.
import { onKey } from "./keys.js";
import { fill } from "./effort.js";

onKey("n", () => document.querySelector("[data-next]")?.click());

const approve = document.querySelector("[data-approve]");
if (approve) {
  const boxes = [...document.querySelectorAll('input[name="record"]')];
  const count = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    approve.textContent = fill(approve.dataset.words, { count: chosen });
    approve.disabled = chosen === 0;
  };
  document.querySelector("[data-all]").addEventListener("change", (event) => {
    for (const box of boxes) box.checked = event.target.checked;
    count();
  });
  for (const box of boxes) box.addEventListener("change", count);
}
