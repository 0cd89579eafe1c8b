import { PAYLOADS } from "./hostile-payloads.ts";

/** a word that is searched for and marked in what is found */
export const FOUND = "girassol";
/** as many bytes as an index of PostgreSQL takes of one name */
const MOST_BYTES = 2_000;
/** what takes less, by its own rules */
const LESS: Readonly<Record<string, number>> = { filename: 220, fieldvalue: 440, triggerword: 220 };

/** All payloads, side by side in as few texts as may be. */
function grouped(most: number): string[] {
  const groups: string[] = [];
  for (const payload of PAYLOADS) {
    const joined = `${groups.at(-1) ?? ""} ${payload}`;
    if (groups.length === 0 || Buffer.byteLength(joined) > most) groups.push(payload);
    else groups[groups.length - 1] = joined;
  }
  return groups;
}

/** The payloads as texts of one sink, each after its mark, which says that the text is on a page whatever became of the rest: "qnote007z". */
export const textsOf = (sink: Sink): string[] =>
  grouped(LESS[sink] ?? MOST_BYTES).map(
    (group, place) => `q${sink}${String(place).padStart(3, "0")}z ${group}`,
  );
export const marksOf = (sink: Sink): string[] => textsOf(sink).map((text) => text.split(" ", 1)[0] ?? "");

/** Every place that shows what others wrote: all payloads stand in each of them. */
export const SINKS = [
  "contactname",
  "profilename",
  "preview",
  "message",
  "caption",
  "filename",
  "placename",
  "placeaddress",
  "cardname",
  "cardcompany",
  "replytitle",
  "replydescription",
  "formvalue",
  "ordertext",
  "adheadline",
  "adbody",
  "unsupported",
  "quoted",
  "agentmessage",
  "note",
  "label",
  "team",
  "agent",
  "quickreply",
  "organisation",
  "fieldlabel",
  "fieldvalue",
  "contactnote",
  "status",
  "tickettype",
  "category",
  "tickettitle",
  "description",
  "comment",
  "templatebody",
  "templatebutton",
  "triggertext",
  "triggerword",
] as const;
export type Sink = (typeof SINKS)[number];

/** How many texts most sinks have, and so how many customers write. */
export const PEOPLE = textsOf("message").length;
/** Of a sink's texts those that one customer writes: one of most, several of what is short. */
export function ofPerson<T>(texts: readonly T[], n: number): T[] {
  const each = Math.ceil(texts.length / PEOPLE);
  return texts.slice(n * each, (n + 1) * each);
}
