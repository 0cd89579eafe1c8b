import type { ContactDetails } from "@balcao/api";
import { Suspense, useState, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { useFormats } from "../../lib/format.ts";
import { useLayer } from "../../lib/keys.ts";
import { useNames } from "../use-names.ts";
import classes from "./contact-panel.module.css";
import { lazyPart } from "../../lib/part.ts";

const MergeDialog = lazyPart(async () => ({ default: (await import("./merge-dialog.tsx")).MergeDialog }));
const UnmergeDialog = lazyPart(async () => ({
  default: (await import("./unmerge-dialog.tsx")).UnmergeDialog,
}));

/** Who went into this contact, why, and the way back; and the way to merge another. */
export function Merges({ contact }: { contact: ContactDetails }): ReactElement {
  const { t } = useTranslation(["contact", "desk"]);
  const formats = useFormats();
  const names = useNames();
  const [isMerging, setMerging] = useState(false);
  const [undoing, setUndoing] = useState<ContactDetails["merges"][number] | null>(null);
  useLayer(isMerging || undoing !== null);
  return (
    <>
      <ul className={classes.list}>
        {contact.merges.map((merge) => (
          <li key={merge.id}>
            <span>{merge.name ?? t("desk:unknownContact")}</span>
            <span className={classes.noteText}>{merge.cause}</span>
            <span className={classes.when}>
              {names.agent(merge.agentId)} · {formats.full(Date.parse(merge.at))}
            </span>
            {merge.canUndo && (
              <span>
                <button type="button" className={classes.act} onClick={() => setUndoing(merge)}>
                  {t("contact:merge.undo")}
                </button>
              </span>
            )}
          </li>
        ))}
      </ul>
      <button type="button" className={classes.act} onClick={() => setMerging(true)}>
        {t("contact:merge.open")}
      </button>
      <Suspense>
        {isMerging && <MergeDialog contact={contact} close={() => setMerging(false)} />}
        {undoing && <UnmergeDialog contact={contact} merge={undoing} close={() => setUndoing(null)} />}
      </Suspense>
    </>
  );
}
