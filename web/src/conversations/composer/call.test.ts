import { expect, it } from "vitest";
import { callAt } from "./call.ts";

const call = (text: string): string | null => {
  const caret = text.indexOf("|");
  const found = callAt(text.replace("|", ""), caret, ["/", "@", ":"]);
  return found && `${found.trigger}${found.query}`;
};

it.each([
  ["@|", "@"],
  ["oi @mar|", "@mar"],
  ["oi @maria s|", "@maria s"],
  ["oi @ma|ria", "@ma"],
  ["linha\n/bol|", "/bol"],
  ["um :sor|", ":sor"],
  ["@ana e @b|", "@b"],
])("calls in %j", (text, expected) => expect(call(text)).toBe(expected));

it.each(["ana@loja|", "e/ou|", "9:30|", "@ ana|", "@ana\n|", "|@ana", "oi|", `@${"a".repeat(41)}|`])(
  "calls nothing in %j",
  (text) => expect(call(text)).toBeNull(),
);
