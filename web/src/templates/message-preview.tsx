import type { TemplateShown } from "@balcao/core";
import type { ReactElement } from "react";
import bubble from "../conversations/thread/bubble.module.css";
import { TemplateShownView } from "../conversations/thread/template-shown.tsx";
import { useTranslation } from "../lib/texts.ts";
import classes from "./template-choice.module.css";

/** The very bubble that the thread, and the phone, will show. */
export function MessagePreview({ shown }: { shown: TemplateShown }): ReactElement {
  const { t } = useTranslation("templates");
  return (
    <section className={classes.preview} aria-label={t("preview")}>
      <div className={bubble.row} data-side="out" data-author="agent" data-starts data-ends>
        <div className={bubble.bubbleLine}>
          <div className={bubble.bubble}>
            <TemplateShownView shown={shown} />
          </div>
        </div>
      </div>
    </section>
  );
}
