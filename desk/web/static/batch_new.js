// A new batch: files go to the server while the docket is being filled in.
import { beginUpload, sendFile } from "./upload.js";

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

const files = document.getElementById("files");
files.addEventListener("change", () => take(files.files));
// Whoever was quicker than this script has chosen already.
if (files.files.length) take(files.files);
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
  const broken = () => {
    told.textContent = form.dataset.broken;
  };
  upload ||= await beginUpload(broken);
  form.action = `/uploads/${upload}/batch`;
  told.textContent = form.dataset.sending.replace("{name}", file.name);
  const have = (bytes) => {
    bar.value = bytes;
  };
  await sendFile(upload, file, piece, have, broken);
  finished();
}

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
