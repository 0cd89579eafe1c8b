import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { setPreference, usePreferences } from "../../lib/preferences.ts";
import { focusComposer } from "../focus.ts";
import classes from "./composer.module.css";
import type { SendWith } from "./marks.ts";

/** Asked of who writes here for the first time: which key sends. Writing on and sending is an answer too. */
export function HabitOffer({ text }: { text: string }): ReactElement | null {
  const { t } = useTranslation("composer");
  const isKnown = usePreferences((state) => state.habitKnown);
  if (isKnown || text === "") return null;
  const choose = (sendWith: SendWith): void => {
    void setPreference("sendWith", sendWith);
    void setPreference("habitKnown", true);
    focusComposer();
  };
  return (
    <div className={classes.offer} role="group" aria-label={t("habit.label")}>
      <span>{t("habit.text")}</span>
      <button type="button" onClick={() => choose("enter")}>
        {t("habit.enter")}
      </button>
      <button type="button" onClick={() => choose("ctrl-enter")}>
        {t("habit.ctrl")}
      </button>
    </div>
  );
}
