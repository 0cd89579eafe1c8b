import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson, canonicalLines } from "./canonical.ts";

describe("canonical text", () => {
  it("orders names at every depth and leaves out what is not there", () => {
    expect(canonicalJson({ b: [{ z: 1, a: undefined, y: null }], a: "é\n" })).toBe(
      '{"a":"é\\n","b":[{"y":null,"z":1}]}',
    );
    expect(canonicalLines([{ a: 1 }, "two\nlines"])).toBe('{"a":1}\n"two\\nlines"\n');
    expect(canonicalLines([])).toBe("");
  });

  it("reads back as the same value, one line each, whatever is in it", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (values) => {
        const lines = canonicalLines(values).split("\n");
        expect(lines.pop()).toBe("");
        expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(
          values.map((value) => JSON.parse(JSON.stringify(value)) as unknown),
        );
      }),
    );
  });

  it("is one text for one value, in whatever order it was put together", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).toReversed());
        expect(canonicalJson(turned)).toBe(canonicalJson(value));
      }),
    );
  });
});
