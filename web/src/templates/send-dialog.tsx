import type { Conversation, ConversationRow } from "@balcao/api";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useRef, useState, type FormEvent, type ReactElement } from "react";
import { Dialog } from "../app/dialog.tsx";
import { useTranslation } from "../lib/texts.ts";
import { ErrorNotice } from "../app/page-states.tsx";
import dialogs from "../conversations/dialogs/dialogs.module.css";
import { scheduleTemplate } from "../conversations/scheduled/commands.ts";
import { ScheduleDialog } from "../conversations/scheduled/schedule-dialog.tsx";
import { useContact } from "../conversations/panel/contact-data.ts";
import { useWindowOpen } from "../conversations/use-window-open.ts";
import { newKey } from "../conversations/new-key.ts";
import { useKnownFacts } from "./known.ts";
import { useTemplates } from "./queries.ts";
import { Refusal } from "./refusal.tsx";
import { fieldErrors, sendTemplate, wasAnswered } from "./sending.ts";
import { NOTHING_CHOSEN, TemplateChoice, filledIn, type Choice } from "./template-choice.tsx";
import { useFirstFocus } from "./use-first-focus.ts";
import classes from "./template-choice.module.css";

/** Enviar Template de Mensagens após 24hs: chosen, filled in and seen before it goes. */
export function SendTemplateDialog({
  conversation,
  close,
}: {
  conversation: Conversation | ConversationRow;
  close: () => void;
}): ReactElement {
  const { t } = useTranslation(["templates", "common", "desk", "scheduled"]);
  const { data: list, error, refetch } = useTemplates();
  const [choice, setChoice] = useState<Choice>(NOTHING_CHOSEN);
  const [refusal, setRefusal] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const key = useRef(newKey());
  const use = filledIn(choice);
  const isOutside = !useWindowOpen(conversation.windowClosesAt);
  const known = useKnownFacts({ contact: conversation.contact, protocol: conversation.protocol });
  const { id: contactId } = conversation.contact;
  const { data: contact } = useContact(contactId);
  // a row of the list does not say its number; the conversation itself is on its way
  const only = list?.accounts.length === 1 ? list.accounts[0]?.channels[0]?.id : undefined;
  const channelId = "channel" in conversation ? conversation.channel.id : only;
  const isReady = list !== undefined && channelId !== undefined;
  const form = useFirstFocus(isReady);
  const [isLater, setLater] = useState(false);
  if (isLater && use) {
    return (
      <ScheduleDialog
        choose={async (moment) => {
          await scheduleTemplate(conversation.id, key.current, use, moment);
          close();
        }}
        close={() => setLater(false)}
      />
    );
  }
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!use || busy) return;
    setBusy(true);
    try {
      await sendTemplate(conversation.id, key.current, use);
      close();
    } catch (failure) {
      if (wasAnswered(failure)) key.current = newKey();
      setRefusal(failure);
      setBusy(false);
    }
  };
  return (
    <Dialog onClose={close} title={t("templates:send.title")} size={780}>
      <form ref={form} className={dialogs.form} onSubmit={(event) => void submit(event)}>
        {isReady ? (
          <TemplateChoice
            focus
            list={list}
            channelId={channelId}
            known={known}
            isOutside={isOutside}
            noMarketing={contact?.marketing?.stopped ?? false}
            choice={choice}
            choose={(next) => {
              setChoice(next);
              setRefusal(null);
            }}
            errors={fieldErrors(refusal)}
          />
        ) : error ? (
          <ErrorNotice error={error} retry={() => void refetch()} />
        ) : (
          <div className={classes.waiting} aria-busy />
        )}
        {refusal !== null && <Refusal error={refusal} />}
        <div className={dialogs.buttons}>
          <Button variant="default" onClick={close}>
            {t("common:cancel")}
          </Button>
          <Button variant="default" disabled={!use || busy} onClick={() => setLater(true)}>
            {t("scheduled:later")}
          </Button>
          <Button type="submit" disabled={!use} loading={busy}>
            {t("desk:composer.send")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
