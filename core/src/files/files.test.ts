import { describe, expect, it } from "vitest";
import { FILE_RULES, fileProblem, kindOfFile, plainType } from "./files.ts";

describe("files WhatsApp takes", () => {
  it.each([
    ["image/jpeg", "image"],
    ["image/PNG", "image"],
    ["video/mp4", "video"],
    ["audio/x-m4a", "audio"],
    ["audio/ogg;codecs=opus", "audio"],
    ["text/csv", "document"],
    ["application/pdf", "document"],
    ["image/webp", null],
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
});
