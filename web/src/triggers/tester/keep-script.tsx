import { playedOutcome } from "@balcao/core";
import { Button, TextInput } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useMutation } from "@tanstack/react-query";
import { BookmarkPlus } from "lucide-react";
import { useState, type FormEvent, type ReactElement } from "react";
import { Dialog } from "../../app/dialog.tsx";
import { useTranslation } from "../../lib/texts.ts";
import { ApiError, sentenceOf } from "../../lib/api.ts";
import { hasRole, useSelf } from "../../lib/queries.ts";
import { toast } from "../../lib/toast.ts";
import parts from "../../settings/parts/parts.module.css";
import { keepScript, type Bench } from "./queries.ts";
import classes from "./scripts.module.css";
import type { Customer } from "./session.ts";

const NAME_MOST = 80;

function KeepDialog({
  customer,
  bench,
  close,
}: {
  customer: Customer;
  bench: Bench;
  close: () => void;
}): ReactElement {
  const { t } = useTranslation(["tester", "common"]);
  const [name, setName] = useState("");
  const { begin, steps } = customer;
  const expected = playedOutcome({ begin, steps: [...steps] }, bench.running, bench.company);
  const keep = useMutation({
    mutationFn: () => keepScript({ name: name.trim(), begin, steps: [...steps], expected }),
    onSuccess: () => {
      toast(t("tester:scripts.kept", { name: name.trim() }));
      close();
    },
  });
  const isTaken =
    keep.error instanceof ApiError && keep.error.problem?.fields?.some(({ code }) => code === "taken");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() !== "") keep.mutate();
  };
  return (
    <Dialog onClose={close} title={t("tester:scripts.keepTitle")}>
      <form className={parts.dialog} onSubmit={submit}>
        <TextInput
          data-autofocus
          required
          withAsterisk={false}
          label={t("tester:scripts.keepName")}
          maxLength={NAME_MOST}
          value={name}
          error={isTaken && t("tester:scripts.taken")}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <p>{t("tester:scripts.keepText")}</p>
        {expected.length === 0 ? (
          <p className={classes.faint}>{t("tester:scripts.silent")}</p>
        ) : (
          <ul className={classes.lines}>
            {expected.map((line, index) => (
              <li key={index}>{line}</li>
            ))}
          </ul>
        )}
        {keep.error && !isTaken && (
          <p role="alert" className={parts.error}>
            {sentenceOf(keep.error)}
          </p>
        )}
        <div className={parts.buttons}>
          <Button variant="default" onClick={close}>
            {t("common:cancel")}
          </Button>
          <Button type="submit" loading={keep.isPending} disabled={name.trim() === ""}>
            {t("tester:scripts.keepConfirm")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Keeps what was played as a test of the bot; says why not when it cannot be one. */
export function KeepScript({ customer, bench }: { customer: Customer; bench: Bench }): ReactElement | null {
  const { t } = useTranslation("tester");
  const [isOpen, setOpen] = useState(false);
  if (!hasRole(useSelf(), "administrator")) return null;
  const reason =
    customer.start !== null
      ? t("scripts.keepNeedsNew")
      : customer.steps.length === 0
        ? t("scripts.keepNeedsSteps")
        : customer.number !== null
          ? t("scripts.keepNeedsAccount")
          : null;
  return (
    <>
      <Button
        variant="default"
        leftSection={<BookmarkPlus size={16} aria-hidden />}
        disabled={reason !== null}
        aria-describedby={reason === null ? undefined : "keep-reason"}
        onClick={() => setOpen(true)}
      >
        {t("scripts.keep")}
      </Button>
      {reason !== null && (
        <p id="keep-reason" className={classes.faint}>
          {reason}
        </p>
      )}
      {isOpen && <KeepDialog customer={customer} bench={bench} close={() => setOpen(false)} />}
    </>
  );
}
