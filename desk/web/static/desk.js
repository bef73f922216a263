// What every page of the desk has: keys, theme, and the password asked in place. Pages bring their own module.
import { bindKeys } from "./keys.js";
import { guardForms } from "./session.js";

bindKeys();
guardForms();

document.querySelector("[data-theme-switch]")?.addEventListener("click", () => {
  const root = document.documentElement;
  const dark = root.dataset.theme
    ? root.dataset.theme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  localStorage.setItem("sohoa-theme", root.dataset.theme);
});

document.querySelector("[data-keys-open]")?.addEventListener("click", () => document.getElementById("keys").showModal());

for (const element of document.querySelectorAll("[data-print]")) {
  element.addEventListener("click", () => print());
}
