// The session falls asleep when nobody works: then the password is asked over the page, so that nothing typed is lost.

/** The token that changing requests carry. */
export function csrf() {
  return document.body.dataset.csrf;
}

/** `fetch` for the desk: carries the token, asks for the password in place when the session sleeps, then goes on.
 *
 * A server that cannot be reached is an answer, too: refused, marked `offline`, with a sentence. So no page forgets it. */
export async function ask(address, options = {}) {
  const send = () =>
    fetch(address, {
      ...options,
      headers: { Accept: "application/json", "X-Sohoa-Csrf": csrf(), ...(options.quiet ? { "X-Sohoa-Quiet": "1" } : {}), ...options.headers },
    }).catch(unreachable);
  let answer = await send();
  while (answer.status === 401) {
    await wakeUp();
    answer = await send();
  }
  return answer;
}

function unreachable() {
  const body = JSON.stringify({ title: document.body.dataset.offline });
  return Object.assign(new Response(body, { status: 503, headers: { "Content-Type": "application/json" } }), { offline: true });
}

/** The sentence of a refused answer. */
export async function sentenceOf(answer) {
  try {
    return (await answer.json()).title ?? String(answer.status);
  } catch {
    return String(answer.status);
  }
}

let waking = null;

function wakeUp() {
  waking ??= new Promise((resolve) => {
    const dialog = document.getElementById("wake");
    const form = dialog.querySelector("form");
    const before = document.activeElement;
    const fault = dialog.querySelector("[data-fault]");
    fault.hidden = true;
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    form.onsubmit = async (event) => {
      event.preventDefault();
      const answer = await (form.dataset.outside ? elsewhere() : inPlace(form));
      const told = answer.ok ? await answer.clone().json() : {};
      if (form.dataset.outside && told.login !== form.elements.login.value) {
        // Nobody yet, or somebody else: what one person typed must not be kept under another's name.
        fault.hidden = false;
        fault.textContent = form.dataset.outside;
      } else if (answer.ok) {
        keepToken(told.csrf);
        form.reset();
        dialog.close();
        before?.focus?.();
        waking = null;
        resolve();
      } else if (answer.status === 401 && (await answer.clone().json()).asleep === "") {
        // The session is gone altogether: a new window can log in without losing this page.
        fault.hidden = false;
        fault.textContent = fault.dataset.gone;
      } else {
        fault.hidden = false;
        fault.textContent = await sentenceOf(answer);
        form.elements.password.select();
      }
    };
    dialog.showModal();
    (form.elements.password ?? form.querySelector("a")).focus();
  });
  return waking;
}

function inPlace(form) {
  return fetch("/session/wake", {
    method: "POST",
    headers: { Accept: "application/json", "X-Sohoa-Csrf": csrf() },
    body: new URLSearchParams(new FormData(form)),
  }).catch(unreachable);
}

/** Who has no password here logs in at the provider, in another tab; this one asks who that was. */
function elsewhere() {
  return fetch("/session", { headers: { Accept: "application/json" } }).catch(unreachable);
}

function keepToken(token) {
  document.body.dataset.csrf = token;
  for (const field of document.querySelectorAll('input[name="csrf"]')) field.value = token;
}

/** A sentence over the page, for what has no place of its own there. */
export function toast(sentence) {
  document.querySelector(".toast")?.remove();
  const told = document.createElement("p");
  told.className = "toast";
  told.setAttribute("role", "alert");
  told.textContent = sentence;
  document.body.append(told);
}

/** Before a form goes: is the session awake? Otherwise the password first, then the form as it was typed.
 *
 * A form goes once: what a second click or a key held down sends is the same form again. */
export function guardForms() {
  if (!document.body.dataset.csrf || !document.getElementById("wake")) return;
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.awake) {
      form.dataset.awake = "sent";
      return;
    }
    event.preventDefault();
    if (form.ariaBusy) return;
    form.ariaBusy = "true";
    const answer = await ask("/session");
    if (answer.ok) {
      keepToken((await answer.json()).csrf);
      form.dataset.awake = "yes";
      form.requestSubmit(event.submitter ?? undefined);
    } else toast(await sentenceOf(answer));
    // What opens in a tab of its own leaves this page as it was, and so does a box that was emptied meanwhile.
    if (form.dataset.awake !== "sent" || form.target === "_blank") form.ariaBusy = null;
    delete form.dataset.awake;
  });
  // Back from the next page, as the browser had kept this one.
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[aria-busy]")) form.ariaBusy = null;
  });
}
