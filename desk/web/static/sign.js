// The sign queue: how many are chosen; and, while the agent works, how far it is.
import { fill } from "./effort.js";
import { isTyping, onKey } from "./keys.js";
import { ask, sentenceOf } from "./session.js";

const sign = document.querySelector("[data-sign]");
if (sign) {
  const boxes = [...document.querySelectorAll('input[name="record"]:not(:disabled)')];
  const count = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    const words = sign.querySelector("[data-words]");
    words.textContent = chosen ? fill(words.dataset.words, { count: chosen }) : words.dataset.none;
    sign.disabled = chosen === 0;
  };
  document.querySelector("[data-all]").addEventListener("change", (event) => {
    for (const box of boxes) box.checked = event.target.checked;
    count();
  });
  for (const box of boxes) box.addEventListener("change", count);
  // As in review: the key that ends the work on the page.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.shiftKey || document.querySelector("dialog[open]") || isTyping(event.target)) return;
    event.preventDefault();
    if (!event.repeat) sign.click();
  });
  onKey(" ", () => {
    const box = document.activeElement?.closest?.("tr")?.querySelector('input[name="record"]:not(:disabled)');
    if (!box) return;
    box.checked = !box.checked;
    count();
  });
}

const dialog = document.getElementById("look");
for (const link of dialog ? document.querySelectorAll("[data-look]") : []) {
  link.addEventListener("click", async (event) => {
    // With a key held the link does what links do: the file in a tab of its own.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const title = link.textContent;
    const pane = dialog.querySelector("[data-pane]");
    dialog.querySelector("h2").textContent = title;
    dialog.querySelector("[data-file]").href = link.href;
    pane.replaceChildren();
    dialog.showModal();
    const answer = await ask(`/sign/documents/${link.dataset.look}/look`, { method: "POST", body: new URLSearchParams() });
    // Another one is looked at by now: its pages must not be taken for these.
    if (dialog.querySelector("[data-file]").href !== link.href) return;
    if (!answer.ok) {
      pane.textContent = await sentenceOf(answer);
      return;
    }
    const told = await answer.json();
    pane.replaceChildren(...told.pages.map((address, at) => {
      const picture = document.createElement("img");
      picture.src = address;
      picture.alt = fill(dialog.dataset.page, { at: at + 1, title });
      return picture;
    }));
    pane.focus();
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
