import { describe, expect, it } from "vitest";
import { FILE_RULES, fileProblem, kindOfFile, plainType, readWebp } from "./files.ts";

describe("files WhatsApp takes", () => {
  it.each([
    ["image/jpeg", "image"],
    ["image/PNG", "image"],
    ["video/mp4", "video"],
    ["audio/x-m4a", "audio"],
    ["audio/ogg;codecs=opus", "audio"],
    ["text/csv", "document"],
    ["application/pdf", "document"],
    ["image/webp", "sticker"],
    ["image/heic", null],
    ["video/quicktime", null],
    ["application/x-msdownload", null],
    ["", null],
  ])("%s goes as %s", (type, kind) => {
    expect(kindOfFile(type)).toBe(kind);
  });

  it("knows a type by Meta's name", () => {
    expect(plainType("audio/ogg")).toBe("audio/ogg; codecs=opus");
    expect(plainType("text/plain; charset=utf-8")).toBe("text/plain");
  });

  it("the last byte that fits is taken, the next is not", () => {
    for (const { types, mostBytes } of Object.values(FILE_RULES)) {
      for (const mimeType of types) {
        expect(fileProblem({ mimeType, size: mostBytes })).toBeNull();
        expect(fileProblem({ mimeType, size: mostBytes + 1 })).toBe("file_too_large");
        expect(fileProblem({ mimeType, size: 0 })).toBe("file_empty");
      }
    }
    expect(fileProblem({ mimeType: "image/gif", size: 10 })).toBe("file_type");
  });

  it("a sticker is 512 by 512, and small when it stands still", () => {
    const webp = { moves: false, width: 512, height: 512 };
    const sticker = { mimeType: "image/webp", size: 100 * 1024, webp };
    expect(fileProblem(sticker)).toBeNull();
    expect(fileProblem({ ...sticker, size: sticker.size + 1 })).toBe("file_no_sticker");
    expect(fileProblem({ ...sticker, size: 500 * 1024, webp: { ...webp, moves: true } })).toBeNull();
    expect(fileProblem({ ...sticker, webp: { ...webp, height: 511 } })).toBe("file_no_sticker");
  });

  it.each([
    ["VP8X", [2, 0, 0, 0, 255, 1, 0, 255, 1, 0], { moves: true, width: 512, height: 512 }],
    ["VP8X", [16, 0, 0, 0, 31, 3, 0, 87, 2, 0], { moves: false, width: 800, height: 600 }],
    ["VP8 ", [0, 0, 0, 157, 1, 42, 0, 2, 0, 66], { moves: false, width: 512, height: 512 }],
    ["VP8L", [47, 255, 193, 127, 0, 0, 0, 0, 0, 0], { moves: false, width: 512, height: 512 }],
    ["JUNK", [0, 0, 0, 0, 0, 0, 0, 0, 0, 0], null],
  ])("a WebP of the form %s says what it is: %j", (form, rest, told) => {
    const head = Buffer.concat([Buffer.from(`RIFF0000WEBP${form}0000`), Buffer.from(rest)]);
    expect(readWebp(head)).toEqual(told);
    expect(readWebp(head.subarray(0, 29))).toBeNull();
  });
});
