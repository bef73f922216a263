// One record of the archive: the picture follows the value, and each value tells where it comes from.
import { ask, sentenceOf } from "./session.js";
import { openViewer } from "./viewer.js";

const root = document.querySelector("[data-record]");
const { record, key } = root.dataset;

async function fetchInto(element, what) {
  element.dataset.asked = what;
  const answer = await ask(`/records/${record}/${what}?key=${encodeURIComponent(key)}`);
  // Another field's origin is asked for by now.
  if (element.dataset.asked !== what) return;
  if (answer.ok) element.innerHTML = await answer.text();
  else element.textContent = await sentenceOf(answer);
}

if (key) {
  const host = document.querySelector("[data-viewer]");
  const viewer = host && openViewer(host, JSON.parse(root.dataset.pages), false);
  viewer?.first();
  for (const row of document.querySelectorAll("[data-field]")) {
    row.querySelector("button").addEventListener("click", () => {
      document.querySelector("[data-field].now")?.classList.remove("now");
      row.classList.add("now");
      const box = row.dataset.box ? row.dataset.box.split(",").map(Number) : null;
      viewer?.show(row.dataset.page === undefined ? null : Number(row.dataset.page), box);
      // Right under the value: at the end of the list nobody would see it.
      const origin = document.querySelector("[data-origin]");
      row.append(origin);
      fetchInto(origin, `fields/${encodeURIComponent(row.dataset.field)}/origin`);
    });
  }
  document.querySelector("[data-judge]")?.addEventListener("click", () => fetchInto(document.querySelector("[data-verdict]"), "verdict"));
  document.querySelector("[data-show-history]").addEventListener("click", async () => {
    await fetchInto(document.querySelector("[data-history-part]"), "history");
    document.getElementById("history").showModal();
  });
}
