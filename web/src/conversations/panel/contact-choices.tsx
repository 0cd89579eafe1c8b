import type { ContactDetails } from "@balcao/api";
import { Suspense, useState, type ReactElement } from "react";
import { lazyPart } from "../../lib/part.ts";
import { useFormats } from "../../lib/format.ts";
import { useTranslation } from "../../lib/texts.ts";
import { useNames } from "../use-names.ts";
import classes from "./contact-choices.module.css";
import type { Wanted } from "./choice-dialog.tsx";

const ChoiceDialog = lazyPart(async () => ({ default: (await import("./choice-dialog.tsx")).ChoiceDialog }));

type Kind = Wanted["kind"];
type Standing = NonNullable<ContactDetails["marketing"]>;

/** Whose word it is, when it came, and what an agent wrote beside it. */
function How({ choice }: { choice: Standing }): ReactElement {
  const { t } = useTranslation("contact");
  const formats = useFormats();
  const names = useNames();
  const at = formats.full(Date.parse(choice.at));
  const { source, agentId, reason } = choice;
  return (
    <small>
      {source === "agent"
        ? t("marketing.how.agent", { at, name: names.agent(agentId), reason: reason ?? "" })
        : t(`marketing.how.${source}`, { at })}
    </small>
  );
}

/** What the customer wants none of, and the way to note it for them or to take such a note back. */
export function ContactChoices({ details }: { details: ContactDetails }): ReactElement {
  const { t } = useTranslation("contact");
  const [asked, setAsked] = useState<Wanted | null>(null);
  const line = (kind: Kind): ReactElement | null => {
    const choice = details[kind];
    const stopped = choice?.stopped ?? false;
    // their own no stands until they take it back themselves
    const mayTurn = !stopped || choice?.source === "agent";
    if (choice === null && kind === "automatic" && details.marketing?.stopped !== true) return null;
    return (
      <div>
        <dt>{t(`marketing.labels.${kind}`)}</dt>
        <dd>
          <span className={classes.words}>
            {t(stopped ? "marketing.stopped" : choice ? "marketing.resumed" : "marketing.untold")}
            {choice && <How choice={choice} />}
          </span>
          {mayTurn && (
            <button
              type="button"
              className={classes.choice}
              onClick={() => setAsked({ kind, stopped: !stopped })}
            >
              {t(stopped ? "marketing.undo" : "marketing.note")}
            </button>
          )}
        </dd>
      </div>
    );
  };
  return (
    <>
      {line("marketing")}
      {line("automatic")}
      {asked && (
        <Suspense>
          <ChoiceDialog contactId={details.id} wanted={asked} close={() => setAsked(null)} />
        </Suspense>
      )}
    </>
  );
}
