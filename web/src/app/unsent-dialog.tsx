import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import type { ReactElement } from "react";
import { Dialog } from "./dialog.tsx";
import { useTranslation } from "../lib/texts.ts";
import dialogs from "../conversations/dialogs/dialogs.module.css";
import { emptyOutbox } from "../conversations/outbox.ts";
import { signOut } from "./sign-out.ts";

/** Signing out with messages unsent: to stay is the safe one, and discarding cannot be taken back. */
export function UnsentDialog({ count, close }: { count: number; close: () => void }): ReactElement {
  const { t } = useTranslation("common");
  return (
    <Dialog onClose={close} title={t("profile.unsent.title")} size="md">
      <div className={dialogs.form}>
        <p>{t("profile.unsent.text", { count })}</p>
        <div className={dialogs.buttons}>
          <Button variant="default" data-autofocus onClick={close}>
            {t("profile.unsent.stay")}
          </Button>
          <Button color="red" variant="light" onClick={() => void emptyOutbox().then(signOut)}>
            {t("profile.unsent.discard")}
          </Button>
          <Button onClick={() => void signOut()}>{t("profile.unsent.keep")}</Button>
        </div>
      </div>
    </Dialog>
  );
}
