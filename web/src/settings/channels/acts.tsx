import type { ChannelCheck } from "@balcao/api";
import { Button, TextInput } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useState, type FormEvent, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import classes from "./checks.module.css";
import type { Doing } from "./queries.ts";

type Props = {
  check: ChannelCheck;
  /** null = nothing is under way */
  busy: string | null;
  act: (doing: Doing) => void;
  openAccess: () => void;
};

const PIN = /^\d{6}$/;

/** One short field and the button that sends it. */
function FieldAct({
  label,
  button,
  path,
  field,
  isReady,
  busy,
  act,
  digits = false,
}: Pick<Props, "busy" | "act"> & {
  label: string;
  button: string;
  path: string;
  field: "pin" | "code" | "to";
  isReady: (text: string) => boolean;
  digits?: boolean;
}): ReactElement {
  const [text, setText] = useState("");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isReady(text.trim()) && busy === null) act({ path, body: { [field]: text.trim() } });
  };
  return (
    <form className={classes.act} onSubmit={submit}>
      <TextInput
        label={label}
        value={text}
        inputMode={digits ? "numeric" : "tel"}
        autoComplete="off"
        maxLength={digits ? 8 : 30}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" loading={busy === path}>
        {button}
      </Button>
    </form>
  );
}

const isCode = (text: string): boolean => /^[\d-]{4,8}$/.test(text);

/** The code that proves that the number is the company's: asked for, then given back. */
function VerifyNumber({ busy, act }: Pick<Props, "busy" | "act">): ReactElement {
  const { t } = useTranslation("channels");
  return (
    <>
      <div className={classes.act}>
        {(["SMS", "VOICE"] as const).map((method) => (
          <Button
            key={method}
            variant="default"
            disabled={busy !== null}
            onClick={() => act({ path: "code", body: { method } })}
          >
            {t(`acts.code${method}`)}
          </Button>
        ))}
      </div>
      <FieldAct
        label={t("acts.code")}
        button={t("acts.codeConfirm")}
        path="code/verify"
        field="code"
        isReady={isCode}
        busy={busy}
        act={act}
        digits
      />
    </>
  );
}

/** What can be done here about a finding. */
export function CheckAct({ check, busy, act, openAccess }: Props): ReactElement | null {
  const { t } = useTranslation("channels");
  switch (check.act) {
    case "access":
      return (
        <div className={classes.act}>
          <Button variant="default" onClick={openAccess}>
            {t("acts.access")}
          </Button>
        </div>
      );
    case "webhook":
      return (
        <div className={classes.act}>
          <Button loading={busy === "webhook"} onClick={() => act({ path: "webhook" })}>
            {t("acts.webhook")}
          </Button>
        </div>
      );
    case "register":
    case "pin":
      return (
        <FieldAct
          label={t("acts.pin")}
          button={t(check.act === "pin" ? "acts.pinSave" : "acts.register")}
          path={check.act}
          field="pin"
          isReady={(text) => PIN.test(text)}
          busy={busy}
          act={act}
          digits
        />
      );
    case "verify_number":
      return <VerifyNumber busy={busy} act={act} />;
    case "test":
      return (
        <FieldAct
          label={t("acts.ownPhone")}
          button={t("acts.test")}
          path="test"
          field="to"
          isReady={(text) => text.length >= 8}
          busy={busy}
          act={act}
        />
      );
    default:
      return null;
  }
}
