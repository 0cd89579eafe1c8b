import type { MessageView } from "@balcao/api";
import { expect, it } from "vitest";
import { revised } from "./revisions.ts";

const at = "2026-11-23T12:00:00Z";
const message: MessageView = {
  entry: "message",
  id: "m",
  conversationId: "a",
  seq: 1,
  at,
  direction: "in",
  author: "contact",
  agentId: null,
  trigger: null,
  kind: "text",
  text: "boleto nao abri",
  content: { type: "text", body: "boleto nao abri" },
  media: null,
  quoted: null,
  reactions: [],
  revisions: [],
  status: "received",
  failure: null,
  hasTrace: false,
};
const edit = (body: string | null) => ({ at, body, deleted: false });
const deletion = { at, body: null, deleted: true };

it("shows the last text and keeps the first", () => {
  const { now, before, versions, isDeleted } = revised({
    ...message,
    revisions: [edit("boleto não abri"), edit("boleto não abre")],
  });
  expect(now.content).toEqual({ type: "text", body: "boleto não abre" });
  expect(now.text).toBe("boleto não abre");
  expect(before?.text).toBe("boleto nao abri");
  expect(versions.map(({ text }) => text)).toEqual(["boleto nao abri", "boleto não abri"]);
  expect(isDeleted).toBe(false);
});

it("edits the caption of a picture and leaves what has no text alone", () => {
  const picture = { type: "image", caption: "antes", fileName: null, voice: false };
  const place = { type: "location", latitude: 1, longitude: 2, name: null, address: null, url: null };
  expect(revised({ ...message, content: picture, revisions: [edit("depois")] }).now.content).toEqual({
    ...picture,
    caption: "depois",
  });
  expect(revised({ ...message, content: place, revisions: [edit("?")] }).before).toBeNull();
});

it("takes nothing back again, whatever comes later", () => {
  expect(revised({ ...message, revisions: [deletion, edit("de volta")] }).isDeleted).toBe(true);
  expect(revised(message)).toEqual({ now: message, before: null, versions: [], isDeleted: false });
});
