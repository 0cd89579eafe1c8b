import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyText } from "../testing/any-text.ts";
import { codeIn, emailIn, isEmail } from "./address.ts";

describe("the e-mail address in what a customer wrote", () => {
  it.each([
    ["lia@loja.com.br", "lia@loja.com.br"],
    ["  Lia.Prado+compras@Loja.COM  ", "lia.prado+compras@loja.com"],
    ["meu e-mail é lia@loja.com.", "lia@loja.com"],
    ["<lia@loja.com>, por favor!", "lia@loja.com"],
    ["mailto:lia@loja.com", "lia@loja.com"],
    ["*lia@loja.com*", "lia@loja.com"],
    ["lia@loja.com ou LIA@loja.com", "lia@loja.com"],
    ["ｌｉａ@loja.com", "lia@loja.com"],
    ["a@xn--bcher-kva.example", "a@xn--bcher-kva.example"],
    ["lia@loja.com ou lia@casa.com", null],
    ["não tenho", null],
    ["lia@loja", null],
    ["@loja.com", null],
    ["lia@", null],
    ["lia@@loja.com", null],
    ["lia..p@loja.com", null],
    ["lia@-loja.com", null],
    ["lia@loja..com", null],
    ["lia@127.0.0.1", null],
    ["lía@loja.com", null],
    [`${"a".repeat(65)}@loja.com`, null],
    [`lia@${"a.".repeat(125)}com`, null],
    ["", null],
  ])("%j holds %j", (text, address) => {
    expect(emailIn(text)).toBe(address);
  });

  it.each([
    ["no sign of one", "a".repeat(65_536)],
    ["a sign at its beginning", `@${"a".repeat(65_535)}`],
    ["stops without an end", `lia@${".".repeat(65_536)}x`],
    ["nothing but signs", "a@".repeat(32_768)],
  ])("is looked for in no time, also in a long text with %s", (_, text) => {
    const begun = performance.now();
    expect(emailIn(text)).toBeNull();
    expect(performance.now() - begun).toBeLessThan(500);
  });

  it("never holds what could end a line or begin another recipient, whatever was written", () => {
    const sly = fc.array(
      fc.constantFrom("a@b.co", "\r\n", "Bcc:", ",", ";", "<", ">", " ", '"', "\0", "é", "@", "."),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          anyText,
          sly.map((parts) => parts.join("")),
        ),
        (text) => {
          const address = emailIn(text);
          if (address === null) return;
          expect(isEmail(address)).toBe(true);
          expect(address).toMatch(/^[\x21-\x7e]+$/);
          expect(address).not.toMatch(/[\s,;:<>()"\\[\]]/);
          expect(address.split("@")).toHaveLength(2);
        },
      ),
    );
  });
});

describe("the code in what a customer wrote", () => {
  it.each([
    ["123456", "123456"],
    [" 123 456 ", "123456"],
    ["123-456", "123456"],
    ["１２３４５６", "123456"],
    ["12345", null],
    ["1234567", null],
    ["o código é 123456", null],
    ["", null],
  ])("%j is %j", (text, code) => {
    expect(codeIn(text)).toBe(code);
  });
});
