import type { HistoryView, MessageView, NoteView } from "@balcao/api";
import { describe, expect, it } from "vitest";
import type { OutboxItem } from "../outbox.ts";
import { firstUnreadOf, threadItems, unreadOf } from "./thread-items.ts";

const START = Date.parse("2026-11-23T12:00:00Z");
const iso = (seconds: number): string => new Date(START + seconds * 1000).toISOString();
const message = (id: string, seconds: number, more: Partial<MessageView> = {}): MessageView => ({
  entry: "message",
  id,
  conversationId: "a",
  seq: seconds,
  at: iso(seconds),
  direction: "in",
  author: "contact",
  agentId: null,
  trigger: null,
  kind: "text",
  text: id,
  content: { type: "text", body: id },
  media: null,
  quoted: null,
  reactions: [],
  revisions: [],
  status: "received",
  failure: null,
  hasTrace: false,
  ...more,
});
const line = (id: string, seconds: number): HistoryView => ({
  entry: "history",
  id,
  conversationId: "a",
  seq: seconds,
  at: iso(seconds),
  type: "conversation.opened",
  agentId: null,
  data: {},
});
const note = (id: string, seconds: number, more: Partial<NoteView> = {}): NoteView => ({
  entry: "note",
  id,
  conversationId: "a",
  seq: seconds,
  at: iso(seconds),
  agentId: "ana",
  text: id,
  editedAt: null,
  deletedAt: null,
  ...more,
});
const waiting = (key: string, seconds: number, more: Partial<OutboxItem> = {}): OutboxItem => ({
  key,
  conversationId: "a",
  text: key,
  quoted: null,
  at: START + seconds * 1000,
  place: seconds,
  state: "waiting",
  refusal: null,
  ...more,
});

const draw = (
  entries: (MessageView | HistoryView | NoteView)[],
  outbox: OutboxItem[] = [],
  hideHistory = false,
  unreadCount = 0,
  isWhole = true,
): string[] =>
  threadItems({
    entries,
    outbox,
    agentId: "ana",
    hideHistory,
    unread: unreadOf(entries, unreadCount),
    isWhole,
    dayKey: (at) => new Date(at).toISOString().slice(0, 10),
  }).map((item) =>
    item.type === "message"
      ? `${item.startsGroup ? "[" : ""}${item.message.id}${item.endsGroup ? "]" : ""}`
      : item.type === "note"
        ? `note ${item.note.text ?? "–"}${item.outbox ? " (waits)" : ""}`
        : item.type,
  );

