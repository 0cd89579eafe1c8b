import type { ChannelView } from "@balcao/api";
import { Button, PasswordInput, TextInput } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useState, type FormEvent, type ReactElement } from "react";
import { Dialog } from "../../app/dialog.tsx";
import { sentenceOf } from "../../lib/api.ts";
import { useTranslation } from "../../lib/texts.ts";
import { toast } from "../../lib/toast.ts";
import parts from "../parts/parts.module.css";
import classes from "./checks.module.css";
import { useDoing } from "./queries.ts";

type Props = { view: ChannelView; appId: string; close: () => void };

/** Trocar acesso: what is typed takes the place of what is kept once Meta has accepted it. A secret left empty stays. */
export function AccessDialog({ view, appId, close }: Props): ReactElement {
  const { t, i18n } = useTranslation(["channels", "common"]);
  const [values, setValues] = useState({ appId, appSecret: "", accessToken: "" });
  const doing = useDoing(view.channel.id, i18n.language);
  const refused = doing.data?.refused ?? null;
  const set = (name: keyof typeof values) => (event: React.ChangeEvent<HTMLInputElement>) =>
    setValues({ ...values, [name]: event.currentTarget.value });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const { version } = view.channel;
    const orKept = (text: string): string | null => (text.trim() === "" ? null : text.trim());
    doing.mutate(
      {
        path: "access",
        method: "PUT",
        body: {
          appId: values.appId.trim(),
          appSecret: orKept(values.appSecret),
          accessToken: orKept(values.accessToken),
          version,
        },
      },
      {
        onSuccess(changed) {
          if (changed.refused !== null) return;
          toast(t("channels:accessChanged"));
          close();
        },
      },
    );
  };
  const secret = {
    autoComplete: "off",
    visibilityToggleButtonProps: { "aria-label": t("channels:showSecret") },
  };
  return (
    <Dialog title={t("channels:acts.access")} onClose={close}>
      <form className={parts.dialog} onSubmit={submit}>
        <p>{t("channels:accessLead")}</p>
        <TextInput
          data-autofocus
          label={t("channels:appId")}
          inputMode="numeric"
          value={values.appId}
          onChange={set("appId")}
        />
        <PasswordInput
          label={t("channels:appSecret")}
          description={t("channels:keptWhenEmpty")}
          value={values.appSecret}
          onChange={set("appSecret")}
          {...secret}
        />
        <PasswordInput
          label={t("channels:accessToken")}
          description={t("channels:keptWhenEmpty")}
          value={values.accessToken}
          onChange={set("accessToken")}
          {...secret}
        />
        <div role="alert" className={classes.told}>
          {(refused !== null || doing.isError) && (
            <p className={classes.refused}>
              {refused ? `${refused.sentence} ${refused.repair ?? ""}` : sentenceOf(doing.error)}
            </p>
          )}
        </div>
        <div className={parts.buttons}>
          <Button variant="default" onClick={close}>
            {t("common:cancel")}
          </Button>
          <Button type="submit" loading={doing.isPending}>
            {t("channels:accessSave")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
