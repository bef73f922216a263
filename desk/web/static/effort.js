// Seconds and keystrokes for each record, for the eyes of the person alone: nothing of it leaves this browser tab, but in
// practice, where they belong to the result.
const KEY = "sohoa-effort";

/** Count from now on and show it in `element`; returns what ends the count of this record. */
export function countEffort(element) {
  let keys = 0;
  let seconds = 0;
  const done = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
  const show = () => {
    element.textContent = fill(element.dataset.words, { seconds, keys });
    if (done.length) {
      const mean = (of) => Math.round(done.reduce((sum, one) => sum + one[of], 0) / done.length);
      element.title = fill(element.dataset.mean, { seconds: mean("s"), keys: mean("k"), count: done.length });
    }
  };
  document.addEventListener("keydown", (event) => {
    if (!event.repeat && !["Shift", "Alt", "Control", "Meta"].includes(event.key)) keys += 1;
  });
  // Time counts only while somebody can look at the page.
  setInterval(() => {
    if (document.visibilityState === "visible") seconds += 1;
    show();
  }, 1000);
  show();
  return () => {
    sessionStorage.setItem(KEY, JSON.stringify([...done, { s: seconds, k: keys }].slice(-50)));
    if (document.body.dataset.practice) tell(location.pathname.split("/").pop(), seconds, keys);
  };
}

/** To the practice's result; the page may go on before the answer. */
function tell(record, seconds, keys) {
  fetch("/practice/effort", {
    method: "POST",
    keepalive: true,
    headers: { "X-Sohoa-Csrf": document.body.dataset.csrf },
    body: new URLSearchParams({ record, seconds, keys }),
  }).catch(() => {});
}

/** A text with `{name}` filled in. */
export function fill(text, facts) {
  return text.replace(/\{(\w+)\}/g, (_, name) => String(facts[name] ?? ""));
}
