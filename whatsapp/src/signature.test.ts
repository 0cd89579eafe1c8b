import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeLikeMeta } from "./encode-like-meta.ts";
import { isSameSecret, isSignatureValid, signBody } from "./signature.ts";
import { verifyChallenge } from "./verify-challenge.ts";

const SECRET = "sim-secret";
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Made with `openssl dgst -sha256 -hmac sim-secret` (wire facts, section 2.2). */
const EMPTY = '{"object":"whatsapp_business_account","entry":[]}';
const ESCAPED =
  '{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","messages":[{"text":{"body":"a\\/b \\u00e7 \\ud83d\\ude00 x\\u0040y"}}]}}]}]}';
const EMPTY_HEX = "3cceea9d95c84e82f7d87829da99bcf2bbbb9d29fb1ef20133b6e726c0ab360f";
const ESCAPED_HEX = "cd87f18d9d62e79cf9fe64c92bde595f6cced4519280bf50bf95a8ce7b9945db";

describe("the signature of a delivery", () => {
  it.each([
    [EMPTY, EMPTY_HEX],
    [ESCAPED, ESCAPED_HEX],
  ])("%.40s…", (body, hex) => {
    expect(signBody(bytes(body), SECRET)).toBe(`sha256=${hex}`);
    expect(isSignatureValid(bytes(body), `sha256=${hex}`, SECRET)).toBe(true);
  });

  it("is over the bytes as they came: written anew, the same JSON has another", () => {
    const again = JSON.stringify(JSON.parse(ESCAPED));
    expect(again).not.toBe(ESCAPED);
    expect(isSignatureValid(bytes(again), `sha256=${ESCAPED_HEX}`, SECRET)).toBe(false);
    for (const [escaped, raw] of [
      ["\\u00e7", "ç"],
      ["\\/", "/"],
      ["\\u0040", "@"],
      ["\\u00e7", "\\u00E7"],
    ] as const)
      expect(isSignatureValid(bytes(ESCAPED.replace(escaped, raw)), `sha256=${ESCAPED_HEX}`, SECRET)).toBe(
        false,
      );
  });

  it.each<[string, unknown]>([
    ["missing", undefined],
    ["null", null],
    ["empty", ""],
    ["repeated", [`sha256=${EMPTY_HEX}`, `sha256=${EMPTY_HEX}`]],
    ["without its name", EMPTY_HEX],
    ["the legacy one", `sha1=${EMPTY_HEX}`],
    ["short", `sha256=${EMPTY_HEX.slice(1)}`],
    ["long", `sha256=${EMPTY_HEX}0`],
    ["in capitals", `sha256=${EMPTY_HEX.toUpperCase()}`],
    ["no hex", `sha256=${"g".repeat(64)}`],
    ["with a blank", `sha256=${EMPTY_HEX} `],
    ["of a new line", `sha256=${EMPTY_HEX}\n`],
    ["another's", `sha256=${ESCAPED_HEX}`],
  ])("a header that is %s is refused", (_name, header) =>
    expect(isSignatureValid(bytes(EMPTY), header, SECRET)).toBe(false),
  );
  it("another secret, and none, refuse", () => {
    expect(isSignatureValid(bytes(EMPTY), `sha256=${EMPTY_HEX}`, "other")).toBe(false);
    const ofNothing = createHmac("sha256", "").update(EMPTY).digest("hex");
    expect(isSignatureValid(bytes(EMPTY), `sha256=${ofNothing}`, "")).toBe(false);
    expect(isSignatureValid(EMPTY as unknown as Uint8Array, `sha256=${EMPTY_HEX}`, SECRET)).toBe(false);
  });
  it("one changed bit of the body, or of the signature, is seen", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 300 }),
        fc.nat(),
        fc.nat(7),
        (body, place, bit) => {
          const header = signBody(body, SECRET);
          expect(isSignatureValid(body, header, SECRET)).toBe(true);
          const other = body.slice();
          other[place % body.length]! ^= 1 << bit;
          expect(isSignatureValid(other, header, SECRET)).toBe(false);
          const digit = 7 + (place % 64);
          const changed = `${header.slice(0, digit)}${header[digit] === "0" ? "1" : "0"}${header.slice(digit + 1)}`;
          expect(isSignatureValid(body, changed, SECRET)).toBe(false);
        },
      ),
    );
  });
  it("two secrets are the same only when they are", () => {
    expect(isSameSecret("a", "a")).toBe(true);
    for (const [a, b] of [
      ["a", "b"],
      ["a", "aa"],
      ["", "a"],
    ] as const)
      expect(isSameSecret(a, b)).toBe(false);
  });
});

describe("JSON as Meta writes it", () => {
  it("escapes slash, at and all that is not ASCII, and says the same", () => {
    const written = new TextDecoder().decode(encodeLikeMeta({ t: "a/b ç 😀 x@y" }));
    expect(written).toBe('{"t":"a\\/b \\u00e7 \\ud83d\\ude00 x\\u0040y"}');
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = new TextDecoder().decode(encodeLikeMeta(value));
        expect(/[^ -~]/.test(text)).toBe(false);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
  it("takes JSON values only", () => {
    for (const value of [undefined, () => 1, Symbol("x")])
      expect(() => encodeLikeMeta(value)).toThrow(TypeError);
  });
});

describe("the verification request (section 2.1)", () => {
  const TOKEN = "blue-canoe-17";
  const ask = (over: Record<string, unknown> = {}) => ({
    "hub.mode": "subscribe",
    "hub.challenge": "1158201444",
    "hub.verify_token": TOKEN,
    ...over,
  });
  const yes = { status: 200, body: "1158201444" };
  it("is answered with the challenge and nothing else", () =>
    expect(verifyChallenge(ask(), TOKEN)).toEqual(yes));
  it("is read as frameworks rewrite or nest its names", () => {
    const [mode, challenge, verify_token] = ["subscribe", "1158201444", TOKEN];
    expect(
      verifyChallenge({ hub_mode: mode, hub_challenge: challenge, hub_verify_token: verify_token }, TOKEN),
    ).toEqual(yes);
    expect(verifyChallenge({ hub: { mode, challenge, verify_token } }, TOKEN)).toEqual(yes);
  });
  it.each<[string, unknown]>([
    ["another token", ask({ "hub.verify_token": "blue-canoe-18" })],
    ["no token", ask({ "hub.verify_token": undefined })],
    ["an empty token", ask({ "hub.verify_token": "" })],
    ["another mode", ask({ "hub.mode": "unsubscribe" })],
    ["no challenge", ask({ "hub.challenge": undefined })],
    ["a challenge that is a page", ask({ "hub.challenge": "<script>alert(1)</script>" })],
    ["a challenge without end", ask({ "hub.challenge": "1".repeat(65) })],
    ["a repeated name", ask({ "hub.challenge": ["1", "2"] })],
    ["a name said in two ways", ask({ hub_mode: "subscribe" })],
    ["nothing", {}],
    ["no query", null],
    ["names of the prototype", Object.create(ask()) as unknown],
  ])("with %s is refused", (_name, query) =>
    expect(verifyChallenge(query, TOKEN)).toEqual({ status: 403, body: "forbidden" }),
  );
  it("verifies nothing without a token of ours", () =>
    expect(verifyChallenge(ask({ "hub.verify_token": "" }), "").status).toBe(403));
});