describe("threadItems", () => {
  it("groups one author's bubbles within a minute, and parts days", () => {
    expect(draw([message("a", 0), message("b", 30), message("c", 100), message("d", 86_400)])).toEqual([
      "day",
      "[a",
      "b]",
      "[c]",
      "day",
      "[d]",
    ]);
  });

  it("shows notes also without the history, and one that waits until its own words arrive as a note", () => {
    const begun = [message("a", 0), note("n", 5), message("b", 8)];
    expect(draw(begun, [], true)).toEqual(["day", "[a]", "note n", "[b]"]);
    const outbox = [waiting("k", 20, { text: "@Bia veja", note: "@[bia] veja" })];
    expect(draw(begun, outbox, true).at(-1)).toBe("note @[bia] veja (waits)");
    // the same words of a colleague, or as a message, are something else
    const others = [note("x", 21, { agentId: "bia", text: "@[bia] veja" }), message("@[bia] veja", 22)];
    expect(draw([...begun, ...others], outbox, true).at(-1)).toBe("note @[bia] veja (waits)");
    const arrived = note("y", 21, { text: "@[bia] veja" });
    expect(draw([...begun, arrived], outbox, true).filter((item) => item.includes("veja"))).toEqual([
      "note @[bia] veja",
    ]);
  });

  it("draws no day above a part, which would stay on top of the older ones when they come", () => {
    expect(draw([message("a", 0), message("d", 86_400)], [], false, 0, false)).toEqual(["[a]", "day", "[d]"]);
  });

  it("starts a new group for another voice and after a line of history", () => {
    const ana = { direction: "out", author: "agent", agentId: "ana" } as const;
    expect(
      draw([
        message("a", 0),
        message("b", 5, ana),
        message("c", 8, { ...ana, agentId: "bia" }),
        line("h", 9),
        message("d", 10, { ...ana, agentId: "bia" }),
      ]),
    ).toEqual(["day", "[a]", "[b]", "[c]", "history", "[d]"]);
  });

  it("hides the history when asked", () => {
    expect(draw([message("a", 0), line("h", 1), message("b", 2)], [], true)).toEqual(["day", "[a", "b]"]);
  });

  it("shows what waits in the outbox, once", () => {
    const ana = { direction: "out", author: "agent", agentId: "ana" } as const;
    expect(draw([message("a", 0)], [waiting("oi", 5)])).toEqual(["day", "[a]", "[oi]"]);
    // the socket brought it before the answer came
    expect(draw([message("a", 0), message("m1", 6, { ...ana, text: "oi" })], [waiting("oi", 5)])).toEqual([
      "day",
      "[a]",
      "[m1]",
    ]);
    // the same words a second time are a second message
    expect(
      draw(
        [message("m1", 6, { ...ana, text: "oi" })],
        [waiting("k1", 5, { text: "oi" }), waiting("k2", 7, { text: "oi" })],
      ),
    ).toEqual(["day", "[m1", "k2]"]);
    // an older one of the same words is not it
    expect(draw([message("m0", -60, { ...ana, text: "oi" })], [waiting("oi", 5)])).toHaveLength(3);
  });

  it("shows a file from this browser's copy until the server's is there, each of two alike", () => {
    const ana = { direction: "out", author: "agent", agentId: "ana", kind: "image", text: null } as const;
    const png = (name: string): NonNullable<OutboxItem["file"]> => ({
      id: name,
      file: new File(["1234"], name, { type: "image/png" }),
      kind: "image",
      url: `blob:${name}`,
      voice: false,
      problem: null,
    });
    const media = {
      id: "m",
      kind: "image",
      state: "stored",
      isNumberRemoved: false,
      mimeType: "image/png",
      fileName: "a.png",
      size: 4,
      voice: false,
      url: "/api/media/m",
    } as const;
    const two = [
      waiting("k1", 5, { text: "", file: png("a.png") }),
      waiting("k2", 5, { text: "", file: png("b.png") }),
    ];
    expect(draw([], two)).toEqual(["day", "[k1", "k2]"]);
    expect(draw([message("m1", 6, { ...ana, media })], two)).toEqual(["day", "[m1", "k2]"]);
    // another file, and a text without one, are not it
    expect(draw([message("m1", 6, { ...ana, media: { ...media, size: 5 } })], two)).toHaveLength(4);
    expect(draw([message("m1", 6, { ...ana, text: "" })], two)).toHaveLength(4);
  });

  it("shows what was filled in as it will be, until the server's is there", () => {
    const composition = {
      type: "menu" as const,
      body: "Como?",
      options: ["Pix"],
      presentation: "auto" as const,
    };
    const content = { type: "buttons" as const, body: "Como?", options: [{ id: "agent:0", title: "Pix" }] };
    const item = waiting("k", 5, { text: "Como?", composed: { composition, content } });
    expect(draw([], [item])).toEqual(["day", "[k]"]);
    const more = { direction: "out", author: "agent", agentId: "ana", text: "Como?" } as const;
    // the same words as a text are another message
    expect(draw([message("a", 5, more)], [item])).toEqual(["day", "[a", "k]"]);
    expect(draw([message("a", 5, { ...more, kind: "buttons", content })], [item])).toEqual(["day", "[a]"]);
  });

  it("draws a line where the unread ones begin, and parts the group there", () => {
    const talk = [message("a", 0), message("b", 5), message("c", 8)];
    expect(draw(talk, [], false, 2)).toEqual(["day", "[a]", "unread", "[b", "c]"]);
    // all of it is new: a line above everything says nothing
    expect(draw(talk, [], false, 3)).toEqual(["day", "[a", "b", "c]"]);
    // more than is known: its beginning cannot be told
    expect(draw(talk, [], false, 9)).toEqual(["day", "[a", "b", "c]"]);
  });

  it("draws the line over all of a thread that is new when it is too long to be seen at once", () => {
    const talk = Array.from({ length: 50 }, (_, index) => message(String(index), index));
    expect(draw(talk, [], false, 50).slice(0, 2)).toEqual(["day", "unread"]);
    expect(draw(talk.slice(1), [], false, 49)).not.toContain("unread");
  });

  it("knows which failed message was sent again, so that it is not sent a third time", () => {
    const failed = {
      direction: "out",
      author: "agent",
      agentId: "ana",
      status: "failed",
      text: "oi",
    } as const;
    const sent = { ...failed, status: "sent" } as const;
    const retried = (entries: MessageView[]): string[] =>
      threadItems({
        entries,
        outbox: [],
        agentId: "ana",
        hideHistory: false,
        unread: null,
        isWhole: true,
        dayKey: () => "",
      }).flatMap((item) => (item.type === "message" && item.isRetried ? [item.message.id] : []));
    expect(retried([message("a", 0, failed), message("b", 9, sent)])).toEqual(["a"]);
    expect(retried([message("a", 0, sent), message("b", 9, failed)])).toEqual([]);
    expect(retried([message("a", 0, failed), message("b", 9, { ...sent, text: "outra" })])).toEqual([]);
  });

  it("drops the line once somebody answered", () => {
    const ana = { direction: "out", author: "agent", agentId: "ana" } as const;
    const bot = { direction: "out", author: "bot" } as const;
    const talk = [message("a", 0), message("b", 5), message("c", 8, bot)];
    expect(draw(talk, [], false, 1)).toContain("unread");
    expect(draw(talk, [waiting("oi", 9)], false, 1)).not.toContain("unread");
    expect(draw([...talk, message("d", 9, ana)], [], false, 1)).not.toContain("unread");
  });
});

