// Light or dark before anything is drawn: what was chosen in this browser, else what the system says.
const kept = localStorage.getItem("sohoa-theme");
if (kept === "light" || kept === "dark") document.documentElement.dataset.theme = kept;
