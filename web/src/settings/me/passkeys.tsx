import type { Passkey } from "@balcao/api";
import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useState, type ReactElement } from "react";
import { ErrorNotice } from "../../app/page-states.tsx";
import { api, ApiError, sentenceOf } from "../../lib/api.ts";
import { useFormats } from "../../lib/format.ts";
import { isDismissed, knowsPasskeys, makePasskey } from "../../lib/passkeys.ts";
import { useTranslation } from "../../lib/texts.ts";
import { toast } from "../../lib/toast.ts";
import { EditDialog } from "../parts/edit-dialog.tsx";
import { Loading } from "../parts/loading.tsx";
import { Section } from "../parts/page-head.tsx";
import classes from "./devices.module.css";
import { PASSKEYS, passkeysAgain, usePasskeys, useTwoStep } from "./queries.ts";

/** The password, a name, and then what the browser asks. */
function NewPasskey({ asksPassword, close }: { asksPassword: boolean; close: () => void }): ReactElement {
  const { t } = useTranslation(["security", "common"]);
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const save = async (): Promise<void> => {
    const { options } = await api<{ options: Record<string, unknown> }>("/api/passkeys/begin", {
      method: "POST",
      body: { password },
    });
    const credential = await makePasskey(options).catch((error: unknown) => {
      if (!isDismissed(error)) throw error;
      const title = t("security:passkeys.dismissed");
      throw new ApiError(409, { type: "about:blank", status: 409, code: "dismissed", title });
    });
    await api("/api/passkeys", { method: "POST", body: { name: name.trim(), credential } });
  };
  return (
    <EditDialog
      title={t("security:passkeys.new")}
      submit={t("security:twoStep.continue")}
      saved={t("security:passkeys.added")}
      list={PASSKEYS}
      isReady={name.trim() !== "" && (!asksPassword || password !== "")}
      save={save}
      close={close}
      fields={["name", "password"]}
    >
      {(fault) => (
        <>
          <TextInput
            label={t("security:passkeys.name")}
            description={t("security:passkeys.nameHelp")}
            data-autofocus
            autoComplete="off"
            maxLength={80}
            required
            withAsterisk={false}
            value={name}
            error={fault("name")}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {asksPassword && (
            <PasswordInput
              label={t("security:twoStep.password")}
              autoComplete="current-password"
              maxLength={128}
              required
              withAsterisk={false}
              value={password}
              error={fault("password")}
              visibilityToggleButtonProps={{ "aria-label": t("common:entry.showPassword") }}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
          )}
        </>
      )}
    </EditDialog>
  );
}

function Rename({ passkey, close }: { passkey: Passkey; close: () => void }): ReactElement {
  const { t } = useTranslation("security");
  const [name, setName] = useState(passkey.name);
  return (
    <EditDialog
      title={t("passkeys.renameTitle")}
      submit={t("passkeys.save")}
      saved={t("passkeys.renamed")}
      list={PASSKEYS}
      isReady={name.trim() !== ""}
      save={() => api(`/api/passkeys/${passkey.id}`, { method: "PATCH", body: { name: name.trim() } })}
      close={close}
      fields={["name"]}
    >
      {(fault) => (
        <TextInput
          label={t("passkeys.name")}
          data-autofocus
          autoComplete="off"
          maxLength={80}
          value={name}
          error={fault("name")}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      )}
    </EditDialog>
  );
}

function PasskeyItem({ passkey }: { passkey: Passkey }): ReactElement {
  const { t } = useTranslation("security");
  const formats = useFormats();
  const [isRenaming, setRenaming] = useState(false);
  const { id, name, createdAt, usedAt } = passkey;
  const remove = useMutation({
    mutationFn: () => api(`/api/passkeys/${id}`, { method: "DELETE" }),
    onSuccess: () => toast(t("passkeys.removed")),
    onError: (error) => toast(sentenceOf(error), { tone: "error" }),
    onSettled: passkeysAgain,
  });
  return (
    <li>
      <KeyRound size={22} aria-hidden />
      <div className={classes.words}>
        <div className={classes.name}>{name}</div>
        <div className={classes.sub}>
          {[
            t("passkeys.created", { time: formats.full(Date.parse(createdAt)) }),
            usedAt === null
              ? t("passkeys.neverUsed")
              : t("devices.used", { time: formats.full(Date.parse(usedAt)) }),
          ].join(" · ")}
        </div>
      </div>
      <Button
        variant="default"
        size="xs"
        aria-label={t("passkeys.renameNamed", { name })}
        onClick={() => setRenaming(true)}
      >
        {t("passkeys.rename")}
      </Button>
      <Button
        variant="default"
        size="xs"
        aria-label={t("passkeys.removeNamed", { name })}
        loading={remove.isPending}
        onClick={() => remove.mutate()}
      >
        {t("passkeys.remove")}
      </Button>
      {isRenaming && <Rename passkey={passkey} close={() => setRenaming(false)} />}
    </li>
  );
}

/** One's own passkeys: to sign in without a password. */
export function PasskeySection(): ReactElement {
  const { t } = useTranslation("security");
  const { data, error, refetch } = usePasskeys();
  const { data: twoStep } = useTwoStep();
  const [isNew, setNew] = useState(false);
  const why =
    data?.isPossible === false ? "passkeys.impossible" : knowsPasskeys() ? null : "passkeys.unknownHere";
  return (
    <Section title={t("passkeys.title")} lead={t("passkeys.lead")}>
      {data && twoStep ? (
        <>
          {data.items.length > 0 && (
            <ul className={classes.list}>
              {data.items.map((passkey) => (
                <PasskeyItem key={passkey.id} passkey={passkey} />
              ))}
            </ul>
          )}
          {why ? (
            <p className={classes.sub}>{t(why)}</p>
          ) : (
            <div>
              <Button variant="default" onClick={() => setNew(true)}>
                {t("passkeys.new")}
              </Button>
            </div>
          )}
          {isNew && <NewPasskey asksPassword={twoStep.hasPassword} close={() => setNew(false)} />}
        </>
      ) : error ? (
        <ErrorNotice error={error} retry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </Section>
  );
}
