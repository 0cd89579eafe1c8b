import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { Avatar } from "../../app/avatar.tsx";
import classes from "./people.module.css";

const SHOWN = 4;

/** A few faces and how many there are; their names for whoever points or listens. */
export function People({ people }: { people: readonly { id: string; name: string }[] }): ReactElement {
  const { t } = useTranslation("settings");
  const names = people.map(({ name }) => name).join(", ");
  return (
    <span className={classes.people} title={names}>
      {people.length > 0 && (
        <span className={classes.faces} aria-hidden>
          {people.slice(0, SHOWN).map(({ id, name }) => (
            <Avatar key={id} id={id} name={name} size={24} />
          ))}
        </span>
      )}
      <span data-none={people.length === 0 || undefined}>
        {t("teams.memberCount", { count: people.length })}
      </span>
    </span>
  );
}
