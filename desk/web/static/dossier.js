// A dossier: `a` attaches the chosen record of the archive to the component beside it.
import { onKey } from "./keys.js";

onKey("a", () => {
  const hit = document.activeElement?.closest?.(".hits > li") ?? document.querySelector(".hits > li");
  hit?.querySelector("form[data-attach]")?.requestSubmit();
});
