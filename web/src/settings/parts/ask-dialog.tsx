import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { Dialog } from "../../app/dialog.tsx";
import { sentenceOf } from "../../lib/api.ts";
import { useTranslation } from "../../lib/texts.ts";
import parts from "./parts.module.css";

type Props = {
  title: string;
  /** what will happen */
  text: string;
  /** the button that does it */
  submit: string;
  run: () => Promise<unknown>;
  close: () => void;
};

/** Asks once before what cannot be taken back. Closes when it is done; a refusal is told in it. */
export function AskDialog({ title, text, submit, run, close }: Props): ReactElement {
  const { t } = useTranslation("common");
  const doing = useMutation({ mutationFn: run, onSuccess: close });
  return (
    <Dialog onClose={close} title={title}>
      <p className={parts.dialogText}>{text}</p>
      {doing.error && (
        <p role="alert" className={parts.error}>
          {sentenceOf(doing.error)}
        </p>
      )}
      <div className={parts.buttons}>
        <Button variant="default" onClick={close} data-autofocus>
          {t("cancel")}
        </Button>
        <Button color="red" loading={doing.isPending} onClick={() => doing.mutate()}>
          {submit}
        </Button>
      </div>
    </Dialog>
  );
}
