import type { ContactDetails, CustomField } from "@balcao/api";
import type { FieldValue } from "@balcao/core";
import { Link } from "@tanstack/react-router";
import { useRef, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { api, ApiError } from "../../lib/api.ts";
import { hasRole, useFields, useSelf } from "../../lib/queries.ts";
import { keepContact } from "./contact-data.ts";
import classes from "./contact-panel.module.css";
import { fieldDraft, fieldText, readDraft } from "./field-text.ts";
import { InPlace, type Complaint } from "./in-place.tsx";

function Value({ contact, field }: { contact: ContactDetails; field: CustomField }): ReactElement {
  const { t, i18n } = useTranslation("contact");
  const locale = i18n.language === "en" ? "en" : "pt-BR";
  const words = { yes: t("yes"), no: t("no") };
  const current = contact.fields[field.id] ?? null;
  // what others change while one writes must not be replaced unseen
  const seen = useRef(current);
  const text = (value: FieldValue | null): string =>
    value === null ? t("none") : fieldText(value, field.kind, locale, words);
  const save = async (draft: string): Promise<Complaint> => {
    const read = readDraft(draft, field, locale);
    if (!read.ok)
      return t(`problems.${read.code as "not_a_number" | "not_a_day" | "unknown_option" | "too_long"}`);
    try {
      const body = { fieldId: field.id, value: read.value, was: seen.current };
      keepContact(await api<ContactDetails>(`/api/contacts/${contact.id}/value`, { method: "PUT", body }));
      return null;
    } catch (error) {
      if (!(error instanceof ApiError && error.code === "version_conflict")) throw error;
      const now = (error.problem?.data?.["current"] ?? null) as FieldValue | null;
      // seen from here on: to save once more is to decide
      seen.current = now;
      return t("clash", { value: text(now) });
    }
  };
  return (
    <div>
      <dt>{field.label}</dt>
      <dd>
        <InPlace
          label={field.label}
          text={current === null ? null : text(current)}
          begin={fieldDraft(current, locale)}
          kind={field.kind}
          options={field.options}
          save={save}
          onBegin={() => {
            seen.current = current;
          }}
        />
      </dd>
    </div>
  );
}

/** What this account wants to know of each customer. */
export function CustomValues({ contact }: { contact: ContactDetails }): ReactElement {
  const { t } = useTranslation("contact");
  const me = useSelf();
  const { data: fields } = useFields();
  const shown = (fields ?? []).filter(({ active, subject }) => active && subject === "contact");
  if (fields && shown.length === 0)
    return (
      <p className={classes.none}>
        {t("noFields")}{" "}
        {hasRole(me, "administrator") && <Link to="/settings/fields">{t("defineFields")}</Link>}
      </p>
    );
  return (
    <dl className={classes.facts}>
      {shown.map((field) => (
        <Value key={`${contact.id} ${field.id}`} contact={contact} field={field} />
      ))}
    </dl>
  );
}
