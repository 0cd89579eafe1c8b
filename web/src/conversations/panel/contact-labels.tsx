import type { ContactDetails } from "@balcao/api";
import { Suspense, useState, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { api, sentenceOf } from "../../lib/api.ts";
import { useLayer } from "../../lib/keys.ts";
import { toast } from "../../lib/toast.ts";
import { LabelChips } from "../marks/label-chips.tsx";
import { labelsOf } from "../marks/labels-of.ts";
import { useNames } from "../use-names.ts";
import { keepContact } from "./contact-data.ts";
import classes from "./contact-panel.module.css";
import { lazyPart } from "../../lib/part.ts";

const LabelPicker = lazyPart(async () => ({
  default: (await import("../dialogs/label-picker.tsx")).LabelPicker,
}));

async function label(id: string, body: { add: string[]; remove: string[] }): Promise<void> {
  try {
    keepContact(await api<ContactDetails>(`/api/contacts/${id}/labels`, { method: "PUT", body }));
  } catch (error) {
    toast(sentenceOf(error), { tone: "error" });
  }
}

/** The account's labels that the person has, whatever the conversation. */
export function ContactLabels({ contact }: { contact: ContactDetails }): ReactElement {
  const { t } = useTranslation("contact");
  const [isOpen, setOpen] = useState(false);
  useLayer(isOpen);
  const labels = labelsOf(contact.labelIds, useNames().labels);
  return (
    <>
      <div className={classes.labels}>
        {labels.length === 0 ? (
          <p className={classes.none}>{t("noLabels")}</p>
        ) : (
          <LabelChips labels={labels} />
        )}
      </div>
      <button type="button" className={classes.act} onClick={() => setOpen(true)}>
        {t("chooseLabels")}
      </button>
      <Suspense>
        {isOpen && (
          <LabelPicker
            title={t("labelsOf")}
            hasOf={(id) => (contact.labelIds.includes(id) ? "all" : "none")}
            apply={(changes) => void label(contact.id, changes)}
            close={() => setOpen(false)}
          />
        )}
      </Suspense>
    </>
  );
}
