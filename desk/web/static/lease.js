// Who has the record in hand: taken when the page opens, kept by a sign of life, taken over only with a reason.
import { fill } from "./effort.js";
import { ask, sentenceOf } from "./session.js";

const BEAT = 60_000;
const AGAIN = 3_000;

/** Hold the record; `onChange(held)` tells what the server said: whether this person may change it now. */
export async function holdRecord(record, texts, onChange) {
  const banner = document.querySelector("[data-held]");
  const form = banner.querySelector("[data-take-over]");
  let held = false;

  async function post(what, facts = {}, quiet = false) {
    return ask(`/review/${record}/${what}`, { method: "POST", body: new URLSearchParams(facts), quiet, keepalive: true });
  }

  function tell(text, over) {
    banner.hidden = !text;
    banner.querySelector("[data-held-text]").textContent = text;
    form.hidden = !over;
  }

  async function taken(answer, lost) {
    // Without a network nobody said that it is somebody else's; what is typed is refused by itself if it is.
    if (answer.offline && held) return;
    held = answer.ok;
    if (held) tell("", false);
    else {
      const told = await answer.json();
      const text = told.holder ? fill(lost ? texts.lost : texts.held, { name: told.holder, note: told.note }) : told.title;
      tell(text, Boolean(told.holder) || told.open);
    }
    if (answer.offline) setTimeout(async () => taken(await post("lease"), false), AGAIN);
    else await onChange(held);
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopPropagation();
    const answer = await post("lease", { over: "1", reason: form.elements.reason.value });
    if (answer.status === 400) tell(await sentenceOf(answer), true);
    else await taken(answer, false);
  });
  await taken(await post("lease"), false);
  setInterval(async () => {
    if (!held) return;
    const answer = await post("heartbeat", {}, true);
    if (!answer.ok) await taken(answer, true);
  }, BEAT);
  return {
    /** An act was refused with 409: look who has it. */
    check: async () => taken(await post("heartbeat", {}, true), true),
    letGo: () => held && post("release", {}, true),
  };
}
