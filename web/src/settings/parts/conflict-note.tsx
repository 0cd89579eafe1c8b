import { Users } from "lucide-react";
import type { ReactElement, Ref } from "react";
import { useTranslation } from "../../lib/texts.ts";
import classes from "./parts.module.css";

export type Clash = { id: string; name: string; saved: string; take: () => void };

/** Somebody else saved while this form was open: what came in by itself, and what must be chosen. */
export function ConflictNote({
  clashes,
  ref,
}: {
  clashes: readonly Clash[];
  ref: Ref<HTMLDivElement>;
}): ReactElement {
  const { t } = useTranslation("settings");
  return (
    <div ref={ref} role="alert" className={classes.conflict}>
      <Users size={18} aria-hidden />
      <div>
        <strong>{t("conflict.title")}</strong>
        <p>{t(clashes.length > 0 ? "conflict.clash" : "conflict.merged")}</p>
        {clashes.length > 0 && (
          <ul>
            {clashes.map(({ id, name, saved, take }) => (
              <li key={id}>
                <span>
                  <b>{name}</b>: {t("conflict.saved", { value: saved })}
                </span>
                <button type="button" onClick={take}>
                  {t("conflict.take")}
                  <span className="visually-hidden"> ({name})</span>
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}
