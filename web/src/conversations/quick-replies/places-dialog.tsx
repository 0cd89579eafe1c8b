import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import type { ReactElement } from "react";
import { Dialog } from "../../app/dialog.tsx";
import { useTranslation } from "../../lib/texts.ts";
import { useLayer } from "../../lib/keys.ts";
import classes from "../dialogs/dialogs.module.css";

/** Asked when a text still has blanks that somebody meant to fill in. */
export function PlacesDialog({
  places,
  fill,
  send,
}: {
  places: readonly string[];
  fill: () => void;
  send: () => void;
}): ReactElement {
  const { t } = useTranslation(["composer", "common"]);
  useLayer(true);
  return (
    <Dialog onClose={fill} title={t("replies.placesTitle")} returnFocus={false}>
      <p>{t("replies.placesText", { count: places.length, places: places.join(", ") })}</p>
      <div className={classes.buttons}>
        <Button variant="default" onClick={send}>
          {t("replies.sendAnyway")}
        </Button>
        <Button data-autofocus onClick={fill}>
          {t("replies.fill")}
        </Button>
      </div>
    </Dialog>
  );
}
