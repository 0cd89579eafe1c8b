import { expect, it } from "vitest";
import { searchEmoji, type NamedEmoji } from "./emoji-search.ts";

const all: NamedEmoji[] = [
  { emoji: "🌻", label: "Girassol", words: ["girassol", "flor", "planta"] },
  { emoji: "💐", label: "Buquê", words: ["buque", "flor", "planta"] },
  { emoji: "😃", label: "Rosto risonho com olhos bem abertos", words: ["rosto", "risonho", "olhos"] },
];
const found = (query: string, recent: string[] = []): string =>
  searchEmoji(all, query, recent, 2)
    .map(({ emoji }) => emoji)
    .join("");

it.each([
  ["gira", "🌻"],
  ["BUQUÊ", "💐"],
  ["flor", "💐🌻"],
  ["rosto ol", "😃"],
  ["nada", ""],
  [")", ""],
])("finds by %j", (query, expected) => expect(found(query)).toBe(expected));

it("puts what was used of late first", () => expect(found("flor", ["🌻"])).toBe("🌻💐"));
