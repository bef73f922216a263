// Dates typed as figures alone: 120304 is 12/03/2004, 12031984 is 12/03/1984. The page shows what will be written.
const KINDS = new Set(["date", "date_or_age"]);

/** What `text` will be written as in a field of that kind: the same text unless it is a date in six or eight figures. */
export function expanded(kind, text) {
  const typed = text.trim();
  if (!KINDS.has(kind)) return typed;
  const found = /^(\d{2})(\d{2})(\d{2}|\d{4})$/.exec(typed);
  if (!found) return typed;
  const [, day, month, year] = found;
  if (day < "01" || day > "31" || month < "01" || month > "12") return typed;
  return `${day}/${month}/${year.length === 4 ? year : century(year)}`;
}

// Two figures mean the last hundred years; an older book is typed with all four.
function century(year) {
  const now = new Date().getFullYear();
  const near = Math.floor(now / 100) * 100 + Number(year);
  return near > now ? near - 100 : near;
}
