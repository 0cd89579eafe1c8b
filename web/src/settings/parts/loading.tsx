import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { usePatience } from "../../conversations/list/list-states.tsx";
import classes from "./loading.module.css";

const BLOCKS = 4;

/** The frame of what is to come, once the wait is worth showing. */
export function Loading(): ReactElement {
  const { t } = useTranslation("settings");
  const shown = usePatience();
  return (
    <div className={classes.loading} role="status" aria-label={t("loading")}>
      {shown && Array.from({ length: BLOCKS }, (_, index) => <i key={index} className={classes.block} />)}
    </div>
  );
}
