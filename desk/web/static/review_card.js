// The field in hand: its crop, its box, what the machine proposes, what was typed and is not kept yet.
import { fill } from "./effort.js";
import { draftOf, dropDraft, setDraft } from "./review_drafts.js";
import { isPending, openRows, root, rowOf, rows, texts } from "./review_fields.js";
import { expanded } from "./typed_dates.js";
import { drawCrop, openViewer } from "./viewer.js";

const pages = JSON.parse(root.dataset.pages);
const refused = document.querySelector("[data-refused]");
const reads = document.querySelector("[data-reads]");
export const card = document.querySelector("[data-card]");
export const input = document.querySelector("[data-value]");
export const viewer = openViewer(document.querySelector("[data-viewer]"), pages);

/** The key of the field in hand. */
export let key = null;

export const isTyped = () => key !== null && input.value !== rowOf(key)?.dataset.shown;

export function select(name) {
  const row = rowOf(name);
  if (!row) return;
  keepDraft();
  key = name;
  for (const one of rows()) one.classList.toggle("now", one === row);
  row.closest("details")?.setAttribute("open", "");
  row.scrollIntoView({ block: "nearest" });
  card.querySelector("[data-card-label]").textContent = row.dataset.label;
  showMark(row);
  input.value = draftOf(name) ?? row.dataset.shown;
  showProposals(row);
  showPlace(row);
  sayReading();
  input.focus();
  input.select();
}

/** The field in hand as it is kept; what was typed over it is gone. */
export function selectAnew() {
  dropDraft(key);
  const now = key;
  key = null;
  select(now);
}

/** Show the field in hand as its row is now; `typed` stays in the box where it is given. */
export function refresh(typed) {
  const row = key && rowOf(key);
  if (!row) return;
  row.classList.add("now");
  showMark(row);
  input.value = typed ?? row.dataset.shown;
}

function showMark(row) {
  card.querySelector("[data-card-why]").replaceChildren(...[...row.querySelectorAll(".find")].map((line) => line.cloneNode(true)));
  card.querySelector("[data-card-mark]").replaceChildren(row.querySelector(".mk").cloneNode(true));
  card.dataset.mark = row.dataset.mark;
}

function showPlace(row) {
  const page = row.dataset.page === undefined ? null : Number(row.dataset.page);
  const box = row.dataset.box ? row.dataset.box.split(",").map(Number) : null;
  const has = page !== null && box !== null && pages[page].levels.length > 0;
  card.querySelector("[data-crop]").hidden = !has;
  card.querySelector("[data-no-place]").hidden = has;
  if (has) drawCrop(card.querySelector("[data-crop]"), pages[page], box).catch(() => {});
  viewer.show(page, box);
}

function proposalsOf(row) {
  const told = [...JSON.parse(row.dataset.proposals), ...JSON.parse(row.dataset.choices)];
  return [...new Set(told)].filter((one) => one !== row.dataset.shown).slice(0, 9);
}

function showProposals(row) {
  const made = proposalsOf(row).map((text, at) => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    const number = document.createElement("kbd");
    button.type = "button";
    number.textContent = String(at + 1);
    number.setAttribute("aria-hidden", "true");
    button.append(number, ` ${text}`);
    button.addEventListener("click", () => propose(at));
    item.append(button);
    return item;
  });
  card.querySelector("[data-props]").replaceChildren(...made);
}

/** Put the proposal of that number into the box; 0 is the first. */
export function propose(at) {
  const text = key && proposalsOf(rowOf(key))[at];
  if (!text) return;
  input.value = text;
  sayReading();
  input.focus();
}

/** How what is typed will be read, where that is not what stands there. */
export function sayReading() {
  const will = expanded(rowOf(key).dataset.kind, input.value);
  tell(will !== input.value.trim() ? fill(texts.reads, { text: will }) : "");
}

export function tell(text) {
  reads.textContent = text;
}

export function tellRefused(text) {
  refused.hidden = !text;
  refused.textContent = text;
}

export function keepDraft() {
  if (!key || isPending(key)) return;
  const row = rowOf(key);
  if (row && input.value !== row.dataset.shown) setDraft(key, input.value);
  else dropDraft(key);
}

/** To the next open field, or the one before. */
export function next(by = 1) {
  const every = rows();
  const at = every.findIndex((row) => row.dataset.key === key);
  const order = by > 0 ? [...every.slice(at + 1), ...every.slice(0, at)] : [...every.slice(0, at).reverse(), ...every.slice(at + 1).reverse()];
  const open = openRows();
  const found = order.find((row) => open.includes(row));
  if (found) select(found.dataset.key);
  else {
    tell(texts.none);
    input.focus();
  }
}

/** To the field below or above, open or not. */
export function step(by) {
  const every = rows();
  const to = every[every.findIndex((row) => row.dataset.key === key) + by];
  if (to) select(to.dataset.key);
}
