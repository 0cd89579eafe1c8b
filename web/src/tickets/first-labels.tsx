import type { ReactElement } from "react";
import dialogs from "../conversations/dialogs/dialogs.module.css";
import { useLabels } from "../lib/queries.ts";
import { useTranslation } from "../lib/texts.ts";
import classes from "./first-parts.module.css";

type Props = { chosen: readonly string[]; choose: (labelIds: string[]) => void };

/** The account's labels, before there is a ticket to put them on. */
export function FirstLabels({ chosen, choose }: Props): ReactElement {
  const { t } = useTranslation("tickets");
  const { data: labels = [] } = useLabels();
  if (labels.length === 0) return <></>;
  const toggle = (id: string): void =>
    choose(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  return (
    <fieldset className={classes.part}>
      <legend>{t("labels.title")}</legend>
      <div className={classes.labels}>
        {labels.map(({ id, name, color }) => (
          <label key={id} className={classes.label}>
            <input type="checkbox" checked={chosen.includes(id)} onChange={() => toggle(id)} />
            <i className={dialogs.dot} style={{ background: color }} aria-hidden />
            {name}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
