// A reason, asked in place: a figure picks one of the usual ones, anything else is typed.

const box = document.querySelector("[data-reason]");
let letGo = () => {};

/** Ask for the reason of `kind`; resolves to the text, or to nothing when the person thinks better of it. */
export function askReason(texts, kind) {
  // Asked again before it was given: the person thought better of the former.
  letGo();
  const field = box.querySelector("input");
  const presets = (texts[`presets-${kind}`] ?? texts[camel(`presets-${kind}`)] ?? "").split("|").filter(Boolean);
  box.querySelector("[data-reason-label]").textContent = texts[camel(`why-${kind}`)] ?? "";
  field.value = "";
  box.hidden = false;
  return new Promise((resolve) => {
    const done = (reason) => {
      box.hidden = true;
      box.onkeydown = null;
      resolve(reason);
    };
    letGo = () => done("");
    box.querySelector("[data-presets]").replaceChildren(
      ...presets.map((text) => {
        const item = document.createElement("li");
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = text;
        button.onclick = () => done(text);
        item.append(button);
        return item;
      }),
    );
    box.querySelector("[data-reason-send]").onclick = () => field.value.trim() && done(field.value.trim());
    box.querySelector("[data-reason-cancel]").onclick = () => done("");
    box.onkeydown = (event) => {
      if (event.isComposing) return;
      const picked = field.value === "" && /^[1-9]$/.test(event.key) ? presets[Number(event.key) - 1] : null;
      if (picked) done(picked);
      else if (event.key === "Enter" && event.target === field && field.value.trim()) done(field.value.trim());
      else if (event.key === "Escape") done("");
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    field.focus();
  });
}

// `data-why-as_written` is `dataset.whyAs_written`.
function camel(name) {
  return name.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());
}
