import type { CustomField } from "@balcao/api";
import { expect, it } from "vitest";
import { readDrafts } from "./first-fields.tsx";

const field = (id: string, kind: CustomField["kind"], options: string[] = []): CustomField =>
  ({ id, kind, options, label: id, active: true, subject: "ticket" }) as unknown as CustomField;
const FIELDS = [
  field("order", "number"),
  field("day", "date"),
  field("shop", "list", ["Centro"]),
  field("paid", "yes_no"),
];

it("reads what was filled in, leaves out what is blank, and says what is wrong where it is", () => {
  expect(readDrafts({ order: "1.234,5", shop: "Centro", paid: "no" }, FIELDS, "pt-BR")).toEqual({
    values: { order: 1234.5, shop: "Centro", paid: false },
    complaints: {},
  });
  expect(readDrafts({ order: "doze", shop: "Norte", day: " " }, FIELDS, "pt-BR")).toEqual({
    values: {},
    complaints: { order: "not_a_number", shop: "unknown_option" },
  });
});
