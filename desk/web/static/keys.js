// Keys that are the same everywhere: `/` search, `g` and a letter to a section, `?` the keys of this page,
// and arrows or j/k in lists. A page adds its own with `onKey`.

const extra = new Map();
let waitingForLetter = false;

/** Call `act` when `key` is pressed outside of fields. */
export function onKey(key, act) {
  extra.set(key, act);
}

/** Whether keys belong to what is being typed in. */
export function isTyping(target) {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button", "submit"].includes(target.type);
}

/** Begin listening; called once by desk.js. */
export function bindKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
    if (goes(event)) return;
    const act = extra.get(event.key);
    if (act) {
      event.preventDefault();
      // A key held down is one act; going on is what an arrow is held for.
      if (!event.repeat || event.key.startsWith("Arrow")) act(event);
    } else if (event.key === "?") {
      event.preventDefault();
      document.getElementById("keys")?.showModal();
    } else if (event.key === "/") {
      event.preventDefault();
      toSearch();
    } else if (acts(event.key)) {
      event.preventDefault();
    } else if (event.key === "g") {
      waitingForLetter = true;
    } else if (event.key === "j" || event.key === "k") {
      moveInList(event.key === "j" ? 1 : -1, event);
    }
  });
}

/** The head of a page names the key of what it offers: `data-key`. */
function acts(key) {
  const offered = document.querySelector(`.head .act [data-key="${CSS.escape(key)}"]`);
  offered?.click();
  return Boolean(offered);
}

function goes(event) {
  if (!waitingForLetter) return false;
  waitingForLetter = false;
  const link = document.querySelector(`.rail a[data-letter="${CSS.escape(event.key)}"]`);
  if (!link) return false;
  event.preventDefault();
  link.click();
  return true;
}

function toSearch() {
  const box = document.querySelector("input[data-search]");
  if (box) {
    box.focus();
    box.select();
  } else if (document.body.dataset.search) {
    location.assign(document.body.dataset.search);
  }
}

function moveInList(by, event) {
  const rows = [...document.querySelectorAll("a.row, [data-row]")];
  if (!rows.length) return;
  event.preventDefault();
  const at = rows.indexOf(document.activeElement);
  rows[Math.min(rows.length - 1, Math.max(0, at < 0 ? 0 : at + by))].focus();
}
