// A PDF dropped on the page goes to the server as it is; the report comes back as a piece of this page.
import { ask, sentenceOf } from "./session.js";

const drop = document.querySelector("[data-drop]");
const picker = drop.querySelector("input");
const report = document.querySelector("[data-report]");
const refused = document.querySelector("[data-refused]");
const busy = document.querySelector("[data-busy]");

let latest = null;

async function judge(file) {
  latest = file;
  refused.hidden = true;
  busy.hidden = false;
  report.replaceChildren();
  try {
    const answer = await ask("/verify", {
      method: "POST",
      body: file,
      headers: { "Content-Type": "application/pdf", "X-Sohoa-Name": encodeURIComponent(file.name) },
    });
    // Another file is to be judged by now: this report must not stand under its name.
    if (latest !== file) return;
    if (answer.ok) {
      report.innerHTML = await answer.text();
      document.querySelector("[data-print]").hidden = false;
    } else {
      refused.hidden = false;
      refused.textContent = await sentenceOf(answer);
    }
  } finally {
    if (latest === file) busy.hidden = true;
  }
}

picker.addEventListener("change", () => picker.files[0] && judge(picker.files[0]));
// Whoever was quicker than this script has chosen already.
if (picker.files[0]) judge(picker.files[0]);
for (const kind of ["dragenter", "dragover"]) {
  document.addEventListener(kind, (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
}
document.addEventListener("dragleave", (event) => event.relatedTarget ?? drop.classList.remove("over"));
document.addEventListener("drop", (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  const file = event.dataTransfer.files[0];
  if (file) judge(file);
});
