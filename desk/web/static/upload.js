// Sends files in pieces. What the server acknowledged is never sent again: after a broken connection, a restarted
// server or a closed window it goes on at the byte that is wanted.
import { ask, sentenceOf } from "./session.js";

/** What the server does not take, in its own sentence. */
export class Refused extends Error {}

/** The key of a new upload; `broken` is called while the server does not answer. */
export async function beginUpload(broken) {
  return (await answered("/uploads", { method: "POST" }, broken)).upload;
}

/** Send one file of an upload; `have` hears how many bytes are on the server's disk. */
export async function sendFile(upload, file, piece, have, broken) {
  const query = new URLSearchParams({ name: file.name, size: String(file.size) });
  let known = await answered(`/uploads/${upload}/files?${query}`, { method: "POST" }, broken);
  while (known.have < file.size) {
    have(known.have);
    const body = file.slice(known.have, known.have + piece);
    const address = `/uploads/${upload}/files/${known.number}?offset=${known.have}`;
    known = await answered(address, { method: "PUT", body }, broken);
  }
  have(file.size);
}

/** The JSON answer; waits and tries again while the server does not answer. */
async function answered(address, options, broken) {
  for (let wait = 500; ; wait = Math.min(wait * 2, 8000)) {
    try {
      const answer = await ask(address, options);
      if (answer.status < 500) {
        if (!answer.ok) throw new Refused(await sentenceOf(answer));
        return await answer.json();
      }
    } catch (fault) {
      if (fault instanceof Refused) throw fault;
    }
    broken();
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}
