import type { ContactCard, Conversation, ConversationRow, HistoryView } from "@balcao/api";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Ban, Check, Copy, Pencil, X } from "lucide-react";
import { useEffect, useRef, useState, type ReactElement, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Avatar } from "../../app/avatar.tsx";
import { api, sentenceOf } from "../../lib/api.ts";
import { useFormats } from "../../lib/format.ts";
import { queryClient } from "../../lib/queries.ts";
import { toast } from "../../lib/toast.ts";
import { CONVERSATION, patchCache } from "../../realtime/cache.ts";
import { currentRow, setBlocked } from "../commands.ts";
import { nameOf } from "../names.ts";
import { useNotes } from "../notes.ts";
import { useThread } from "../queries.ts";
import { FormattedLine, MentionNames } from "../thread/formatted-text.tsx";
import { historySentence } from "../thread/history-line.tsx";
import { askForTarget } from "../target.ts";
import { useNames } from "../use-names.ts";
import classes from "./contact-panel.module.css";

function Section({
  title,
  children,
  open = true,
}: {
  title: string;
  children: ReactNode;
  open?: boolean;
}): ReactElement {
  return (
    <details className={classes.section} open={open}>
      <summary>
        <h3>{title}</h3>
      </summary>
      {children}
    </details>
  );
}

function NameEditor({
  conversation,
  done,
}: {
  conversation: Conversation | ConversationRow;
  done: () => void;
}): ReactElement {
  const { t } = useTranslation(["desk", "common"]);
  const { contact } = conversation;
  const [name, setName] = useState(contact.name ?? contact.profileName ?? "");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  const save = useMutation({
    mutationFn: () =>
      api<ContactCard | undefined>(`/api/contacts/${contact.id}`, {
        method: "PATCH",
        body: { name: name.trim() || null },
      }),
    onSuccess: () => {
      const row = currentRow(conversation.id);
      if (row)
        patchCache(
          [
            {
              type: "conversation",
              row: { ...row, contact: { ...row.contact, name: name.trim() || null } },
              entries: [],
            },
          ],
          { isGuess: true },
        );
      void queryClient.invalidateQueries({ queryKey: [CONVERSATION, conversation.id] });
      done();
    },
    onError: (error) => toast(sentenceOf(error), { tone: "error" }),
  });
  return (
    <form
      className={classes.editor}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <input
        ref={field}
        value={name}
        maxLength={80}
        aria-label={t("desk:panel.name")}
        onChange={(event) => setName(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          done();
        }}
      />
      <button type="submit" aria-label={t("common:save")} disabled={save.isPending}>
        <Check size={16} />
      </button>
      <button type="button" aria-label={t("common:cancel")} onClick={done}>
        <X size={16} />
      </button>
    </form>
  );
}

function ContactSection({ conversation }: { conversation: Conversation | ConversationRow }): ReactElement {
  const { t } = useTranslation("desk");
  const [editing, setEditing] = useState(false);
  const { contact } = conversation;
  const copy = async (text: string): Promise<void> => {
    await navigator.clipboard.writeText(text);
    toast(t("copied"));
  };
  return (
    <div className={classes.contact}>
      <Avatar id={contact.id} name={contact.name ?? contact.profileName ?? ""} size={64} />
      {editing ? (
        <NameEditor conversation={conversation} done={() => setEditing(false)} />
      ) : (
        <button
          type="button"
          className={classes.name}
          onClick={() => setEditing(true)}
          title={t("panel.editName")}
        >
          <span>{nameOf(contact, t("unknownContact"))}</span>
          <Pencil size={14} aria-label={t("panel.editName")} />
        </button>
      )}
      {contact.blocked && (
        <p className={classes.blocked}>
          <Ban size={14} aria-hidden /> {t("blocked.title")}{" "}
          <button type="button" onClick={() => void setBlocked(conversation.id, false)}>
            {t("acts.unblock")}
          </button>
        </p>
      )}
      <dl className={classes.facts}>
        <div>
          <dt>{t("panel.phone")}</dt>
          <dd>
            {contact.phone ?? t("panel.hidden")}
            {contact.phone && (
              <button
                type="button"
                className={classes.copy}
                aria-label={t("panel.copyPhone")}
                onClick={() => void copy(contact.phone ?? "")}
              >
                <Copy size={14} />
              </button>
            )}
          </dd>
        </div>
        {contact.username && (
          <div>
            <dt>{t("panel.username")}</dt>
            <dd>@{contact.username}</dd>
          </div>
        )}
        {contact.profileName && (
          <div>
            <dt>{t("panel.profileName")}</dt>
            <dd>{contact.profileName}</dd>
          </div>
        )}
        {"channel" in conversation && (
          <div>
            <dt>{t("panel.channel")}</dt>
            <dd>
              {conversation.channel.name} · {conversation.channel.displayPhone}
            </dd>
          </div>
        )}
      </dl>
    </div>
  );
}

