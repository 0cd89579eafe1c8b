import type { InvitationCreated as InvitationCreatedSchema, Role } from "@balcao/api";
import { Button, TextInput } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useMutation } from "@tanstack/react-query";
import { Check, Copy } from "lucide-react";
import { useEffect, useRef, useState, type FormEvent, type ReactElement } from "react";
import { Dialog } from "../../app/dialog.tsx";
import { useTranslation } from "../../lib/texts.ts";
import type { z } from "zod";
import { api, ApiError, sentenceOf } from "../../lib/api.ts";
import { useFormats } from "../../lib/format.ts";
import parts from "../parts/parts.module.css";
import { focusField } from "../parts/use-editor.ts";
import { refreshPeople } from "../queries.ts";
import classes from "./invite-dialog.module.css";
import { RoleChoice } from "./role-choice.tsx";
import { TeamChoice } from "./team-choice.tsx";

type Created = z.infer<typeof InvitationCreatedSchema>;
export type InviteValues = { name: string; email: string; role: Role; teamIds: string[] };
export const NOBODY: InviteValues = { name: "", email: "", role: "agent", teamIds: [] };

/** As strict as a browser's own check; the server has the last word. */
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/u;

/** The one-time link, which nobody can see again. */
function LinkOnce({ created, close }: { created: Created; close: () => void }): ReactElement {
  const { t } = useTranslation(["settings", "common"]);
  const formats = useFormats();
  const field = useRef<HTMLInputElement>(null);
  const [isCopied, setCopied] = useState(false);
  useEffect(() => field.current?.select(), []);
  const copy = async (): Promise<void> => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(created.link);
    } catch {
      // plain http in a local network has no clipboard; the selection can still be copied
      document.execCommand("copy");
    }
    setCopied(true);
  };
  const { name, email, expiresAt } = created.invitation;
  return (
    <div className={parts.dialog}>
      <p>
        {t("settings:invite.created", { name: name || email, until: formats.full(Date.parse(expiresAt)) })}
      </p>
      <TextInput
        ref={field}
        label={t("settings:invite.link")}
        value={created.link}
        readOnly
        classNames={{ input: classes.link ?? "" }}
      />
      <p className={parts.caution}>{t("settings:invite.once")}</p>
      <p className="visually-hidden" role="status">
        {isCopied && t("settings:invite.copied")}
      </p>
      <div className={parts.buttons}>
        <Button variant="default" onClick={close}>
          {t("settings:invite.done")}
        </Button>
        <Button
          leftSection={isCopied ? <Check size={16} aria-hidden /> : <Copy size={16} aria-hidden />}
          onClick={() => void copy()}
        >
          {t(isCopied ? "settings:invite.copied" : "settings:invite.copy")}
        </Button>
      </div>
    </div>
  );
}

function InviteForm({
  initial,
  close,
  onCreated,
}: {
  initial: InviteValues;
  close: () => void;
  onCreated: (created: Created) => void;
}): ReactElement {
  const { t } = useTranslation(["settings", "common"]);
  const [values, setValues] = useState(initial);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const change = (patch: Partial<InviteValues>): void => {
    setValues((current) => ({ ...current, ...patch }));
    setErrors({});
  };
  const show = (found: Record<string, string>): void => {
    setErrors(found);
    const [first] = Object.keys(found);
    if (first) focusField(first);
  };
  const invite = useMutation({
    mutationFn: () =>
      api<Created>("/api/invitations", {
        method: "POST",
        body: { ...values, name: values.name.trim(), email: values.email.trim() },
      }),
    onSuccess: (created) => {
      refreshPeople();
      onCreated(created);
    },
    onError: (error) => {
      const fields = error instanceof ApiError ? (error.problem?.fields ?? []) : [];
      show(Object.fromEntries(fields.map(({ path, message }) => [path, message])));
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (EMAIL.test(values.email.trim())) invite.mutate();
    else show({ email: t(values.email.trim() ? "settings:problems.email" : "settings:problems.required") });
  };
  return (
    <form className={parts.dialog} onSubmit={submit} noValidate>
      {invite.error && Object.keys(errors).length === 0 && (
        <p role="alert" className={parts.error}>
          {sentenceOf(invite.error)}
        </p>
      )}
      <TextInput
        label={t("settings:invite.name")}
        data-path="name"
        data-autofocus
        maxLength={80}
        autoComplete="off"
        value={values.name}
        error={errors["name"]}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <TextInput
        label={t("settings:invite.email")}
        description={t("settings:invite.emailHelp")}
        data-path="email"
        type="email"
        maxLength={200}
        autoComplete="off"
        required
        value={values.email}
        error={errors["email"]}
        onChange={(event) => change({ email: event.currentTarget.value })}
      />
      <RoleChoice value={values.role} error={errors["role"]} change={(role) => change({ role })} />
      <TeamChoice value={values.teamIds} change={(teamIds) => change({ teamIds })} />
      <div className={parts.buttons}>
        <Button variant="default" onClick={close}>
          {t("common:cancel")}
        </Button>
        <Button type="submit" loading={invite.isPending}>
          {t("settings:invite.create")}
        </Button>
      </div>
    </form>
  );
}

/** Convidar: who, as what, in which teams; then the link to hand over, shown this once. */
export function InviteDialog({
  initial = NOBODY,
  close,
}: {
  initial?: InviteValues;
  close: () => void;
}): ReactElement {
  const { t } = useTranslation(["settings", "common"]);
  const [created, setCreated] = useState<Created | null>(null);
  return (
    <Dialog
      onClose={close}
      title={t("settings:invite.title")}
      size="lg"
      // a slip of the hand must not lose what was typed, nor the link
      closeOnClickOutside={false}
    >
      {created ? (
        <LinkOnce created={created} close={close} />
      ) : (
        <InviteForm initial={initial} close={close} onCreated={setCreated} />
      )}
    </Dialog>
  );
}
