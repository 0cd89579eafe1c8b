import { expect, it } from "vitest";
import { titleOf } from "./page-title.ts";

it.each([
  [0, false, "Equipes"],
  [3, false, "(3) Equipes"],
  [120, false, "(99+) Equipes"],
  [0, true, "● Equipes"],
  [3, true, "● (3) Equipes"],
])("%i unread, unsaved %s: %s", (unread, isUnsaved, title) =>
  expect(titleOf("Equipes", unread, isUnsaved)).toBe(title),
);
