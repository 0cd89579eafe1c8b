import type { Team, TemplateList } from "@balcao/api";
import { formatPhone, readPhone } from "@balcao/core";
import { Button, NativeSelect, TextInput } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useNavigate } from "@tanstack/react-router";
import { useRef, useState, type FormEvent, type ReactElement } from "react";
import { Dialog } from "../app/dialog.tsx";
import { useTranslation } from "../lib/texts.ts";
import { ErrorNotice } from "../app/page-states.tsx";
import dialogs from "../conversations/dialogs/dialogs.module.css";
import { closeBegin, useOpenDialogs, type BeginWith } from "../conversations/dialogs/open.ts";
import { nameOf } from "../conversations/names.ts";
import { useContact } from "../conversations/panel/contact-data.ts";
import { newKey } from "../conversations/new-key.ts";
import { useLayer } from "../lib/keys.ts";
import { hasRole, useSelf, useTeams } from "../lib/queries.ts";
import { toast } from "../lib/toast.ts";
import { useKnownFacts } from "./known.ts";
import { useTemplates } from "./queries.ts";
import { Refusal } from "./refusal.tsx";
import { beginConversation, fieldErrors, wasAnswered } from "./sending.ts";
import { NOTHING_CHOSEN, TemplateChoice, filledIn, type Choice } from "./template-choice.tsx";
import { useFirstFocus } from "./use-first-focus.ts";
import classes from "./template-choice.module.css";

type Values = { phone: string; teamId: string; channelId: string };

/** The teams in which this person may begin a conversation, their own first. */
function useOwnTeams(): Team[] {
  const me = useSelf();
  const { data: teams } = useTeams();
  const isMine = ({ id }: Team): boolean => me.teamIds.includes(id);
  const open = (teams ?? []).filter((team) => team.active && team.kind === "whatsapp");
  if (!hasRole(me, "supervisor")) return open.filter(isMine);
  return open.toSorted((a, b) => Number(isMine(b)) - Number(isMine(a)));
}

function Whom({
  whom,
  values,
  change,
  teams,
  list,
  errors,
}: {
  whom: BeginWith;
  values: Values;
  change: (next: Partial<Values>) => void;
  teams: readonly Team[];
  list: TemplateList;
  errors: Record<string, string>;
}): ReactElement {
  const { t } = useTranslation(["templates", "common"]);
  const channels = list.accounts.flatMap((account) => account.channels);
  const phone = readPhone(values.phone);
  return (
    <>
      {whom ? (
        <p>{t("templates:begin.with", { name: nameOf(whom.contact, t("common:unknownContact")) })}</p>
      ) : (
        <TextInput
          label={t("templates:begin.phone")}
          description={
            phone === null
              ? t("templates:begin.phoneText")
              : t("templates:begin.isPhone", { phone: formatPhone(phone) })
          }
          type="tel"
          inputMode="tel"
          autoComplete="off"
          required
          data-autofocus
          value={values.phone}
          error={errors["phone"]}
          onChange={(event) => change({ phone: event.currentTarget.value })}
        />
      )}
      <div className={classes.split}>
        <NativeSelect
          label={t("templates:begin.team")}
          value={values.teamId}
          data={teams.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(event) => change({ teamId: event.currentTarget.value })}
        />
        {channels.length > 1 && (
          <NativeSelect
            label={t("templates:begin.number")}
            value={values.channelId}
            data={channels.map(({ id, name, displayPhone }) => ({
              value: id,
              label: `${name} · ${formatPhone(displayPhone)}`,
            }))}
            onChange={(event) => change({ channelId: event.currentTarget.value })}
          />
        )}
      </div>
    </>
  );
}

function BeginForm({
  whom,
  phone,
  teams,
  list,
}: {
  whom: BeginWith;
  phone: string;
  teams: readonly Team[];
  list: TemplateList;
}): ReactElement {
  const { t } = useTranslation(["templates", "common", "desk"]);
  const navigate = useNavigate();
  const [values, setValues] = useState<Values>({
    phone,
    teamId: teams.find(({ id }) => id === whom?.teamId)?.id ?? teams[0]?.id ?? "",
    channelId: whom?.channelId ?? list.accounts[0]?.channels[0]?.id ?? "",
  });
  const { data: contact } = useContact(whom?.contact.id ?? "", whom !== null);
  const [choice, setChoice] = useState<Choice>(NOTHING_CHOSEN);
  const [refusal, setRefusal] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const key = useRef(newKey());
  const form = useFirstFocus(true);
  const known = useKnownFacts({ contact: whom?.contact ?? null, protocol: null });
  const use = filledIn(choice);
  const isReady = use !== null && values.teamId !== "" && (whom !== null || readPhone(values.phone) !== null);
  const errors = fieldErrors(refusal);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!use || !isReady || busy) return;
    setBusy(true);
    const { teamId, channelId } = values;
    const to = whom ? { contactId: whom.contact.id } : { phone: values.phone };
    try {
      const begun = await beginConversation(key.current, { channelId, to, teamId, template: use });
      closeBegin();
      if (begun.existed) toast(t("templates:begin.existed"));
      await navigate({ to: "/conversations/$id", params: { id: begun.conversation.id } });
    } catch (failure) {
      if (wasAnswered(failure)) key.current = newKey();
      setRefusal(failure);
      setBusy(false);
    }
  };
  return (
    <form ref={form} className={dialogs.form} onSubmit={(event) => void submit(event)}>
      <Whom
        whom={whom}
        values={values}
        teams={teams}
        list={list}
        errors={errors}
        change={(next) => {
          setValues((current) => ({ ...current, ...next }));
          if (next.channelId !== undefined) setChoice(NOTHING_CHOSEN);
          setRefusal(null);
        }}
      />
      <TemplateChoice
        focus={whom !== null}
        list={list}
        channelId={values.channelId}
        known={known}
        noMarketing={contact?.marketing?.stopped ?? false}
        choice={choice}
        choose={(next) => {
          setChoice(next);
          setRefusal(null);
        }}
        errors={errors}
      />
      {refusal !== null && <Refusal error={refusal} />}
      <div className={dialogs.buttons}>
        <Button variant="default" onClick={closeBegin}>
          {t("common:cancel")}
        </Button>
        <Button type="submit" disabled={!isReady} loading={busy}>
          {t("desk:composer.send")}
        </Button>
      </div>
    </form>
  );
}

/** + Nova conversa: who, which team, and the template with which it begins. */
export function BeginDialog(): ReactElement {
  const { t } = useTranslation(["templates", "common"]);
  const whom = useOpenDialogs((state) => state.begin?.with ?? null);
  const phone = useOpenDialogs((state) => state.begin?.phone ?? "");
  const teams = useOwnTeams();
  const { data: list, error, refetch } = useTemplates();
  useLayer(true);
  return (
    <Dialog onClose={closeBegin} title={t("templates:begin.title")} size={780}>
      {list && teams.length > 0 ? (
        <BeginForm whom={whom} phone={phone} teams={teams} list={list} />
      ) : error ? (
        <ErrorNotice error={error} retry={() => void refetch()} />
      ) : (
        <div className={classes.waiting} aria-busy={!list}>
          {list && <p>{t("templates:begin.noTeam")}</p>}
        </div>
      )}
    </Dialog>
  );
}
