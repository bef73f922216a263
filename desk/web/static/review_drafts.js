// What is typed and not kept yet: it outlives the page, until the server has it.
import { record } from "./review_fields.js";

const draftKey = (name) => `sohoa-draft-${record}-${name}`;

export const draftOf = (name) => sessionStorage.getItem(draftKey(name));

export function setDraft(name, text) {
  sessionStorage.setItem(draftKey(name), text);
}

export function dropDraft(name) {
  sessionStorage.removeItem(draftKey(name));
}
