import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useMutation, type QueryKey } from "@tanstack/react-query";
import type { FormEvent, ReactElement, ReactNode } from "react";
import { Dialog } from "../../app/dialog.tsx";
import { useTranslation } from "../../lib/texts.ts";
import { ApiError, sentenceOf } from "../../lib/api.ts";
import { queryClient } from "../../lib/queries.ts";
import { toast } from "../../lib/toast.ts";
import parts from "./parts.module.css";

type Props = {
  title: string;
  /** the button that saves */
  submit: string;
  /** said when it is saved */
  saved: string;
  /** what is fetched anew then, and after a refusal: somebody else may have changed it */
  list: QueryKey;
  isReady: boolean;
  save: () => Promise<unknown>;
  close: () => void;
  /** the fields whose faults stand beside them; any other is told as a sentence */
  fields: readonly string[];
  children: (fault: (field: string) => string | undefined) => ReactNode;
};

/** One record of a short list, new or changed. What was refused stays typed, with the reason. */
export function EditDialog(props: Props): ReactElement {
  const { title, submit, saved, list, isReady, save, close, fields, children } = props;
  const { t } = useTranslation("common");
  const saving = useMutation({
    mutationFn: save,
    onSuccess: () => {
      close();
      toast(saved);
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: list }),
  });
  const faults = saving.error instanceof ApiError ? (saving.error.problem?.fields ?? []) : [];
  const fault = (field: string): string | undefined => faults.find(({ path }) => path === field)?.message;
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (isReady) saving.mutate();
  };
  return (
    <Dialog onClose={close} title={title}>
      <form className={parts.dialog} onSubmit={onSubmit}>
        {children(fault)}
        {saving.error && !fields.some((field) => fault(field) !== undefined) && (
          <p role="alert" className={parts.error}>
            {sentenceOf(saving.error)}
          </p>
        )}
        <div className={parts.buttons}>
          <Button variant="default" onClick={close}>
            {t("cancel")}
          </Button>
          <Button type="submit" loading={saving.isPending}>
            {submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
