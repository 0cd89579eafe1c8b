import { FileText, Mic, Music, TriangleAlert, X } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { useFormats } from "../../lib/format.ts";
import { mostBytesOf } from "../../lib/most-bytes.ts";
import { focusComposer } from "../focus.ts";
import { useKindLabel } from "../kinds.ts";
import { captionPlace, detach, useAttachmentsOf, type Attachment } from "./attachments.ts";
import classes from "./tray.module.css";

function Thumbnail({ attachment }: { attachment: Attachment }): ReactElement {
  const { kind, url, voice, problem } = attachment;
  if (problem) return <TriangleAlert size={20} aria-hidden />;
  if (kind === "image" || kind === "sticker") return <img src={url} alt="" />;
  // oxlint-disable-next-line jsx-a11y/media-has-caption -- a still of the film, decorative
  if (kind === "video") return <video src={url} preload="metadata" muted tabIndex={-1} aria-hidden />;
  const Icon = voice ? Mic : kind === "audio" ? Music : FileText;
  return <Icon size={20} aria-hidden />;
}

function useProblemText(): (attachment: Attachment) => string | null {
  const { t } = useTranslation("desk");
  return ({ problem, kind }) => {
    if (problem === null) return null;
    return t(`files.problems.${problem}`, { most: mostBytesOf(kind) });
  };
}

function TrayItem({
  attachment,
  takesText,
  remove,
}: {
  attachment: Attachment;
  takesText: boolean;
  remove: () => void;
}): ReactElement {
  const { t } = useTranslation("desk");
  const formats = useFormats();
  const kindLabel = useKindLabel();
  const problem = useProblemText()(attachment);
  const { file, kind, voice } = attachment;
  return (
    <li className={classes.item} data-problem={problem ? true : undefined}>
      <span className={classes.thumbnail}>
        <Thumbnail attachment={attachment} />
      </span>
      <span className={classes.text}>
        <span className={classes.name} title={file.name}>
          {file.name}
        </span>
        <span className={classes.facts}>
          {problem ??
            [kindLabel(voice ? "voice" : kind), formats.bytes(file.size), takesText && t("files.withText")]
              .filter(Boolean)
              .join(" · ")}
        </span>
      </span>
      <button
        type="button"
        className={classes.remove}
        aria-label={t("files.remove", { name: file.name })}
        title={t("files.remove", { name: file.name })}
        onClick={remove}
      >
        <X size={16} />
      </button>
    </li>
  );
}

/** What is attached and not sent yet, and what will become of the text beside it. */
export function Tray({
  conversationId,
  text,
}: {
  conversationId: string;
  text: string;
}): ReactElement | null {
  const { t } = useTranslation("desk");
  const files = useAttachmentsOf(conversationId);
  if (files.length === 0) return null;
  const place = captionPlace(files, text.trim());
  const hasProblem = files.some(({ problem }) => problem !== null);
  const isApart = text.trim() !== "" && place === null;
  return (
    <div className={classes.tray}>
      <ul className={classes.list} aria-label={t("files.list")}>
        {files.map((attachment) => (
          <TrayItem
            key={attachment.id}
            attachment={attachment}
            takesText={files.length > 1 && attachment === place}
            remove={() => {
              detach(conversationId, attachment.id);
              focusComposer();
            }}
          />
        ))}
      </ul>
      <p className={classes.note} role="status">
        {hasProblem
          ? t("files.removeFirst")
          : [t("files.count", { count: files.length }), isApart && t("files.textApart"), t("files.onlyHere")]
              .filter(Boolean)
              .join(" ")}
      </p>
    </div>
  );
}
