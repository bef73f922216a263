// Sends files in pieces. What the server acknowledged is never sent again: after a broken connection, a restarted
// server or a closed window it goes on at the byte that is wanted.
import { ask, sentenceOf } from "./session.js";

const form = document.getElementById("new-batch");
const list = document.getElementById("sent");
const told = document.getElementById("told");
const open = document.getElementById("open");
const piece = Number(form.dataset.piece);
let upload = "";
let queue = Promise.resolve();
let waiting = 0;
let whole = 0;

for (const button of document.querySelectorAll("[data-resume]")) {
  button.addEventListener("click", () => {
    upload = button.dataset.resume;
    document.getElementById("files").click();
  });
}

document.getElementById("files").addEventListener("change", (event) => take(event.target.files));
const drop = document.getElementById("drop");
for (const kind of ["dragover", "dragleave", "drop"]) {
  drop.addEventListener(kind, (event) => {
    event.preventDefault();
    drop.classList.toggle("over", kind === "dragover");
    if (kind === "drop") take(event.dataTransfer.files);
  });
}

function take(files) {
  for (const file of files) {
    waiting += 1;
    open.disabled = true;
    const row = rowFor(file);
    queue = queue.then(() => send(file, row)).catch((fault) => refuse(row, fault));
  }
}

function rowFor(file) {
  const row = document.createElement("li");
  const name = document.createElement("span");
  name.textContent = file.name;
  const bar = document.createElement("progress");
  bar.max = file.size;
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  const size = document.createElement("span");
  size.className = "figure";
  size.textContent = file.size < 1048576 ? `${Math.ceil(file.size / 1024)} kB` : `${(file.size / 1048576).toFixed(1)} MB`;
  row.append(name, bar, size);
  list.append(row);
  return row;
}

async function send(file, row) {
  const bar = row.querySelector("progress");
  upload ||= (await answered("/uploads", { method: "POST" })).upload;
  form.action = `/uploads/${upload}/batch`;
  told.textContent = form.dataset.sending.replace("{name}", file.name);
  const query = new URLSearchParams({ name: file.name, size: String(file.size) });
  let known = await answered(`/uploads/${upload}/files?${query}`, { method: "POST" });
  while (known.have < file.size) {
    bar.value = known.have;
    const body = file.slice(known.have, known.have + piece);
    known = await answered(`/uploads/${upload}/files/${known.number}?offset=${known.have}`, { method: "PUT", body });
  }
  bar.value = file.size;
  finished();
}

/** The JSON answer; waits and tries again while the server does not answer. */
async function answered(address, options) {
  for (let wait = 500; ; wait = Math.min(wait * 2, 8000)) {
    try {
      const answer = await ask(address, options);
      if (answer.status < 500) {
        if (!answer.ok) throw new Refused(await sentenceOf(answer));
        return await answer.json();
      }
    } catch (fault) {
      if (fault instanceof Refused) throw fault;
    }
    told.textContent = form.dataset.broken;
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

class Refused extends Error {}

function finished() {
  waiting -= 1;
  whole += 1;
  if (!waiting) {
    told.textContent = form.dataset.ready.replace("{count}", String(whole));
    open.disabled = false;
  }
}

function refuse(row, fault) {
  waiting -= 1;
  row.querySelector("progress").remove();
  const why = document.createElement("span");
  why.className = "tag refused";
  why.textContent = fault.message;
  row.append(why);
  if (!waiting && whole) open.disabled = false;
}