describe("firstUnreadOf", () => {
  const entries = ["a", "b", "c", "d"].map((id, index) => message(id, index));

  it("draws the line before the first of what was unread at opening, whatever came since", () => {
    const opened = { count: 1, last: "c" };
    expect(firstUnreadOf({ entries, before: null }, opened)).toEqual({
      unread: { from: "c", count: 1 },
      further: 0,
    });
  });

  it("says how many there are when their first is further back", () => {
    const opened = { count: 9, last: "d" };
    expect(firstUnreadOf({ entries, before: "cursor" }, opened)).toEqual({ unread: null, further: 9 });
    expect(firstUnreadOf({ entries, before: null }, opened)).toEqual({ unread: null, further: 0 });
  });

  it("counts in what comes after the opening while the count was told ahead of its messages", () => {
    const whole = [message("bot", -1, { direction: "out", author: "bot" }), ...entries, message("e", 9)];
    const opened = { count: 4, last: "b" };
    expect(firstUnreadOf({ entries: whole.slice(0, 3), before: null }, opened).unread).toBeNull();
    expect(firstUnreadOf({ entries: whole, before: null }, opened).unread).toEqual({ from: "a", count: 4 });
  });

  it("holds when the page shown first came from memory and lies further back by now", () => {
    const opened = { count: 9, last: "of yesterday" };
    expect(firstUnreadOf({ entries, before: "cursor" }, opened)).toEqual({ unread: null, further: 9 });
    expect(firstUnreadOf({ entries, before: null }, { count: 2, last: undefined }).unread?.from).toBe("c");
  });
});
