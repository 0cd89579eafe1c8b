import type { FileKind } from "@balcao/core";
import { expect, it } from "vitest";
import type { Attachment } from "../composer/attachments.ts";
import { planOf } from "./plan.ts";

const attached = (id: string, kind: FileKind): Attachment => ({
  id,
  kind,
  file: new File(["x"], id),
  url: "",
  voice: false,
  problem: null,
});
const shown = (files: readonly Attachment[], text: string): string[] =>
  planOf(files, text).map((one) =>
    [one.file?.id ?? "-", one.text, one.quotes && "quotes", one.endsDraft && "ends"]
      .filter(Boolean)
      .join(" "),
  );

it("a text alone is one message, which quotes and ends its draft; nothing is none", () => {
  expect(shown([], "oi")).toEqual(["- oi quotes ends"]);
  expect(shown([], "")).toEqual([]);
});

it("files go in order, the first that can carries the words, the first of all quotes", () => {
  const [song, photo, film] = [
    attached("song", "audio"),
    attached("photo", "image"),
    attached("film", "video"),
  ];
  expect(shown([song, photo, film], "veja")).toEqual(["song quotes", "photo veja ends", "film"]);
  expect(shown([photo], "")).toEqual(["photo quotes"]);
});

it("words that no file can carry follow as a message of their own", () => {
  expect(shown([attached("song", "audio")], "ouça")).toEqual(["song quotes", "- ouça ends"]);
  const long = "a".repeat(2000);
  expect(shown([attached("photo", "image")], long)).toEqual(["photo quotes", `- ${long} ends`]);
});
