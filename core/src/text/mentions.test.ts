import fc from "fast-check";
import { expect, it } from "vitest";
import { handleOf, mentionsIn, noteParts, withHandles, withMentions, type Mentionable } from "./mentions.ts";

const id = (n: number): string => `01a20a45-0de6-7000-9aaf-05ddaf30ba0${n}`;
const person = (n: number, name: string): Mentionable => ({ id: id(n), name, email: `${n}@loja.example` });
const people = [person(1, "Ana"), person(2, "Ana Paula"), person(3, "João"), person(4, "João")];

it.each([
  ["@Ana veja", `@[${id(1)}] veja`],
  ["@Ana Paula veja", `@[${id(2)}] veja`],
  ["oi @Ana, @Ana Paula.", `oi @[${id(1)}], @[${id(2)}].`],
  ["*@Ana*", `*@[${id(1)}]*`],
  ["(@Ana)", `(@[${id(1)}])`],
  ["@João (4@loja.example) sabe", `@[${id(4)}] sabe`],
  // not theirs: inside a word or an address, another name that begins alike, two people of one name
  ["ana@Ana", "ana@Ana"],
  ["@Anabela", "@Anabela"],
  ["@João", "@João"],
  ["@@Ana", `@@[${id(1)}]`],
])("stores %j as %j", (written, stored) => expect(withMentions(written, people)).toBe(stored));

it("gives back what was written, and names each mentioned person once", () => {
  const piece = fc.oneof(
    fc.constantFrom(...people).map((one) => ` @${handleOf(one, people)} `),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const written = pieces.join("");
      const stored = withMentions(written, people);
      const handle = (one: string): string =>
        handleOf(people.find((other) => other.id === one) ?? people[0]!, people);
      expect(withHandles(stored, handle)).toBe(written);
      const named = noteParts(stored).flatMap((part) => (part.type === "mention" ? [part.agentId] : []));
      expect(mentionsIn(stored)).toEqual([...new Set(named)]);
    }),
  );
});
