import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { visible } from "./visible.ts";

describe("visible", () => {
  it("shows what would break a line, colour a terminal or turn the writing round", () => {
    expect(visible("a\r\nb")).toBe("a\\u{d}\\u{a}b");
    expect(visible("\u001b[31mred\u001b[0m")).toBe("\\u{1b}[31mred\\u{1b}[0m");
    expect(visible("exe.\u202egnp")).toBe("exe.\\u{202e}gnp");
    expect(visible("a\u2028b\u0085c\u200bd\ufeff")).toBe("a\\u{2028}b\\u{85}c\\u{200b}d\\u{feff}");
  });

  it("leaves what people write as it is", () => {
    for (const text of ["São João, 2ª via", "Ana 👍🏽", "日本語", "a\u00a0b"]) expect(visible(text)).toBe(text);
  });

  it("leaves nothing unseen, whatever comes, and nothing to be shown twice", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(visible(text)).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e]/u);
        expect(visible(visible(text))).toBe(visible(text));
      }),
    );
  });
});
