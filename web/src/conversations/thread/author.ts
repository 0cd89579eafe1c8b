import type { MessageView } from "@balcao/api";
import type { TFunction } from "i18next";
import { useTranslation } from "../../lib/texts.ts";
import { useNames } from "../use-names.ts";

/** Who wrote a message, as a reader names them. */
export function authorOf(
  { author, agentId, trigger }: Pick<MessageView, "author" | "agentId" | "trigger">,
  contactName: string,
  agentName: (id: string | null) => string,
  t: TFunction<"desk">,
): string {
  switch (author) {
    case "contact":
      return contactName;
    case "agent":
      return agentName(agentId);
    case "bot":
      return trigger ? t("author.botTrigger", { trigger: trigger.description }) : t("author.bot");
    case "system":
      return t("author.system");
    case "app":
      return t("author.app");
  }
}

/** Who wrote it, as the bubble's head names them. */
export function useAuthor(message: MessageView, contactName: string): string {
  const { t } = useTranslation("desk");
  return authorOf(message, contactName, useNames().agent, t);
}
