import type { ContactDetails } from "@balcao/api";
import { isEmail } from "@balcao/core";
import { useRef, type ReactElement } from "react";
import { api, ApiError } from "../../lib/api.ts";
import { useTranslation } from "../../lib/texts.ts";
import { keepContact } from "./contact-data.ts";
import classes from "./contact-panel.module.css";
import { InPlace, type Complaint } from "./in-place.tsx";

const LONGEST_EMAIL = 254;

/** The contact's e-mail address, edited where it stands, and on whose word it is. */
export function ContactEmail({ details }: { details: ContactDetails }): ReactElement {
  const { t } = useTranslation("contact");
  const { id, email } = details;
  const current = email?.address ?? null;
  // what others change while one writes must not be replaced unseen
  const seen = useRef(current);
  const save = async (draft: string): Promise<Complaint> => {
    const address = draft.trim().toLowerCase() || null;
    if (address !== null && !isEmail(address)) return t("problems.not_an_email");
    try {
      const body = { address, was: seen.current };
      keepContact(await api<ContactDetails>(`/api/contacts/${id}/email`, { method: "PUT", body }));
      return null;
    } catch (error) {
      if (!(error instanceof ApiError && error.code === "version_conflict")) throw error;
      const now = error.problem?.data?.["current"];
      // seen from here on: to save once more is to decide
      seen.current = typeof now === "string" ? now : null;
      return t("clash", { value: seen.current ?? t("none") });
    }
  };
  return (
    <div>
      <dt>{t("email")}</dt>
      <dd>
        <span className={classes.whole}>
          <InPlace
            label={t("email")}
            text={current}
            begin={current ?? ""}
            longest={LONGEST_EMAIL}
            save={save}
            onBegin={() => {
              seen.current = current;
            }}
          />
          {email && <small>{t(email.confirmed ? "emailConfirmed" : "emailStated")}</small>}
        </span>
      </dd>
    </div>
  );
}
