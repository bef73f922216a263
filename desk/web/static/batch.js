// The contact sheet: keys, choosing, marking, the large picture, and the progress of work that goes on.
import { ask, sentenceOf, toast } from "./session.js";
import { onKey } from "./keys.js";

const sheet = document.getElementById("sheet");
const viewer = document.getElementById("viewer");
const doing = document.getElementById("doing");
const slip = document.getElementById("ask-rescan");
let glass = null;

if (sheet) bindSheet();
const running = document.getElementById("running");
if (running) follow(running);

function pages() {
  return [...sheet.querySelectorAll(".page")];
}

function current() {
  return sheet.contains(document.activeElement) ? document.activeElement.closest(".page") : null;
}

function chosen() {
  const pressed = pages().filter((page) => page.getAttribute("aria-pressed") === "true");
  return pressed.length ? pressed : [current()].filter(Boolean);
}

function bindSheet() {
  sheet.addEventListener("click", (event) => {
    const page = event.target.closest(".page");
    if (page) (event.detail ? look : toggle)(page);
  });
  sheet.addEventListener("keydown", (event) => {
    const page = current();
    if (!page) return;
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns(), ArrowUp: -columns() }[event.key];
    if (step) move(step, event);
    else if (event.key === "Home") take(event, () => pages()[0].focus());
    else if (event.key === "End") take(event, () => pages().at(-1).focus());
    else if (event.key === "Enter") take(event, () => look(page));
    else if (event.key === " ") take(event, () => toggle(page));
  });
  for (const key of ["ArrowRight", "ArrowDown"]) onKey(key, () => pages()[0]?.focus());
  if (sheet.dataset.mayArrange) onKey("b", () => mark());
  if (sheet.dataset.mayRescan) onKey("r", () => askRescan());
  for (const button of doing.querySelectorAll("[data-do]")) {
    button.addEventListener("click", () => (button.dataset.do === "rescan" ? askRescan() : mark(button.dataset.do)));
  }
  viewer.querySelector("[data-shut]").addEventListener("click", () => viewer.close());
  viewer.querySelector("[data-turn]").addEventListener("click", turn);
  viewer.addEventListener("keydown", inViewer);
  slip.querySelector("[data-cancel]").addEventListener("click", () => slip.close());
  slip.querySelector("form").addEventListener("submit", () => slip.close());
}

function take(event, act) {
  event.preventDefault();
  event.stopPropagation();
  act();
}

function columns() {
  const all = pages();
  const top = all[0].getBoundingClientRect().top;
  return Math.max(1, all.findIndex((page) => page.getBoundingClientRect().top > top + 4)) || all.length;
}

function move(by, event) {
  const all = pages();
  const at = all.indexOf(current()) + by;
  if (at < 0 || at >= all.length) return;
  event.preventDefault();
  event.stopPropagation();
  all[at].focus();
}

function toggle(page) {
  page.setAttribute("aria-pressed", String(page.getAttribute("aria-pressed") !== "true"));
  const count = pages().filter((one) => one.getAttribute("aria-pressed") === "true").length;
  doing.hidden = !count;
  const text = doing.querySelector("[data-chosen]");
  text.textContent = text.dataset.text.replace("{count}", String(count));
}

async function mark(as) {
  for (const page of chosen()) {
    const said = as ?? (page.dataset.state === "blank" ? "written" : "blank");
    const answer = await ask(`/pages/${page.dataset.page}/mark`, { method: "POST", body: new URLSearchParams({ as: said }) });
    if (!answer.ok) return toast(await sentenceOf(answer));
  }
  location.reload();
}

function askRescan() {
  const page = chosen()[0];
  if (!page) return;
  const form = slip.querySelector("form");
  form.action = `/pages/${page.dataset.page}/rescan`;
  slip.showModal();
  form.elements.reason.focus();
}

function look(page) {
  if (!page.dataset.view) return;
  if (!viewer.open) viewer.showModal();
  const name = viewer.querySelector("[data-name]");
  name.textContent = name.dataset.text.replace("{place}", page.dataset.place);
  viewer.dataset.page = page.dataset.page;
  glass ??= OpenSeadragon({
    element: document.getElementById("glass"),
    // Office computers often have no usable graphics card; two dimensions need none.
    drawer: "canvas",
    showNavigationControl: false,
    animationTime: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 0.15,
    gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
    maxZoomPixelRatio: 3,
  });
  glass.open({ type: "image", url: `/pages/${page.dataset.page}/picture?width=2400` });
}

function turn() {
  glass.viewport.setRotation(glass.viewport.getRotation() + 90);
}

function inViewer(event) {
  const all = pages().filter((page) => page.dataset.view);
  const at = all.findIndex((page) => page.dataset.page === viewer.dataset.page);
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step && all[at + step]) take(event, () => look(all[at + step]));
  else if (event.key === "x") take(event, turn);
}

async function follow(box) {
  const bar = box.querySelector("progress");
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const answer = await ask(`/batches/${box.dataset.batch}/progress`, { quiet: true });
    if (answer.offline) continue;
    if (!answer.ok) return;
    const now = await answer.json();
    if (!now.running) return location.reload();
    box.querySelector("[data-stage]").textContent = box.dataset[now.stage] ?? box.querySelector("[data-stage]").textContent;
    box.querySelector("[data-figures]").textContent = now.all ? `${now.done} / ${now.all}` : "";
    if (now.all) {
      bar.max = now.all;
      bar.value = now.done;
    } else bar.removeAttribute("value");
  }
}
