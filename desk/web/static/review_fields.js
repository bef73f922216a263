// The fields of the record under review as the page lists them: which are open, which were sent and are not kept yet.
import { fill } from "./effort.js";

export const root = document.querySelector("[data-review]");
export const record = root.dataset.review;
export const texts = document.querySelector("[data-texts]").dataset;
export const mayDecide = root.dataset.may === "yes";
export const list = document.querySelector("[data-list]");

// What was sent and is not answered yet; the person goes on meanwhile.
const pending = new Set();

export const rows = () => [...list.querySelectorAll("li[data-key]")];
export const rowOf = (name) => rows().find((row) => row.dataset.key === name);
export const isPending = (name) => pending.has(name);
export const openRows = () => rows().filter((row) => row.classList.contains("open") && !pending.has(row.dataset.key));
export const revision = () => list.querySelector("[data-revision]").dataset.revision;

export function setPending(name, waits) {
  if (waits) pending.add(name);
  else pending.delete(name);
  root.dataset.pending = pending.size;
}

/** How much is left to look at: the sentence a person works by. */
export function countOpen() {
  const left = openRows().length;
  document.querySelector("[data-open-count]").textContent = left ? fill(texts.left, { count: left }) : texts.all;
}
