import type { AuditEntry } from "@balcao/api";
import { AUDITED } from "@balcao/api";
import { describe, expect, it } from "vitest";
import english from "../../i18n/audit.en.json";
import portuguese from "../../i18n/audit.pt-BR.json";
import { keyOfAct, originOf } from "./values.ts";

const entry: AuditEntry = {
  id: "1",
  at: "2026-11-23T12:00:00.000Z",
  act: "security.signed_in",
  by: null,
  to: null,
  address: null,
  browser: null,
  system: null,
  facts: {},
};
const device = ({ browser, system }: { browser: string; system: string }): string => `${browser}/${system}`;

describe("a line of the audit log", () => {
  it("has a name for its act in both languages", () => {
    for (const texts of [portuguese, english])
      for (const [group, acts] of Object.entries(AUDITED)) {
        expect(texts.groups).toHaveProperty(group);
        for (const act of acts) expect(texts.acts).toHaveProperty(keyOfAct(act));
      }
  });

  it("has a word for what was changed of tickets in both languages", () => {
    for (const texts of [portuguese, english])
      for (const list of ["status", "type", "category"]) expect(texts.what).toHaveProperty(list);
  });

  it("says of where it came from what is known", () => {
    expect(originOf(entry, device)).toBe("");
    expect(originOf({ ...entry, address: "192.0.2.1" }, device)).toBe("192.0.2.1");
    expect(originOf({ ...entry, browser: "Chrome" }, device)).toBe("Chrome");
    expect(originOf({ ...entry, browser: "Chrome", system: "Linux", address: "::1" }, device)).toBe(
      "Chrome/Linux · ::1",
    );
  });
});
