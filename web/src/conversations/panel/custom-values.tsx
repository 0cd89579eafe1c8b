import type { ContactDetails, CustomField } from "@balcao/api";
import type { FieldValue } from "@balcao/core";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { api } from "../../lib/api.ts";
import { hasRole, useFields, useSelf } from "../../lib/queries.ts";
import { keepContact } from "./contact-data.ts";
import classes from "./contact-panel.module.css";
import { CustomValue } from "./custom-value.tsx";

const keep =
  (contact: ContactDetails, field: CustomField) =>
  async (value: FieldValue | null, was: FieldValue | null): Promise<void> => {
    const body = { fieldId: field.id, value, was };
    keepContact(await api<ContactDetails>(`/api/contacts/${contact.id}/value`, { method: "PUT", body }));
  };

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
        <CustomValue
          key={`${contact.id} ${field.id}`}
          field={field}
          current={contact.fields[field.id] ?? null}
          keep={keep(contact, field)}
        />
      ))}
    </dl>
  );
}
