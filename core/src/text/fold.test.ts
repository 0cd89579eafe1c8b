import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyText } from "../testing/any-text.ts";
import { fold } from "./fold.ts";

describe("fold (chatbot.md, section 2)", () => {
  it.each([
    ["lower case", "COMERCIAL", "comercial"],
    ["trimmed", "  oi\n", "oi"],
    ["accents", "Ação, Orçamento & Índice", "acao orcamento indice"],
    ["accents written apart", "orc\u0327a\u0303o", "orcao"],
    ["a dead key's accent", "n~ao ´oi `", "nao oi"],
    ["punctuation", "sim!?.,;:-—…“”'()[]{}/\\", "sim"],
    ["Spanish marks", "¿Qué? ¡Sí!", "que si"],
    ["WhatsApp's marks", "*_~Sim~_*", "sim"],
    ["repeated blanks of any kind", "a \t\u00a0\u3000\n b", "a b"],
    ["keycap emoji", "1️⃣", "1"],
    ["keycaps without variation selector", "1\u20e3 2\u20e3", "1 2"],
    ["the keycap of ten", "🔟", "10"],
    ["compatibility forms", "ﬁnanceiro １ ① ½ 2ª 1º", "financeiro 1 1 1⁄2 2a 1o"],
    [
      "joiners and other unseen characters",
      "ze\u200bro\u2060 wi\u00addth\ufeff \u202eok\u202c",
      "zero width ok",
    ],
    ["unseen letters", "\u3164a\u115fb", "ab"],
    ["emoji, with or without selector", "❤️ ❤", "❤ ❤"],
    ["symbols stay", "R$ 10 + 5%", "r$ 10 + 5"],
    ["no text at all", " !?… ", ""],
    ["empty", "", ""],
    ["half a character", "a\ud83d", "a"],
    ["Turkish dotted I", "İstanbul", "istanbul"],
    ["sharp s stays", "Straße", "straße"],
    ["other scripts", "ПРИВЕТ 你好", "привет 你好"],
  ])("%s: %j", (_name, text, folded) => expect(fold(text)).toBe(folded));

  it("changes nothing the second time, and never throws", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anyText,
          fc
            .array(fc.constantFrom("ᄀ", "ᅡ", "ᆨ", "!", "\u200d", "Σ", "́", "İ", "ª", "\ud83d", " ", "🔟"))
            .map((parts) => parts.join("")),
        ),
        (text) => {
          const once = fold(text);
          expect(fold(once)).toBe(once);
          expect(once).toBe(once.trim());
        },
      ),
      { numRuns: 500 },
    );
  });

  it("does not see case, accents, invisible characters or punctuation", () => {
    const letters = fc.string({
      unit: fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz0123456789 "),
      minLength: 1,
    });
    const noise = fc.constantFrom("\u0301", "\u0303", "\u200b", "\u200d", "\ufe0f", "!", ".", "*", "\u00ad");
    fc.assert(
      fc.property(letters, fc.infiniteStream(noise), (text, stream) => {
        const noisy = [...text].map((letter) => letter.toUpperCase() + stream.next().value).join("");
        expect(fold(noisy)).toBe(fold(text));
      }),
    );
  });
});
