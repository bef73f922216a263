// The sign queue: how many are chosen; and, while the agent works, how far it is.
import { fill } from "./effort.js";
import { onKey } from "./keys.js";
import { ask } from "./session.js";

const sign = document.querySelector("[data-sign]");
if (sign) {
  const boxes = [...document.querySelectorAll('input[name="record"]:not(:disabled)')];
  const count = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    sign.textContent = fill(sign.dataset.words, { count: chosen });
    sign.disabled = chosen === 0;
  };
  document.querySelector("[data-all]").addEventListener("change", (event) => {
    for (const box of boxes) box.checked = event.target.checked;
    count();
  });
  for (const box of boxes) box.addEventListener("change", count);
  onKey(" ", () => {
    const box = document.activeElement?.closest?.("tr")?.querySelector('input[name="record"]:not(:disabled)');
    if (!box) return;
    box.checked = !box.checked;
    count();
  });
}

document.querySelector("[data-copy]")?.addEventListener("focus", (event) => event.target.select());

const jobs = document.querySelector("[data-jobs]");
if (jobs) {
  setInterval(async () => {
    if (document.visibilityState !== "visible") return;
    const answer = await ask(jobs.dataset.jobs, { quiet: true });
    if (answer.ok) jobs.innerHTML = await answer.text();
  }, 2000);
}
