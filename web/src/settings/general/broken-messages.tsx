import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { useBrokenMessages } from "../alarms.ts";
import { focusField } from "../parts/use-editor.ts";
import classes from "./broken-messages.module.css";

/** What customers are told after 24 h has become wrong since it was saved: said above all else. */
export function BrokenMessages(): ReactElement | null {
  const { t } = useTranslation(["settings", "templates"]);
  const broken = useBrokenMessages();
  if (broken.length === 0) return null;
  return (
    <section role="alert" className={classes.alarm} aria-label={t("autoMessages.alarm")}>
      <p>{t("autoMessages.alarm")}</p>
      <ul>
        {broken.map(({ kind, use, problem }) => (
          <li key={kind}>
            <button type="button" onClick={() => focusField(`autoMessages.${kind}.template`)}>
              {t(`autoMessages.${kind}`)}
            </button>
            {": "}
            {use.name} ({use.language}). {t(`templates:behind.because.${problem.code}`)}
          </li>
        ))}
      </ul>
    </section>
  );
}
