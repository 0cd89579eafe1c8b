import type { ContactDetails } from "@balcao/api";
import { Building2, Pencil } from "lucide-react";
import { Suspense, useState, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { useLayer } from "../../lib/keys.ts";
import classes from "./contact-panel.module.css";
import { lazyPart } from "../../lib/part.ts";

const OrganisationDialog = lazyPart(async () => ({
  default: (await import("./organisation-dialog.tsx")).OrganisationDialog,
}));

/** The company or group the customer belongs to. */
export function OrganisationPart({ contact }: { contact: ContactDetails }): ReactElement {
  const { t } = useTranslation("contact");
  const [open, setOpen] = useState<"choose" | "edit" | null>(null);
  useLayer(open !== null);
  const { organisation } = contact;
  return (
    <>
      {organisation && (
        <div className={classes.organisation}>
          <Building2 size={16} aria-hidden />
          <div>
            <strong>{organisation.name}</strong>
            {organisation.domain !== "" && <small>{organisation.domain}</small>}
            {organisation.notes !== "" && <p>{organisation.notes}</p>}
          </div>
          <button
            type="button"
            className={classes.copy}
            aria-label={t("edit", { what: organisation.name })}
            onClick={() => setOpen("edit")}
          >
            <Pencil size={14} aria-hidden />
          </button>
        </div>
      )}
      <button type="button" className={classes.act} onClick={() => setOpen("choose")}>
        {t(organisation ? "otherOrganisation" : "chooseOrganisation")}
      </button>
      <Suspense>
        {open && <OrganisationDialog contact={contact} act={open} close={() => setOpen(null)} />}
      </Suspense>
    </>
  );
}