function History({ id }: { id: string }): ReactElement {
  const { t } = useTranslation("desk");
  const formats = useFormats();
  const names = useNames();
  const { data } = useThread(id);
  const lines = (data?.entries ?? [])
    .filter((entry): entry is HistoryView => entry.entry === "history")
    .toReversed();
  if (lines.length === 0) return <p className={classes.none}>{t("panel.noHistory")}</p>;
  return (
    <ol className={classes.list}>
      {lines.map((line) => (
        <li key={line.id}>
          <time dateTime={line.at}>{formats.full(Date.parse(line.at))}</time>
          <span>{historySentence(line, names, t, formats)}</span>
        </li>
      ))}
    </ol>
  );
}

/** The notes of the conversation; each leads to its place in the thread. */
function Notes({ id }: { id: string }): ReactElement {
  const { t } = useTranslation("desk");
  const formats = useFormats();
  const names = useNames();
  const { data: notes } = useNotes(id);
  if (!notes) return <></>;
  if (notes.length === 0) return <p className={classes.none}>{t("panel.noNotes")}</p>;
  return (
    <ul className={classes.list}>
      {notes.map((note) => (
        <li key={note.id}>
          <Link
            to="/conversations/$id"
            params={{ id }}
            search={(current) => ({ ...current, message: note.id })}
            className={classes.note}
            onClick={() => askForTarget(true)}
          >
            <MentionNames value={names.agent}>
              <FormattedLine text={note.text ?? ""} />
            </MentionNames>
          </Link>
          <span className={classes.when}>
            {names.agent(note.agentId)} · {formats.full(Date.parse(note.at))}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Who the customer is, what happened to the conversation, and earlier ones. */
export function ContactPanel({
  conversation,
  close,
}: {
  conversation: Conversation | ConversationRow;
  close: () => void;
}): ReactElement {
  const { t } = useTranslation(["desk", "common"]);
  const formats = useFormats();
  const names = useNames();
  const previous = "previous" in conversation ? conversation.previous : [];
  return (
    <section className={classes.panel} aria-label={t("desk:panel.label")}>
      <div className={classes.head}>
        <h2>{t("desk:panel.title")}</h2>
        <button type="button" onClick={close} aria-label={t("common:close")}>
          <X size={18} />
        </button>
      </div>
      <div className={classes.body}>
        <ContactSection conversation={conversation} />
        <Section title={t("desk:panel.previous")}>
          {previous.length === 0 && <p className={classes.none}>{t("desk:panel.noPrevious")}</p>}
          <ul className={classes.list}>
            {previous.map((other) => (
              <li key={other.id}>
                <Link to="/conversations/$id" params={{ id: other.id }} search={(current) => current}>
                  {t("desk:head.protocol", { number: other.protocol })} · {names.team(other.teamId)}
                </Link>
                <span className={classes.when}>
                  {formats.full(Date.parse(other.openedAt))}
                  {other.closedAt ? ` – ${formats.full(Date.parse(other.closedAt))}` : ""}
                </span>
              </li>
            ))}
          </ul>
        </Section>
        <Section title={t("desk:panel.notes")}>
          <Notes id={conversation.id} />
        </Section>
        <Section title={t("desk:panel.history")}>
          <History id={conversation.id} />
        </Section>
      </div>
    </section>
  );
}
