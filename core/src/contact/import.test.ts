import { describe, expect, it } from "vitest";
import type { FieldDefinition } from "../fields/fields.ts";
import {
  importStep,
  mappingFault,
  proposeMapping,
  readFieldCell,
  readImportRow,
  type ImportChoices,
} from "./import.ts";

const field = (
  id: string,
  label: string,
  kind: FieldDefinition["kind"],
  options: string[] = [],
): FieldDefinition => ({
  id,
  label,
  kind,
  options,
});
const FIELDS = [
  field("f1", "Limite", "number"),
  field("f2", "Aniversário", "date"),
  field("f3", "Plano", "list", ["Básico", "Avançado"]),
  field("f4", "Ativo", "yes_no"),
];
const CHOICES: ImportChoices = {
  fields: FIELDS,
  labels: [
    { id: "l1", name: "VIP" },
    { id: "l2", name: "Atacado" },
  ],
  locale: "pt-BR",
};

describe("columns", () => {
  it("are told by their heads, in both languages, accents and case aside; the first of two alike", () => {
    expect(
      proposeMapping(["NOME", "E-mail", "Celular", "Telefone", "Empresa", "plano", "???"], FIELDS),
    ).toEqual(["name", "email", "phone", null, "organisation", "field:f3", null]);
    expect(proposeMapping(["Name", "Phone", "Labels", ""], [])).toEqual(["name", "phone", "labels", null]);
  });

  it("must hold a phone, and nothing twice", () => {
    expect(mappingFault(["name", "phone", null, "field:f1"], FIELDS)).toBeNull();
    expect(mappingFault(["name"], FIELDS)).toBe("no_phone");
    expect(mappingFault(["phone", "name", "name"], FIELDS)).toBe("target_twice");
    expect(mappingFault(["phone", "field:gone"], FIELDS)).toBe("unknown_field");
  });
});

describe("a line", () => {
  const mapping = ["name", "phone", "email", "organisation", "labels", "field:f1"] as const;

  it("says what its cells say; blank ones say nothing, and an export's apostrophes are taken off", () => {
    const cells = [" Maria ", "'+55 (11) 98765-4321", "Maria@X.com", "Girassol", "vip, ATACADO,", "1.234,5"];
    expect(readImportRow(cells, mapping, CHOICES)).toEqual({
      row: {
        name: "Maria",
        phone: "5511987654321",
        email: "maria@x.com",
        organisation: "Girassol",
        labelIds: ["l1", "l2"],
        fields: { f1: 1234.5 },
      },
      faults: [],
    });
    expect(readImportRow(["", "1187654321"], mapping, CHOICES).row).toMatchObject({
      name: null,
      phone: "551187654321",
      labelIds: [],
      fields: {},
    });
  });

  it("tells all that is wrong with it", () => {
    const cells = ["x".repeat(81), "8765", "maria@", "y".repeat(121), "vip, visitante", "dez"];
    expect(readImportRow(cells, mapping, CHOICES).faults).toEqual([
      { target: "name", code: "too_long" },
      { target: "phone", code: "not_a_phone" },
      { target: "email", code: "not_an_email" },
      { target: "organisation", code: "too_long" },
      { target: "labels", code: "unknown_label" },
      { target: "field:f1", code: "not_a_number" },
    ]);
    expect(readImportRow(["a\0", " "], mapping, CHOICES).faults).toEqual([
      { target: "name", code: "unreadable_character" },
      { target: "phone", code: "required" },
    ]);
  });

  it.each([
    ["f2", "26/11/2026", "pt-BR", { value: "2026-11-26" }],
    ["f2", "11/26/2026", "en", { value: "2026-11-26" }],
    ["f2", "2026-11-26", "en", { value: "2026-11-26" }],
    ["f2", "31/02/2026", "pt-BR", { code: "not_a_day" }],
    ["f1", "1,234.5", "en", { value: 1234.5 }],
    ["f3", "avancado", "pt-BR", { value: "Avançado" }],
    ["f3", "Ouro", "pt-BR", { code: "unknown_option" }],
    ["f4", "Não", "pt-BR", { value: false }],
    ["f4", "yes", "pt-BR", { value: true }],
    ["f4", "talvez", "pt-BR", { code: "not_yes_or_no" }],
  ] as const)("of field %s reads %j in %s", (id, text, locale, read) => {
    const known = FIELDS.find((one) => one.id === id);
    expect(known && readFieldCell(known, text, locale)).toEqual(read);
  });
});

describe("somebody who is there", () => {
  const known = { email: "a@x.com", emailConfirmed: true };

  it("is updated or left, as was chosen; a confirmed address is nobody else's to change", () => {
    expect(importStep(null, { email: null }, "skip")).toBe("create");
    expect(importStep(known, { email: "b@x.com" }, "skip")).toBe("skip");
    expect(importStep(known, { email: null }, "update")).toBe("update");
    expect(importStep(known, { email: "a@x.com" }, "update")).toBe("update");
    expect(importStep({ ...known, emailConfirmed: false }, { email: "b@x.com" }, "update")).toBe("update");
    expect(importStep(known, { email: "b@x.com" }, "update")).toEqual({
      fault: { target: "email", code: "email_confirmed" },
    });
  });
});
