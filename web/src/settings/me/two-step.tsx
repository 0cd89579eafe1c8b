import type { TwoStep } from "@balcao/api";
import { Button } from "@mantine/core";
import { useState, type ReactElement } from "react";
import { Dialog } from "../../app/dialog.tsx";
import { ErrorNotice } from "../../app/page-states.tsx";
import { useTranslation } from "../../lib/texts.ts";
import { toast } from "../../lib/toast.ts";
import { Loading } from "../parts/loading.tsx";
import { Section } from "../parts/page-head.tsx";
import parts from "../parts/parts.module.css";
import { BackupCodes } from "./backup-codes.tsx";
import { twoStepAgain, useTwoStep } from "./queries.ts";
import { PasswordStep, TwoStepSetup } from "./two-step-setup.tsx";
import classes from "./two-step.module.css";

type Close = { close: () => void };

function TurnOn({ close }: Close): ReactElement {
  const { t } = useTranslation("security");
  return (
    <Dialog title={t("twoStep.title")} onClose={close} closeOnClickOutside={false}>
      <TwoStepSetup
        onDone={() => {
          close();
          toast(t("twoStep.turnedOn"));
        }}
      />
    </Dialog>
  );
}

function TurnOff({ close }: Close): ReactElement {
  const { t } = useTranslation("security");
  return (
    <Dialog title={t("twoStep.turnOffTitle")} onClose={close}>
      <p className={parts.dialogText}>{t("twoStep.turnOffText")}</p>
      <PasswordStep
        path="/api/me/two-step/off"
        submit={t("twoStep.turnOff")}
        onDone={() => {
          close();
          toast(t("twoStep.turnedOff"));
        }}
      />
    </Dialog>
  );
}

function NewCodes({ close }: Close): ReactElement {
  const { t } = useTranslation("security");
  const [codes, setCodes] = useState<string[] | null>(null);
  const done = (): void => {
    close();
    toast(t("twoStep.renewed"));
  };
  return (
    <Dialog title={t("twoStep.newCodes")} onClose={close} closeOnClickOutside={false}>
      {codes ? (
        <BackupCodes codes={codes} onDone={done} />
      ) : (
        <>
          <p className={parts.dialogText}>{t("twoStep.newCodesText")}</p>
          <PasswordStep<{ backupCodes: string[] }>
            path="/api/me/two-step/backup-codes"
            submit={t("twoStep.continue")}
            onDone={({ backupCodes }) => setCodes(backupCodes)}
          />
        </>
      )}
    </Dialog>
  );
}

const DIALOGS = { on: TurnOn, off: TurnOff, codes: NewCodes };

function State({ state }: { state: TwoStep }): ReactElement {
  const { t } = useTranslation("security");
  const [open, setOpen] = useState<keyof typeof DIALOGS | null>(null);
  const Opened = open && DIALOGS[open];
  const close = (): void => {
    setOpen(null);
    void twoStepAgain();
  };
  if (!state.hasPassword) return <p>{t("twoStep.noPassword")}</p>;
  return (
    <>
      <p>
        {[
          t(state.isOn ? "twoStep.on" : "twoStep.off"),
          ...(state.isRequired ? [t("twoStep.required")] : []),
          ...(state.isOn ? [t("twoStep.left", { count: state.backupCodesLeft })] : []),
        ].join(" ")}
      </p>
      <div className={classes.acts}>
        {state.isOn ? (
          <>
            <Button variant="default" onClick={() => setOpen("codes")}>
              {t("twoStep.newCodes")}
            </Button>
            {!state.isRequired && (
              <Button variant="default" onClick={() => setOpen("off")}>
                {t("twoStep.turnOff")}
              </Button>
            )}
          </>
        ) : (
          <Button onClick={() => setOpen("on")}>{t("twoStep.turnOn")}</Button>
        )}
      </div>
      {Opened && <Opened close={close} />}
    </>
  );
}

/** One's own second step: off, on, and its backup codes. */
export function TwoStepSection(): ReactElement {
  const { t } = useTranslation("security");
  const { data, error, refetch } = useTwoStep();
  return (
    <Section title={t("twoStep.title")} lead={t("twoStep.lead")}>
      {data ? (
        <State state={data} />
      ) : error ? (
        <ErrorNotice error={error} retry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </Section>
  );
}
