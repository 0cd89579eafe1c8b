import { expect, it } from "vitest";
import { ownPath, webUrl } from "./addresses.ts";

it.each([
  "//evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "/\r\\evil.example",
  "\t//evil.example",
  "/..//evil.example",
  "/.//evil.example",
  "https://evil.example",
  "https:evil.example",
  "javascript:alert(1)",
  "\u0001javascript:alert(1)",
  "data:text/html,x",
  "evil.example",
  "",
  undefined,
  ["/conversations"],
])("%j is no way on after signing in", (next) => expect(ownPath(next)).toBe(null));

it.each(["/conversations", "/", "/tickets/7?q=//evil.example", "/conversations?next=https://evil.example#x"])(
  "%j is one",
  (next) => expect(ownPath(next)).toBe(next),
);

it("what no browser can read is no link", () => {
  expect(["javascript:alert(1)", "https://[", "https://%", null].map(webUrl)).toEqual([
    null,
    null,
    null,
    null,
  ]);
  expect(webUrl("https://example.com/a?b#c")).toBe("https://example.com/a?b#c");
});
