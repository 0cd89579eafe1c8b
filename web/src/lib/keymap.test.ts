import { describe, expect, it } from "vitest";
import english from "../i18n/keys.en.json" with { type: "json" };
import portuguese from "../i18n/keys.pt-BR.json" with { type: "json" };
import { KEYMAP, type KeyPlace } from "./keymap.ts";

const all = Object.entries(KEYMAP);
const page = ["global", "list", "conversation"] as const;

describe("the map of keys", () => {
  it.each<[string, readonly KeyPlace[]]>([
    ["the page", page],
    ["selected conversations", ["selected"]],
    ["messages", ["messages"]],
    ["chosen messages", ["chosen"]],
    ["a message field", ["composer"]],
    ["settings", ["global", "settings"]],
    ["tickets", ["global", "settings", "tickets"]],
    ["contacts", ["global", "settings", "contacts"]],
    ["a ticket", ["global", "ticket"]],
    ["selected tickets", ["ticketsChosen"]],
    ["triggers", ["global", "triggers"]],
  ])("has one act for each key of %s", (_, places) => {
    const isShared = (id: string) => id === "search" && !places.includes("list");
    const keys = all.flatMap(([id, [key, place]]) => (places.includes(place) && !isShared(id) ? [key] : []));
    expect(keys.toSorted()).toEqual([...new Set(keys)].toSorted());
  });

  it.each(all)(
    "%s is named in both languages, and is no key of the browser's or the keyboard's own",
    (id, [keys]) => {
      expect(portuguese.ids).toHaveProperty(id);
      expect(english.ids).toHaveProperty(id);
      expect(keys).not.toMatch(/Alt|\$mod\+(Shift\+)?[ntwj]$|\$mod\+Shift\+[ic]$/u);
    },
  );

  it("names no key that is not there", () =>
    expect(Object.keys(portuguese.ids).toSorted()).toEqual(Object.keys(KEYMAP).toSorted()));
});
