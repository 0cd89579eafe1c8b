import type { QuickReply } from "@balcao/api";
import { fillText, firstNameOf, greetingFor, type TextValues } from "@balcao/core";
import { Link } from "@tanstack/react-router";
import { Paperclip } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { sentenceOf } from "../../lib/api.ts";
import { serverNow } from "../../lib/clock.ts";
import { useSelf, useTeams } from "../../lib/queries.ts";
import { toast } from "../../lib/toast.ts";
import { findReplies } from "../../quick-replies/find.ts";
import { useQuickReplies } from "../../quick-replies/queries.ts";
import { currentRow } from "../commands.ts";
import { attach } from "../composer/attachments.ts";
import type { SuggestionSource } from "../composer/suggestions.tsx";

const MOST = 30;

/** What variables stand for in a conversation, now; null what is not known of the customer. */
function useValues(conversationId: string): () => TextValues {
  const { account } = useSelf();
  const { data: teams } = useTeams();
  return () => {
    const row = currentRow(conversationId);
    const name = row?.contact.name ?? row?.contact.profileName ?? null;
    return {
      "contato.nome": name,
      "contato.primeiro_nome": name === null ? null : firstNameOf(name),
      "equipe.nome": teams?.find(({ id }) => id === row?.teamId)?.name ?? null,
      "conta.nome": account.name,
      saudacao: greetingFor(serverNow(), account.timeZone, account.locale),
      protocolo: row ? String(row.protocol) : null,
      chamado: null,
      "chamado.titulo": null,
      "chamado.status": null,
      "chamado.atendente": null,
    };
  };
}

/** Puts the file of a reply among the attached ones. */
async function attachFile(conversationId: string, file: NonNullable<QuickReply["file"]>): Promise<void> {
  const answer = await fetch(file.url);
  if (!answer.ok) throw new Error(`file of a quick reply: ${answer.status}`);
  attach(conversationId, [new File([await answer.blob()], file.name, { type: file.mimeType })]);
}

/** What "/" calls up in the message field: texts with their variables filled in, and their files. */
export function useReplySource(conversationId: string): SuggestionSource {
  const { t } = useTranslation("composer");
  const { data: replies } = useQuickReplies();
  const values = useValues(conversationId);
  const clip: ReactElement = <Paperclip size={14} aria-label={t("replies.hasFile")} />;
  return {
    trigger: "/",
    from: 0,
    label: t("replies.title"),
    count: (count) => t("replies.count", { count }),
    items: (query) =>
      findReplies(replies ?? [], query)
        .slice(0, MOST)
        .map(({ id, shortcut, title, text, file }) => ({
          id,
          label: `/${shortcut}`,
          detail: `${title} · ${text.replace(/\s+/gu, " ")}`,
          mark: file ? clip : undefined,
        })),
    none: replies?.length === 0 && (
      <>
        {t("replies.none")} <Link to="/settings/quick-replies">{t("replies.create")}</Link>
      </>
    ),
    insert: ({ id }) => {
      const reply = replies?.find((other) => other.id === id);
      if (!reply) return "";
      if (reply.file)
        attachFile(conversationId, reply.file).catch((error: unknown) =>
          toast(sentenceOf(error), { tone: "error" }),
        );
      return fillText(reply.text, values());
    },
  };
}
