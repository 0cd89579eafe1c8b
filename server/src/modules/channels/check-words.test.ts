import { CHECKS } from "@balcao/whatsapp";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import words from "./check-words.json" with { type: "json" };
import { sayFinding } from "./check-words.ts";

const folder = join(import.meta.dirname, "../../../../whatsapp/src/setup");
const source = readdirSync(folder)
  .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
  .map((name) => readFileSync(join(folder, name), "utf8"))
  .join("\n");
const ids = Object.values(CHECKS).flat();

describe.each(["pt-BR", "en"] as const)("the sentences in %s", (locale) => {
  const { parts, checks, findings, repairs } = words[locale];

  it("name every check and part, and none besides", () => {
    expect(Object.keys(checks).sort()).toEqual([...ids].sort());
    expect(Object.keys(parts).sort()).toEqual(Object.keys(CHECKS).sort());
  });

  it("are those that checks can find and advise", () => {
    const spoken = new Set([...source.matchAll(/"([a-z]+(?:_[a-z]+)*)"/g)].map(([, key]) => key ?? ""));
    for (const status of ["sent", "delivered", "read", "played"]) spoken.add(`test_${status}`);
    for (const key of [...Object.keys(findings), ...Object.keys(repairs)]) expect(spoken).toContain(key);
    const used = [...source.matchAll(/(?:ok|warn|fail|wait|unknown)\(\s*"\w+",\s*"(\w+)"/g)].map(
      ([, key]) => key,
    );
    const advised = [...source.matchAll(/repair: "(\w+)"/g)].map(([, key]) => key);
    expect(used.length).toBeGreaterThan(40);
    for (const key of used) expect(Object.keys(findings)).toContain(key);
    for (const key of advised) expect(Object.keys(repairs)).toContain(key);
  });

  it("are one sentence each, filled with what was found", () => {
    for (const sentence of Object.values(findings)) expect(sentence).toMatch(/[.}]$/);
    const at = Date.UTC(2026, 10, 23, 12);
    const said = sayFinding(
      { finding: "token_ends", repair: "token_lasting", data: { at } },
      locale,
      "America/Sao_Paulo",
    );
    expect(said.sentence).toMatch(/(23\/11\/2026|11\/23\/26).*9:00/);
  });
});

it("leave a word of a newer node as it is", () => {
  expect(sayFinding({ finding: "from_the_future", repair: null, data: {} }, "en", "UTC")).toEqual({
    sentence: "from_the_future",
    repair: null,
  });
});
