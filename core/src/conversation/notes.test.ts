import { expect, it } from "vitest";
import { NOTE_EDIT_MS, noteRefusal } from "./notes.ts";

const note = { agentId: "ana", at: 1_000, isDeleted: false };
const last = note.at + NOTE_EDIT_MS;

it.each([
  ["its author, in time", note, "ana", "edit", last, null],
  ["its author, too late", note, "ana", "edit", last + 1, "note_too_old"],
  ["its author deletes at any time", note, "ana", "delete", last + 1, null],
  ["another agent changes", note, "bia", "edit", last, "note_not_yours"],
  ["another agent deletes", note, "bia", "delete", last, "note_not_yours"],
  ["what is deleted", { ...note, isDeleted: true }, "ana", "edit", last, "note_deleted"],
  ["deleted twice", { ...note, isDeleted: true }, "ana", "delete", last, "note_deleted"],
] as const)("%s", (_, facts, agentId, act, now, refusal) =>
  expect(noteRefusal(facts, agentId, act, now)).toBe(refusal),
);
