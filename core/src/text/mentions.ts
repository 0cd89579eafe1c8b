/**
 * Mentions in notes. A note is stored with `@[agent's id]` for each, so that whoever is renamed is mentioned by the new name; in a
 * field a mention is written as people write: "@Ana Souza".
 */
const TOKEN = /@\[([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\]/gu;
const WORD = /[\p{L}\p{N}]/u;

/** Who may be mentioned. */
export type Mentionable = { id: string; name: string; email: string };
export type NotePart = { type: "text"; text: string } | { type: "mention"; agentId: string };

/** The agents a stored note mentions, each once, in their order. */
export const mentionsIn = (stored: string): string[] => [
  ...new Set(Array.from(stored.matchAll(TOKEN), ([, id]) => id ?? "")),
];

/** A stored note, or a piece of it, as text and mentions. */
export function noteParts(stored: string): NotePart[] {
  return stored.split(TOKEN).flatMap((part, index): NotePart[] => {
    if (index % 2 === 1) return [{ type: "mention", agentId: part }];
    return part === "" ? [] : [{ type: "text", text: part }];
  });
}

/** What is written after "@" for a person: the name, with the e-mail where two people share it. */
export function handleOf(person: Mentionable, people: readonly Mentionable[]): string {
  const isShared = people.some(({ id, name }) => id !== person.id && name === person.name);
  return isShared ? `${person.name} (${person.email})` : person.name;
}

/** A text as written, with what names one of these people stored as a mention. The longest handle wins ("@Ana Paula" over "@Ana"). */
export function withMentions(written: string, people: readonly Mentionable[]): string {
  const handles = people
    .map((person) => ({ id: person.id, handle: handleOf(person, people) }))
    .toSorted((a, b) => b.handle.length - a.handle.length);
  let stored = "";
  let start = 0;
  for (let at = written.indexOf("@"); at !== -1; at = written.indexOf("@", at + 1)) {
    if (at < start || WORD.test(written[at - 1] ?? "")) continue;
    const named = handles.find(
      ({ handle }) => written.startsWith(handle, at + 1) && !WORD.test(written[at + 1 + handle.length] ?? ""),
    );
    if (!named) continue;
    stored += `${written.slice(start, at)}@[${named.id}]`;
    start = at + 1 + named.handle.length;
  }
  return stored + written.slice(start);
}

/** A stored note as people write it, to be changed, copied or shown in one line. */
export const withHandles = (stored: string, handle: (agentId: string) => string): string =>
  stored.replace(TOKEN, (_, id: string) => `@${handle(id)}`);
