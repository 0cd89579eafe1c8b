import { expect, it } from "vitest";
import {
  codeIn,
  emailIn,
  fillText,
  fold,
  isEmail,
  noteParts,
  oneLine,
  parseInline,
  parseWhatsAppText,
  phoneVariants,
  plainCell,
  plainFileName,
  plainType,
  placesLeft,
  readPlace,
  safeCell,
} from "../index.ts";

/** A WhatsApp text is at most 4,096 characters long; an e-mail, a note or a ticket's description twice that and more. */
const LENGTH = 8_192;
/** as long as a person does not notice, on a machine that does much else; what grows by the cube takes minutes, by the square of marks seconds */
const LONGEST_MS = 700;

const values = Object.fromEntries(placesLeft("{{contato.nome}}").map((name) => [name, null])) as never;
/** Everything that reads a text of somebody else's, on the server or in every agent's browser. */
const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  parseWhatsAppText,
  parseInline,
  noteParts,
  fold,
  isEmail,
  emailIn,
  codeIn,
  oneLine,
  phoneVariants,
  plainCell,
  plainFileName,
  plainType,
  placesLeft,
  readPlace,
  safeCell,
  fillText: (text) => fillText(text, values),
};
/** What is said again and again, after a beginning that makes somebody look for an end that never comes. */
const PARTS = [
  " ",
  "\t",
  "\n",
  "\r\n",
  "*",
  "_",
  "~",
  "`",
  "*a ",
  "_a ",
  "a*",
  "```",
  "``` ",
  "h",
  "http://",
  "https://a.",
  "https://a/.",
  ".",
  "-",
  "0",
  "1.",
  "{{",
  "{",
  "}",
  "{{a|",
  "@",
  "@[",
  "a@",
  "a.",
  "@a.",
  ";",
  "=",
  "'",
  '"',
  "(",
  "[",
  "<",
  ">",
  "> ",
  "/",
  "\\",
  "\u0301",
  "\u200d",
  "x\0",
  "😀",
  "\ud800",
];
const BEGINNINGS = ["", "* ", "- ", "1. ", "> ", "```", "{{", "@[", "http://", "a@", "+", "0,0"];
const ENDINGS = ["", "\0", "x", "*", "\n"];

it.each(Object.entries(READERS))("%s takes no longer than its text, whatever that is", (_name, read) => {
  const slow: string[] = [];
  for (const part of PARTS)
    for (const beginning of BEGINNINGS)
      for (const ending of ENDINGS) {
        const text = beginning + part.repeat(Math.ceil(LENGTH / part.length)).slice(0, LENGTH) + ending;
        const begun = performance.now();
        read(text);
        const ms = performance.now() - begun;
        if (ms > LONGEST_MS) slow.push(`${JSON.stringify(beginning + part)}: ${Math.round(ms)} ms`);
        // the others with this one would take as long
        if (ms > LONGEST_MS) break;
      }
  expect(slow).toEqual([]);
});
