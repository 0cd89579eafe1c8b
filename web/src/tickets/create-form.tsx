import { LONGEST_DESCRIPTION, LONGEST_TITLE, type ConversationRow, type TicketResult } from "@balcao/api";
import { Button, TextInput } from "@mantine/core";
import { useState, type FormEvent, type ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { chosenText } from "../conversations/chosen/chosen-text.ts";
import { clearChosen } from "../conversations/chosen/chosen.ts";
import classes from "../conversations/dialogs/dialogs.module.css";
import { useKindLabel } from "../conversations/kinds.ts";
import { nameOf } from "../conversations/names.ts";
import { authorOf } from "../conversations/thread/author.ts";
import { useNames } from "../conversations/use-names.ts";
import { useFormats } from "../lib/format.ts";
import { toast } from "../lib/toast.ts";
import { AgentChoice, PriorityChoice, TeamChoice } from "./choices.tsx";
import { send } from "./commands.ts";
import { FirstFields, readDrafts, useTicketFields, type FieldDrafts } from "./first-fields.tsx";
import { FirstFiles, type FirstFile } from "./first-files.tsx";
import { FirstLabels } from "./first-labels.tsx";
import { CategoryChoice, DueChoice, TypeChoice } from "./list-choices.tsx";
import { MarkedField } from "./marked-field.tsx";
import { closeTicketDialog, type TicketDialog } from "./open.ts";
import { titleFrom } from "./proposal.ts";
import ticketClasses from "./tickets.module.css";
import { useOpenTicket } from "./use-open-ticket.ts";

type Fields = {
  title: string;
  description: string;
  teamId: string;
  agentId: string | null;
  priority: ConversationRow["priority"];
  categoryId: string | null;
  typeId: string | null;
  dueAt: string | null;
  labelIds: string[];
};

/** Title and description as the chosen messages give them; team and responsible as the conversation has them. */
function useProposal({ conversation, messages }: TicketDialog): Fields {
  const { t } = useTranslation("desk");
  const formats = useFormats();
  const names = useNames();
  const kind = useKindLabel();
  const contactName = nameOf(conversation.contact, t("unknownContact"));
  const words = {
    when: formats.full,
    author: (message: TicketDialog["messages"][number]) => authorOf(message, contactName, names.agent, t),
    kind,
    deleted: t("revision.deleted"),
  };
  const [first] = messages;
  return {
    title: first ? titleFrom(chosenText([first], words)) : "",
    description: messages.length === 0 ? "" : chosenText(messages, words).slice(0, LONGEST_DESCRIPTION),
    teamId: conversation.teamId,
    agentId: conversation.agentId,
    priority: conversation.priority,
    categoryId: null,
    typeId: null,
    dueAt: null,
    labelIds: [],
  };
}

/** Says which number it got, and leads there if it may be seen. */
function useDone(): (done: TicketResult) => void {
  const { t } = useTranslation("tickets");
  const open = useOpenTicket();
  return ({ number, ticket }) => {
    closeTicketDialog();
    clearChosen();
    toast(t(ticket ? "create.done" : "create.doneElsewhere", { number }), {
      action: ticket && { label: t("open"), run: () => open(number) },
    });
  };
}

/** What of the account's own fields and of files a ticket begins with. */
function useMore() {
  const { i18n } = useTranslation("tickets");
  const fields = useTicketFields();
  const [drafts, setDrafts] = useState<FieldDrafts>({});
  const [isTold, setTold] = useState(false);
  const [files, setFiles] = useState<readonly FirstFile[]>([]);
  const [isSending, setSending] = useState(false);
  const { values, complaints } = readDrafts(drafts, fields, i18n.language === "en" ? "en" : "pt-BR");
  return {
    isSending,
    /** null = something is wrong, which is said from now on */
    read: () => {
      setTold(true);
      const isRight = Object.keys(complaints).length === 0;
      return isRight ? { fields: values, files: files.map(({ upload }) => upload) } : null;
    },
    ownFields: { drafts, complaints: isTold ? complaints : {}, change: setDrafts },
    ownFiles: { attached: files, change: setFiles, setSending },
  };
}

/** Criar novo chamado: filled in from the conversation, all of it to be changed. */
export function CreateForm({ dialog }: { dialog: TicketDialog }): ReactElement {
  const { t } = useTranslation(["tickets", "desk", "common", "contact"]);
  const proposal = useProposal(dialog);
  const [fields, setFields] = useState(proposal);
  const [isSaving, setSaving] = useState(false);
  const { isSending, read, ownFields, ownFiles } = useMore();
  const done = useDone();
  const change = (patch: Partial<Fields>): void => setFields((now) => ({ ...now, ...patch }));
  const { conversation, messages } = dialog;
  const isBlocked = fields.title.trim() === "" || isSaving || isSending;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const more = isBlocked ? null : read();
    if (!more) return;
    setSaving(true);
    const messageIds = messages.map(({ id }) => id);
    const wanted = { ...fields, ...more, conversationId: conversation.id, messageIds };
    const result = await send("/api/tickets", wanted);
    setSaving(false);
    if (result) done(result);
  };
  return (
    <form className={classes.form} onSubmit={(event) => void submit(event)}>
      <TextInput
        data-autofocus
        required
        label={t("tickets:field.title")}
        maxLength={LONGEST_TITLE}
        value={fields.title}
        onChange={(event) => change({ title: event.currentTarget.value })}
      />
      <MarkedField
        label={t("tickets:field.description")}
        minRows={3}
        maxRows={9}
        longest={LONGEST_DESCRIPTION}
        value={fields.description}
        change={(description) => change({ description })}
      />
      <dl className={ticketClasses.facts}>
        <div>
          <dt>{t("tickets:field.requester")}</dt>
          <dd>{nameOf(conversation.contact, t("desk:unknownContact"))}</dd>
        </div>
        <div>
          <dt>{t("tickets:field.messages")}</dt>
          <dd>{t("tickets:messages", { count: messages.length })}</dd>
        </div>
      </dl>
      <div className={ticketClasses.pair}>
        <TeamChoice value={fields.teamId} choose={(teamId) => change({ teamId, agentId: null })} />
        <AgentChoice
          value={fields.agentId}
          teamId={fields.teamId}
          choose={(agentId) => change({ agentId })}
        />
        <PriorityChoice value={fields.priority} choose={(priority) => change({ priority })} />
        <CategoryChoice value={fields.categoryId} choose={(categoryId) => change({ categoryId })} />
        <TypeChoice value={fields.typeId} choose={(typeId) => change({ typeId })} />
        <DueChoice value={fields.dueAt} choose={(dueAt) => change({ dueAt })} />
        <FirstFields {...ownFields} />
      </div>
      <FirstLabels chosen={fields.labelIds} choose={(labelIds) => change({ labelIds })} />
      <FirstFiles {...ownFiles} />
      <div className={classes.buttons}>
        <Button variant="default" onClick={closeTicketDialog}>
          {t("common:cancel")}
        </Button>
        <Button type="submit" disabled={isBlocked}>
          {t("tickets:create.save")}
        </Button>
      </div>
    </form>
  );
}
