import type { HistoryView, MessageView, NoteView, ThreadEntry, Transcript } from "@balcao/api";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { useFormats } from "../../lib/format.ts";
import { useSelf } from "../../lib/queries.ts";
import { useKindLabel } from "../kinds.ts";
import { aliasOf, nameOf } from "../names.ts";
import { useAuthor } from "../thread/author.ts";
import { contentOf } from "../thread/content.ts";
import { ContentView } from "../thread/content-view.tsx";
import { FormattedText, MentionNames } from "../thread/formatted-text.tsx";
import { historySentence } from "../thread/history-line.tsx";
import { revised } from "../thread/revisions.ts";
import { useNames } from "../use-names.ts";
import classes from "./sheet.module.css";

/** A file on paper: its picture if it is one, else what it is and its name. */
function File({ media, kind }: { media: NonNullable<MessageView["media"]>; kind: string }): ReactElement {
  const formats = useFormats();
  const facts = [kind, media.fileName, media.size === null ? null : formats.bytes(media.size)];
  const isPicture = media.kind === "image" || media.kind === "sticker";
  return (
    <>
      {isPicture && media.url && (
        <img className={classes.picture} src={media.url} alt={media.fileName ?? kind} />
      )}
      <p className={classes.file}>[{facts.filter(Boolean).join(" · ")}]</p>
    </>
  );
}

function Message({ message, contactName }: { message: MessageView; contactName: string }): ReactElement {
  const { t } = useTranslation(["transcript", "desk"]);
  const kindLabel = useKindLabel();
  const author = useAuthor(message, contactName);
  const { now, before, isDeleted } = revised(message);
  const { media } = message;
  const content = contentOf(now);
  const caption = "caption" in content ? content.caption : null;
  const facts = [
    message.status === "received" ? null : t(`desk:status.${message.status}`),
    message.failure?.code ? t("transcript:code", { code: message.failure.code }) : null,
    isDeleted ? t("desk:revision.deleted") : before ? t("desk:revision.edited") : null,
    ...message.reactions.map(({ emoji }) => emoji),
  ].filter(Boolean);
  return (
    <div className={classes.words}>
      <p className={classes.author}>
        <strong>{author}</strong> <span>{facts.join(" · ")}</span>
      </p>
      {message.quoted && <p className={classes.quote}>{message.quoted.preview || t("desk:quote.noText")}</p>}
      {media ? (
        <>
          <File media={media} kind={kindLabel(media.voice ? "voice" : message.kind)} />
          {caption && <FormattedText text={caption} />}
        </>
      ) : (
        <ContentView message={now} author={author} />
      )}
      {before?.text && (
        <p className={classes.before}>
          {t("transcript:before")} {before.text}
        </p>
      )}
    </div>
  );
}

function Note({ note }: { note: NoteView }): ReactElement {
  const { t } = useTranslation("desk");
  const names = useNames();
  return (
    <div className={classes.words}>
      <p className={classes.author}>
        <strong>{t("note.title")}</strong> <span>{names.agent(note.agentId)}</span>
      </p>
      {note.text === null ? (
        <p>{t("note.deleted")}</p>
      ) : (
        <MentionNames value={names.agent}>
          <FormattedText text={note.text} />
        </MentionNames>
      )}
    </div>
  );
}

function Line({ line }: { line: HistoryView }): ReactElement {
  const { t } = useTranslation("desk");
  return <p className={classes.line}>{historySentence(line, useNames(), t, useFormats())}</p>;
}

function Entry({ entry, contactName }: { entry: ThreadEntry; contactName: string }): ReactElement {
  const formats = useFormats();
  return (
    <li className={classes.entry} data-entry={entry.entry}>
      <time dateTime={entry.at}>{formats.full(Date.parse(entry.at))}</time>
      {entry.entry === "message" && <Message message={entry} contactName={contactName} />}
      {entry.entry === "note" && <Note note={entry} />}
      {entry.entry === "history" && <Line line={entry} />}
    </li>
  );
}

/** The paper itself: whose conversation with whom, everything said, and the digest that vouches for it. */
export function Sheet({
  transcript,
  isRecorded,
  isSelection,
}: {
  transcript: Transcript;
  /** the history knows of this very one */
  isRecorded: boolean;
  isSelection: boolean;
}): ReactElement {
  const { t } = useTranslation(["transcript", "desk"]);
  const formats = useFormats();
  const names = useNames();
  const me = useSelf();
  const { conversation, company, channel, entries, notes, digest, upTo } = transcript;
  const { contact, teamId, protocol } = conversation;
  const contactName = nameOf(contact, t("desk:unknownContact"));
  const alias = aliasOf(contact);
  const at = (iso: string | undefined): string => (iso ? formats.full(Date.parse(iso)) : "–");
  const facts: [string, string][] = [
    [
      t("transcript:contact"),
      [contactName, alias && `~${alias}`, contact.phone === contactName ? null : contact.phone]
        .filter(Boolean)
        .join(" · "),
    ],
    [t("transcript:channel"), `${channel.name} · ${channel.displayPhone}`],
    [t("transcript:team"), names.team(teamId)],
    [t("transcript:period"), `${at(entries[0]?.at)} – ${at(entries.at(-1)?.at)}`],
    [t("transcript:timeZone"), me.account.timeZone],
    [
      t("transcript:holds"),
      t(isSelection ? "transcript:onlyChosen" : notes ? "transcript:withNotes" : "transcript:withoutNotes"),
    ],
  ];
  return (
    <article className={classes.sheet} aria-label={t("transcript:title", { protocol })}>
      <header>
        <p className={classes.company}>{company}</p>
        <h1>{t("transcript:title", { protocol })}</h1>
        <dl className={classes.facts}>
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </header>
      <ol className={classes.entries}>
        {entries.map((entry) => (
          <Entry key={entry.id} entry={entry} contactName={contactName} />
        ))}
      </ol>
      <footer className={classes.foot}>
        <p>
          {t("transcript:entries", { count: entries.length })} · {t("transcript:upTo", { place: upTo })}
        </p>
        <p>
          SHA-256 <code>{digest}</code>
        </p>
        <p>{isRecorded ? t("transcript:recorded", { name: me.agent.name }) : t("transcript:preview")}</p>
      </footer>
    </article>
  );
}
