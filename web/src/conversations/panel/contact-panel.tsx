import type { Conversation, HistoryView } from "@balcao/api";
import { Link } from "@tanstack/react-router";
import { X } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { useFormats } from "../../lib/format.ts";
import { ContactTickets } from "../../tickets/contact-tickets.tsx";
import { useNotes } from "../notes.ts";
import { useThread } from "../queries.ts";
import { FormattedLine, MentionNames } from "../thread/formatted-text.tsx";
import { historySentence } from "../thread/history-line.tsx";
import { askForTarget, withoutMessage } from "../target.ts";
import { useNames } from "../use-names.ts";
import { ContactLabels } from "./contact-labels.tsx";
import { useContact, type PanelFacts } from "./contact-data.ts";
import { ContactNotes } from "./contact-notes.tsx";
import classes from "./contact-panel.module.css";
import { ConversationCosts } from "./conversation-costs.tsx";
import { CustomValues } from "./custom-values.tsx";
import { Identity } from "./identity.tsx";
import { Merges } from "./merges.tsx";
import { OrganisationPart } from "./organisation.tsx";
import { Section } from "./section.tsx";

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

const ENDINGS = ["inactivity", "agent", "merged", "history"] as const;

/** The customer's other conversations, with how they ended; each opens. */
function Previous({ previous }: { previous: Conversation["previous"] }): ReactElement {
  const { t } = useTranslation(["contact", "desk"]);
  const formats = useFormats();
  const names = useNames();
  if (previous.length === 0) return <p className={classes.none}>{t("desk:panel.noPrevious")}</p>;
  const ending = ({ status, closeReason }: Conversation["previous"][number]): string => {
    const reason = ENDINGS.find((known) => known === closeReason);
    return status === "closed" && reason ? t(`contact:ended.${reason}`) : t(`contact:status.${status}`);
  };
  return (
    <ul className={classes.list}>
      {previous.map((other) => (
        <li key={other.id}>
          <Link to="/conversations/$id" params={{ id: other.id }} search={withoutMessage}>
            {t("desk:head.protocol", { number: other.protocol })} · {names.team(other.teamId)}
          </Link>
          <span className={classes.when}>
            {formats.full(Date.parse(other.openedAt))}
            {other.closedAt ? ` – ${formats.full(Date.parse(other.closedAt))}` : ""} · {ending(other)}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Who the customer is, what is known about them, what happened to the conversation, and earlier ones. */
export function ContactPanel({
  conversation,
  close,
}: {
  conversation: PanelFacts;
  close: () => void;
}): ReactElement {
  const { t } = useTranslation(["contact", "desk", "common"]);
  const { data: contact } = useContact(conversation.contact.id);
  return (
    <section className={classes.panel} aria-label={t("desk:panel.label")}>
      <div className={classes.head}>
        <h2>{t("desk:panel.title")}</h2>
        <button type="button" onClick={close} aria-label={t("common:close")}>
          <X size={18} />
        </button>
      </div>
      <div className={classes.body}>
        <Identity contact={conversation.contact} conversation={conversation} details={contact} />
        {contact && (
          <>
            <Section title={t("contact:labels")}>
              <ContactLabels contact={contact} />
            </Section>
            <Section title={t("contact:fields")}>
              <CustomValues contact={contact} />
            </Section>
            <Section title={t("contact:organisation")}>
              <OrganisationPart contact={contact} />
            </Section>
            <Section title={t("contact:notes")}>
              <ContactNotes contact={contact} />
            </Section>
          </>
        )}
        <Section title={t("desk:panel.tickets")}>
          <ContactTickets contactId={conversation.contact.id} none={classes.none ?? ""} />
        </Section>
        <ConversationCosts conversation={conversation} />
        <Section title={t("desk:panel.previous")}>
          {conversation.previous && <Previous previous={conversation.previous} />}
        </Section>
        <Section title={t("desk:panel.notes")}>
          <Notes id={conversation.id} />
        </Section>
        {contact && (
          <Section title={t("contact:merge.section")}>
            <Merges contact={contact} />
          </Section>
        )}
        <Section title={t("desk:panel.history")}>
          <History id={conversation.id} />
        </Section>
      </div>
    </section>
  );
}
