import type { ConversationRow, ScheduledView } from "@balcao/api";
import { isWindowOpen, outlastsWindow } from "@balcao/core";
import { CalendarClock, CalendarX, Clock, FileText, Pencil, SendHorizontal, Trash2 } from "lucide-react";
import { useState, type ReactElement, type ReactNode } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { useNow } from "../../lib/clock.ts";
import { shortDuration, useFormats } from "../../lib/format.ts";
import { openTemplates } from "../dialogs/open.ts";
import { useKindLabel } from "../kinds.ts";
import { FormattedText } from "../thread/formatted-text.tsx";
import { useNames } from "../use-names.ts";
import { cancelScheduled, editScheduled, sendScheduledNow } from "./commands.ts";
import classes from "./scheduled.module.css";

type Props = {
  view: ScheduledView;
  conversation: ConversationRow;
  move: (view: ScheduledView) => void;
};

/** When, by whom, and how long it is until then; or why it was not sent. */
function Head({ view }: { view: ScheduledView }): ReactElement {
  const { t } = useTranslation("scheduled");
  const formats = useFormats();
  const names = useNames();
  const now = useNow();
  const at = Date.parse(view.at);
  const when = t("row.at", { day: formats.day(at, now), time: formats.time(at) });
  const by = t("row.by", { name: names.agent(view.agentId) });
  if (view.unsent !== null) {
    return (
      <p className={classes.head}>
        <CalendarX size={15} aria-hidden />
        <span>
          <strong>{t(`unsent.${view.unsent}`)}</strong> {t("row.wasFor", { when })} · {by}
        </span>
      </p>
    );
  }
  return (
    <p className={classes.head}>
      <CalendarClock size={15} aria-hidden />
      <span>
        <strong>{t("row.scheduled", { when })}</strong>{" "}
        <time dateTime={view.at}>{t("row.in", { left: shortDuration(at - now) })}</time> · {by}
      </span>
    </p>
  );
}

/** What may keep it from being sent, and what somebody should know before it is. */
function Cautions({ view, conversation }: Pick<Props, "view" | "conversation">): ReactElement | null {
  const { t } = useTranslation("scheduled");
  if (view.unsent !== null) return null;
  const closesAt = conversation.windowClosesAt === null ? null : Date.parse(conversation.windowClosesAt);
  const isLate = view.kind !== "template" && outlastsWindow(Date.parse(view.at), closesAt);
  if (!view.hasReply && !isLate && !view.unlessReply) return null;
  return (
    <ul className={classes.cautions}>
      {view.hasReply && <li data-tone="warn">{t("row.hasReply")}</li>}
      {isLate && <li data-tone="warn">{t("row.late")}</li>}
      {view.unlessReply && <li>{t("row.unlessReply")}</li>}
    </ul>
  );
}

function Words({ view }: { view: ScheduledView }): ReactElement {
  const { t } = useTranslation("scheduled");
  const formats = useFormats();
  const kindLabel = useKindLabel();
  const { file, text, quoted, template, composition } = view;
  return (
    <div className={classes.words}>
      {quoted && <p className={classes.quoted}>{quoted.preview || t("row.quoted")}</p>}
      {composition && (
        <p className={classes.kind}>{kindLabel(composition.type === "menu" ? "list" : composition.type)}</p>
      )}
      {template && <p className={classes.kind}>{t("row.template", { name: template.name })}</p>}
      {file && (
        <a className={classes.file} href={file.url} target="_blank" rel="noreferrer">
          <FileText size={14} aria-hidden /> {file.fileName ?? kindLabel(view.kind)} ·{" "}
          {formats.bytes(file.size)}
        </a>
      )}
      {text && <FormattedText text={text} />}
    </div>
  );
}

function Tool({
  label,
  icon,
  run,
}: {
  label: string;
  icon: ReactNode;
  run: () => Promise<unknown> | void;
}): ReactElement {
  const [busy, setBusy] = useState(false);
  return (
    <button
      type="button"
      className={classes.tool}
      title={label}
      aria-label={label}
      disabled={busy}
      onClick={() => {
        setBusy(true);
        void Promise.resolve(run()).finally(() => setBusy(false));
      }}
    >
      {icon}
    </button>
  );
}

/** One scheduled message: what it says, when it goes or why it did not, and what can be done about it. */
export function ScheduledRow({ view, conversation, move }: Props): ReactElement {
  const { t } = useTranslation("scheduled");
  const now = useNow();
  const isEnded = conversation.status === "closed";
  const mayWrite = !isEnded && !conversation.contact.blocked;
  const closesAt = conversation.windowClosesAt === null ? null : Date.parse(conversation.windowClosesAt);
  const isOpen = isWindowOpen(closesAt, now);
  const isTemplate = view.kind === "template";
  const isUnsent = view.unsent !== null;
  return (
    <li className={classes.row} data-unsent={isUnsent || undefined}>
      <div className={classes.body}>
        <Head view={view} />
        <Words view={view} />
        <Cautions view={view} conversation={conversation} />
        {isUnsent && mayWrite && !isOpen && (
          <button type="button" className={classes.next} onClick={() => openTemplates(conversation.id)}>
            {t("act.template")}
          </button>
        )}
      </div>
      <div className={classes.tools}>
        {mayWrite && isOpen && !isTemplate && (
          <Tool label={t("act.edit")} icon={<Pencil size={16} />} run={() => editScheduled(view)} />
        )}
        {mayWrite && <Tool label={t("act.move")} icon={<Clock size={16} />} run={() => move(view)} />}
        {mayWrite && (isOpen || isTemplate) && (
          <Tool
            label={t("act.send")}
            icon={<SendHorizontal size={16} />}
            run={() => sendScheduledNow(view)}
          />
        )}
        <Tool
          label={t(isUnsent ? "act.discard" : "act.cancel")}
          icon={<Trash2 size={16} />}
          run={() => cancelScheduled(view)}
        />
      </div>
    </li>
  );
}
