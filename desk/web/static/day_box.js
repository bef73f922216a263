// Boxes for a day: what was typed becomes dd/mm/yyyy when the box is left, or the box says why it cannot.
// The server reads the same forms (desk/web/days.py); without this script it says the same.
const FIGURES = /^(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4})$/;
const RUN = /^(\d{2})(\d{2})(\d{4})$/;
const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;

/** `dd/mm/yyyy` of what was typed, empty of nothing, null of what is no day. */
export function dayOf(typed) {
  const text = typed.trim();
  if (!text) return "";
  const iso = ISO.exec(text);
  const found = FIGURES.exec(text) || RUN.exec(text) || (iso && [text, iso[3], iso[2], iso[1]]);
  if (!found) return null;
  const [day, month, year] = found.slice(1).map(Number);
  if (year < 1 || month < 1 || month > 12 || day < 1) return null;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  if (day > [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]) return null;
  return `${String(day).padStart(2, "0")}/${String(month).padStart(2, "0")}/${String(year).padStart(4, "0")}`;
}

for (const box of document.querySelectorAll("input[data-day]")) {
  const why = document.getElementById(box.getAttribute("aria-describedby"));
  box.addEventListener("change", () => {
    const day = dayOf(box.value);
    if (day !== null) box.value = day;
    why.textContent = day === null ? box.dataset.day : "";
    if (day === null) box.setAttribute("aria-invalid", "true");
    else box.removeAttribute("aria-invalid");
  });
}
