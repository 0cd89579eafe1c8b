import { describe, expect, it } from "vitest";
import { formatPhone, matchKey, phoneSearchKeys, phoneVariants } from "./phone.ts";

describe("phones", () => {
  it.each([
    ["554187654321", "5541987654321"],
    ["5541987654321", "5541987654321"],
    ["554132165498", "554132165498"],
    ["+55 (31) 8888-8888", "5531988888888"],
    ["5215512345678", "525512345678"],
    ["BR.7001002003004005", "BR.7001002003004005"],
    ["14155550123", "14155550123"],
  ])("%s meets under %s", (phone, key) => expect(matchKey(phone)).toBe(key));
  it("is written as people write it", () => {
    expect(formatPhone("554187654321")).toBe("+55 (41) 98765-4321");
    expect(formatPhone("554132165498")).toBe("+55 (41) 3216-5498");
  });
  it("is found with and without the ninth digit", () => {
    expect(phoneVariants("5531988888888")).toContain("553188888888");
    expect(phoneSearchKeys("(31) 8888-8888")).toEqual(["3188888888", "31988888888"]);
  });
});
