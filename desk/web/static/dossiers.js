// The list of dossiers: the form of a new one is folded away until it is asked for.
const opener = document.querySelector("[data-opens]");
opener?.addEventListener("click", () => {
  const form = document.getElementById(opener.dataset.opens);
  form.hidden = false;
  form.querySelector("select").focus();
});
