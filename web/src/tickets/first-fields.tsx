import type { CustomField } from "@balcao/api";
import { LONGEST_FIELD_TEXT, type FieldValue } from "@balcao/core";
import { NativeSelect, TextInput } from "@mantine/core";
import type { ReactElement } from "react";
import { readDraft } from "../conversations/panel/field-text.ts";
import { useFields } from "../lib/queries.ts";
import { useTranslation } from "../lib/texts.ts";

/** What was typed or chosen, by field. */
export type FieldDrafts = Readonly<Record<string, string>>;
type Locale = "pt-BR" | "en";

const COMPLAINTS = ["not_a_number", "not_a_day", "unknown_option", "too_long"] as const;
type Complaint = (typeof COMPLAINTS)[number];

/** The fields that a ticket of this account has. */
export function useTicketFields(): CustomField[] {
  const { data = [] } = useFields();
  return data.filter(({ active, subject }) => active && subject === "ticket");
}

/** Drafts as values, or what is wrong with them, by field. What is left blank is none. */
export function readDrafts(
  drafts: FieldDrafts,
  fields: readonly CustomField[],
  locale: Locale,
): { values: Record<string, FieldValue>; complaints: Record<string, Complaint> } {
  const values: Record<string, FieldValue> = {};
  const complaints: Record<string, Complaint> = {};
  for (const field of fields) {
    const read = readDraft(drafts[field.id] ?? "", field, locale);
    if (read.ok && read.value !== null) values[field.id] = read.value;
    const complaint = read.ok ? undefined : COMPLAINTS.find((code) => code === read.code);
    if (complaint) complaints[field.id] = complaint;
  }
  return { values, complaints };
}

const BELOW: ("label" | "input" | "description" | "error")[] = ["label", "input", "description", "error"];

type Props = {
  drafts: FieldDrafts;
  complaints: Readonly<Record<string, Complaint>>;
  change: (drafts: FieldDrafts) => void;
};

/** What this account wants to know of each ticket, before there is one. */
export function FirstFields({ drafts, complaints, change }: Props): ReactElement {
  const { t } = useTranslation(["tickets", "contact"]);
  return (
    <>
      {useTicketFields().map(({ id, label, kind, options, requiredOnClose }) => {
        const complaint = complaints[id];
        const shared = {
          // the fields of a row stand at one height, whatever is said of one of them
          inputWrapperOrder: BELOW,
          label,
          description: requiredOnClose ? t("tickets:requiredToClose") : undefined,
          error: complaint && t(`contact:problems.${complaint}`),
          value: drafts[id] ?? "",
          onChange: (event: { currentTarget: { value: string } }) =>
            change({ ...drafts, [id]: event.currentTarget.value }),
        };
        if (kind === "list" || kind === "yes_no") {
          const choices =
            kind === "list"
              ? options.map((option) => ({ value: option, label: option }))
              : (["yes", "no"] as const).map((value) => ({ value, label: t(`contact:${value}`) }));
          return (
            <NativeSelect key={id} {...shared} data={[{ value: "", label: t("contact:none") }, ...choices]} />
          );
        }
        return (
          <TextInput
            key={id}
            {...shared}
            type={kind === "date" ? "date" : "text"}
            inputMode={kind === "number" ? "decimal" : undefined}
            maxLength={LONGEST_FIELD_TEXT}
            autoComplete="off"
          />
        );
      })}
    </>
  );
}
