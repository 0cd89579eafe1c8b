import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatPhone,
  isAreaCode,
  isBsuid,
  matchKey,
  phoneSearchKeys,
  phoneVariants,
  readPhone,
} from "./phone.ts";

const digit = fc.nat(9).map(String);
const digits = (length: number): fc.Arbitrary<string> =>
  fc.array(digit, { minLength: length, maxLength: length }).map((list) => list.join(""));
const areaCode = fc
  .integer({ min: 11, max: 99 })
  .map(String)
  .filter((code) => isAreaCode(code));
const mobile = fc.tuple(areaCode, fc.integer({ min: 6, max: 9 }), digits(7));

describe("the key under which forms of one phone meet (wire facts, section 14)", () => {
  it.each([
    ["12 digits of an old account", "554187654321", "5541987654321"],
    ["13 digits", "5541987654321", "5541987654321"],
    ["as people write it", "+55 (31) 8888-8888", "5531988888888"],
    ["first digit 6, the lowest of mobiles", "551165432109", "5511965432109"],
    ["first digit 9 in eight digits", "551191234567", "5511991234567"],
    ["a landline: first digit 5", "554155554444", "554155554444"],
    ["a landline: first digit 2", "551122223333", "551122223333"],
    ["too short for a subscriber", "5541876543", "5541876543"],
    ["Brazil without country code is somebody else's number", "41987654321", "41987654321"],
    ["a number of another country with 55 inside", "15541987654", "15541987654"],
    ["the United States", "14155550123", "14155550123"],
    ["Portugal", "351912345678", "351912345678"],
    ["Mexico with its old 1", "5215512345678", "525512345678"],
    ["Argentina with its 9", "5491123456789", "541123456789"],
    ["a BSUID", "BR.7001002003004005", "BR.7001002003004005"],
    ["a BSUID that looks like a phone", "BR.554187654321", "BR.554187654321"],
    ["a parent BSUID", "BR.ENT.8800990011002200", "BR.ENT.8800990011002200"],
    ["nothing", "", ""],
  ])("%s", (_name, phone, key) => expect(matchKey(phone)).toBe(key));

  it("is the same for 12 and 13 digits of every mobile, and is not a landline's", () => {
    fc.assert(
      fc.property(mobile, fc.integer({ min: 2, max: 5 }), ([code, first, rest], landline) => {
        const short = `55${code}${first}${rest}`;
        const long = `55${code}9${first}${rest}`;
        expect(matchKey(short)).toBe(long);
        expect(matchKey(long)).toBe(long);
        const fixed = `55${code}${landline}${rest}`;
        expect(matchKey(fixed)).toBe(fixed);
        expect(matchKey(`55${code}9${landline}${rest}`)).not.toBe(matchKey(fixed));
      }),
    );
  });

  it("is the same for nothing else: two mobiles, or a mobile and any other number", () => {
    fc.assert(
      fc.property(mobile, mobile, digits(12), ([a, b, c], [d, e, f], other) => {
        const key = matchKey(`55${a}${b}${c}`);
        if (a + b + c !== d + e + f) expect(matchKey(`55${d}${e}${f}`)).not.toBe(key);
        if (!/^55|^52|^54/.test(other)) expect(matchKey(other)).toBe(other);
      }),
    );
  });

  it("does not change its own answers, nor depend on how digits are set apart", () => {
    fc.assert(
      fc.property(digits(13), fc.constantFrom(" ", "-", ".", "(", "+"), (phone, mark) => {
        for (const length of [8, 10, 11, 12, 13]) {
          const short = phone.slice(0, length);
          const key = matchKey(short);
          expect(matchKey(matchKey(`55${short.slice(2)}`))).toBe(matchKey(`55${short.slice(2)}`));
          expect(matchKey([...short].join(mark))).toBe(key);
        }
      }),
    );
  });
});

describe("a whole phone as people write it", () => {
  it.each([
    ["(11) 98765-4321", "5511987654321"],
    ["11 98765 4321", "5511987654321"],
    ["011 98765-4321", "5511987654321"],
    ["1187654321", "551187654321"],
    ["(41) 3216-5498", "554132165498"],
    ["55 11 98765-4321", "5511987654321"],
    ["+55 (11) 98765-4321", "5511987654321"],
    ["5511 8765-4321", "551187654321"],
    ["(55) 3216-5498", "555532165498"],
    ["+351 912 345 678", "351912345678"],
    ["00351 912.345.678", "351912345678"],
    ["+1 (415) 555-0132", "14155550132"],
    ["98765-4321", null],
    ["(10) 98765-4321", null],
    ["11 18765-4321", null],
    ["11 9876-543210", null],
    ["+55 10 98765-4321", null],
    ["+55 11 98765", null],
    ["+0123456789", null],
    ["+1234567", null],
    ["+1234567890123456", null],
    ["lia", null],
    ["11 98765-4321 ramal 2", null],
    ["", null],
  ])("%s is %s", (written, phone) => expect(readPhone(written)).toBe(phone));
});

describe("phones on the screen", () => {
  it.each([
    ["554187654321", "+55 (41) 98765-4321"],
    ["554132165498", "+55 (41) 3216-5498"],
    ["14155550123", "+1 415 555 0123"],
    ["351912345678", "+351 912 345 678"],
    ["5491123456789", "+54 112 345 6789"],
    ["12", "+1 2"],
    ["", "+"],
  ])("%s is %s", (phone, shown) => expect(formatPhone(phone)).toBe(shown));
  it("are found with and without the ninth digit, whatever part of them is typed", () => {
    expect(phoneVariants("5531988888888")).toEqual(["5531988888888", "553188888888"]);
    expect(phoneVariants("553188888888")).toEqual(["553188888888", "5531988888888"]);
    expect(phoneVariants("554132165498")).toEqual(["554132165498"]);
    expect(phoneSearchKeys("(31) 8888-8888")).toEqual(["3188888888", "31988888888"]);
    expect(phoneSearchKeys("+55 31 8888 8888")).toEqual(["553188888888", "5531988888888"]);
    expect(phoneSearchKeys("88888888")).toEqual(["88888888", "988888888"]);
    expect(phoneSearchKeys("3216-5498")).toEqual(["32165498"]);
    expect(phoneSearchKeys("12")).toEqual([]);
  });
  it("have one of 67 area codes", () => {
    const codes = Array.from({ length: 100 }, (_, code) => String(code).padStart(2, "0")).filter(isAreaCode);
    expect(codes).toHaveLength(67);
    for (const code of ["10", "20", "23", "29", "36", "52", "60", "70", "72", "90"])
      expect(isAreaCode(code), code).toBe(false);
  });
  it.each([
    ["BR.7001002003004005", true],
    ["BR.ENT.88009", true],
    [`BR.${"a".repeat(128)}`, true],
    [`BR.${"a".repeat(129)}`, false],
    ["br.7001", false],
    ["BRA.7001", false],
    ["BR.", false],
    ["BR.70 01", false],
    ["5511987654321", false],
  ])("%s is a BSUID: %s", (text, yes) => expect(isBsuid(text)).toBe(yes));
});
