import type { CustomField } from "@balcao/api";
import type { FieldValue } from "@balcao/core";
import { useRef, type ReactElement, type ReactNode } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { ApiError } from "../../lib/api.ts";
import { fieldDraft, fieldText, readDraft } from "./field-text.ts";
import { InPlace, type Complaint } from "./in-place.tsx";

type Props = {
  field: CustomField;
  current: FieldValue | null;
  /** `was`: what its editor saw; throws the server's refusal */
  keep: (value: FieldValue | null, was: FieldValue | null) => Promise<void>;
  /** read only, as it is */
  isFixed?: boolean;
  /** what else is to be known of the field, beside its name */
  children?: ReactNode;
};

/** One value of the account's own fields, edited where it stands. */
export function CustomValue({ field, current, keep, isFixed = false, children }: Props): ReactElement {
  const { t, i18n } = useTranslation("contact");
  const locale = i18n.language === "en" ? "en" : "pt-BR";
  const words = { yes: t("yes"), no: t("no") };
  // what others change while one writes must not be replaced unseen
  const seen = useRef(current);
  const text = (value: FieldValue | null): string =>
    value === null ? t("none") : fieldText(value, field.kind, locale, words);
  const save = async (draft: string): Promise<Complaint> => {
    const read = readDraft(draft, field, locale);
    if (!read.ok)
      return t(`problems.${read.code as "not_a_number" | "not_a_day" | "unknown_option" | "too_long"}`);
    try {
      await keep(read.value, seen.current);
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
      <dt>
        {field.label}
        {children}
      </dt>
      <dd>
        {isFixed ? (
          text(current)
        ) : (
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
        )}
      </dd>
    </div>
  );
}
