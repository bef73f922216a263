// A dossier: `a` attaches the chosen record of the archive to the component beside it, `u` takes in a paper for a
// component, and a component's small picture opens its pages in the middle.
import { fill } from "./effort.js";
import { onKey } from "./keys.js";
import { ask, sentenceOf } from "./session.js";
import { beginUpload, sendFile } from "./upload.js";

onKey("a", () => {
  // Without a choice only what is surely this person's: what is near in name lies folded.
  const hit = document.activeElement?.closest?.(".hits > li") ?? document.querySelector("section > .hits > li");
  hit?.querySelector("form[data-attach]")?.requestSubmit();
});

// While a component may still be signed: how far that is, without a reload.
const unsigned = [...document.querySelectorAll("[data-signs]")];
if (unsigned.length) {
  const address = `${document.querySelector("[data-pane]").dataset.case}/signatures`;
  // What never gets a signature is not asked about for ever.
  let turns = 60;
  const timer = setInterval(async () => {
    if (document.visibilityState !== "visible") return;
    const answer = await ask(address, { quiet: true });
    if (!answer.ok) return;
    const told = await answer.json();
    for (const tag of unsigned) {
      const state = told[tag.dataset.signs] ?? "";
      tag.hidden = state === "";
      tag.textContent = state === "signed" ? tag.dataset.signed : tag.dataset.waits;
      tag.className = state === "signed" ? "tag well" : "tag act";
    }
    turns = unsigned.some((tag) => told[tag.dataset.signs] === "waits") ? 60 : turns - 1;
    if (turns < 1 || unsigned.every((tag) => told[tag.dataset.signs] === "signed")) clearInterval(timer);
  }, 3000);
}

const pane = document.querySelector("[data-pane]");
let lookedAt = null;
for (const button of document.querySelectorAll("[data-look]")) {
  button.addEventListener("click", async () => {
    lookedAt = button;
    const body = new URLSearchParams({ record: button.dataset.look });
    const answer = await ask(`${pane.dataset.case}/look`, { method: "POST", body });
    // Another one is looked at by now.
    if (lookedAt !== button) return;
    if (!answer.ok) {
      pane.textContent = await sentenceOf(answer);
      return;
    }
    const told = await answer.json();
    const pictures = told.pages.map((address, at) => {
      const picture = document.createElement("img");
      picture.src = address;
      picture.alt = fill(pane.dataset.page, { at: at + 1, title: button.dataset.title });
      return picture;
    });
    const open = document.createElement("a");
    open.href = told.record;
    open.textContent = button.dataset.title;
    const head = document.createElement("p");
    head.append(open);
    pane.replaceChildren(head, ...pictures);
    pane.scrollTop = 0;
  });
}

const dialog = document.getElementById("take-in");
if (dialog) {
  const form = dialog.querySelector("form");
  const files = form.querySelector('input[type="file"]');
  const told = form.querySelector("[data-told]");
  const bar = form.querySelector("progress");

  const openFor = (component) => {
    if (component) form.elements.component.value = component;
    dialog.showModal();
    form.elements.component.focus();
  };
  for (const button of document.querySelectorAll("[data-take-in]")) {
    button.addEventListener("click", () => openFor(button.dataset.takeIn));
  }
  onKey("u", () => openFor(document.activeElement?.closest?.("li[data-component]")?.dataset.component ?? dialog.dataset.first));
  dialog.querySelector("[data-cancel]").addEventListener("click", () => dialog.close());

  // Not a plain form: the files go first, in pieces, then what was said of them.
  form.querySelector("[data-send]").addEventListener("click", async (event) => {
    event.preventDefault();
    if (!form.reportValidity()) return;
    event.target.disabled = true;
    bar.hidden = false;
    const broken = () => {
      told.textContent = form.dataset.broken;
    };
    try {
      const upload = await beginUpload(broken);
      bar.max = [...files.files].reduce((sum, one) => sum + one.size, 0);
      let before = 0;
      for (const file of files.files) {
        told.textContent = fill(form.dataset.sending, { name: file.name });
        await sendFile(upload, file, Number(form.dataset.piece), (bytes) => {
          bar.value = before + bytes;
        }, broken);
        before += file.size;
      }
      form.elements.upload.value = upload;
      form.requestSubmit();
    } catch (fault) {
      told.textContent = fault.message;
      event.target.disabled = false;
      bar.hidden = true;
    }
  });
  for (const kind of ["dragover", "drop"]) {
    form.addEventListener(kind, (event) => {
      event.preventDefault();
      if (kind === "drop") files.files = event.dataTransfer.files;
    });
  }
}
