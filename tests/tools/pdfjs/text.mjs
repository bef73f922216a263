// usage: pdfjs-text FILE.pdf  ->  JSON: for each page its height and the text items as pdf.js hands them to a browser's
// text layer, in the order in which they are copied. Run by tests through tools/pdfjs.sh's wrapper; never shipped.
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

// pdf.js complains of missing drawing on stdout.
console.log = console.warn = console.error;
const [home, file] = process.argv.slice(2);
const { getDocument, VerbosityLevel } = await import(pathToFileURL(`${home}/package/legacy/build/pdf.mjs`));
const data = new Uint8Array(await readFile(file));
const pdf = await getDocument({ data, verbosity: VerbosityLevel.ERRORS, useSystemFonts: false }).promise;
const pages = [];
for (let number = 1; number <= pdf.numPages; number++) {
  const page = await pdf.getPage(number);
  const { items, styles } = await page.getTextContent();
  const told = items.map(({ str, transform, width, height, hasEOL }) => ({ str, transform, width, height, hasEOL }));
  pages.push({ height: page.getViewport({ scale: 1 }).height, items: told, styles });
}
process.stdout.write(JSON.stringify(pages));
