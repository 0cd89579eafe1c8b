import type { Conversation, ConversationRow } from "@balcao/api";
import { CircleSlash, Clock, Lock } from "lucide-react";
import type { ReactElement, ReactNode } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { useNow } from "../../lib/clock.ts";
import { shortDuration } from "../../lib/format.ts";
import { useSelf } from "../../lib/queries.ts";
import { assign } from "../commands.ts";
import { openBegin, openTemplates } from "../dialogs/open.ts";
import { useDrafts } from "../drafts.ts";
import { useNames } from "../use-names.ts";
import { useAttachmentsOf } from "./attachments.ts";
import classes from "./composer-place.module.css";

/** In the place of the field: why nothing can be written, and what can be done. */
export function Instead({
  icon,
  title,
  children,
  conversationId,
  action,
}: {
  icon: ReactNode;
  title: string;
  children: ReactNode;
  /** of which what was written is shown: it is kept */
  conversationId: string;
  action?: ReactNode;
}): ReactElement {
  const { t } = useTranslation("desk");
  const draft = useDrafts(({ texts }) => texts[conversationId] ?? "");
  return (
    <div className={classes.instead}>
      <span className={classes.insteadIcon}>{icon}</span>
      <div>
        <strong>{title}</strong>
        <div className={classes.insteadText}>{children}</div>
        {draft && <p className={classes.kept}>{t("closedWindow.draftKept", { text: draft })}</p>}
        {action && <p className={classes.insteadAction}>{action}</p>}
      </div>
    </div>
  );
}

type Props = { conversation: Conversation | ConversationRow };

/** WhatsApp takes no free text any more: what is left is a template. */
export function ClosedWindow({ conversation }: Props): ReactElement {
  const { t } = useTranslation("desk");
  const now = useNow();
  const files = useAttachmentsOf(conversation.id).length;
  const closes = conversation.windowClosesAt;
  return (
    <Instead
      icon={<Clock size={20} aria-hidden />}
      title={
        closes === null
          ? t("closedWindow.never")
          : t("closedWindow.title", { since: shortDuration(Math.max(0, now - Date.parse(closes))) })
      }
      conversationId={conversation.id}
      action={
        <button type="button" title={t("acts.templateHint")} onClick={() => openTemplates(conversation.id)}>
          {t("acts.template")}
        </button>
      }
    >
      {t("closedWindow.text")}
      {files > 0 && <p className={classes.kept}>{t("files.kept", { count: files })}</p>}
    </Instead>
  );
}

/** It is over; a new one begins when the customer writes, or with a template. */
export function Ended({ conversation }: Props): ReactElement {
  const { t } = useTranslation("desk");
  const { contact, teamId } = conversation;
  const channelId = "channel" in conversation ? conversation.channel.id : null;
  return (
    <Instead
      icon={<CircleSlash size={20} aria-hidden />}
      title={t("ended.title")}
      conversationId={conversation.id}
      action={
        <button type="button" onClick={() => openBegin({ contact, channelId, teamId })}>
          {t("ended.begin")}
        </button>
      }
    >
      {t("ended.text")}
    </Instead>
  );
}

/** The account wants one person to answer, and that is somebody else: who, and the way to become it. */
export function NotResponsible({ conversation }: Props): ReactElement {
  const { t } = useTranslation("desk");
  const me = useSelf();
  const names = useNames();
  const { id, agentId } = conversation;
  return (
    <Instead
      icon={<Lock size={20} aria-hidden />}
      title={t("cannotReply.title")}
      conversationId={conversation.id}
      action={
        <button type="button" onClick={() => void assign(id, me.agent.id)}>
          {t("acts.take")}
        </button>
      }
    >
      {agentId !== null && `${t("cannotReply.other", { name: names.agent(agentId) })} `}
      {t("cannotReply.take")}
    </Instead>
  );
}
