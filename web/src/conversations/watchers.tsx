import { firstNameOf, type Watcher } from "@balcao/core";
import type { TFunction } from "i18next";
import { Eye } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { Avatar } from "../app/avatar.tsx";
import { useSelf } from "../lib/queries.ts";
import { usePeople, useWatchers } from "../realtime/presence.ts";
import { useNames } from "./use-names.ts";
import classes from "./watchers.module.css";

const MOST_FACES = 3;

/** "Bia está digitando…", else "Bia e Caio estão vendo". */
function sentence(
  t: TFunction<"desk">,
  language: string,
  watchers: readonly Watcher[],
  nameOf: (id: string) => string,
): string {
  const typing = watchers.filter((one) => one.typing);
  const told = typing.length > 0 ? typing : watchers;
  const names = new Intl.ListFormat(language, { type: "conjunction" }).format(
    told.map(({ agentId }) => firstNameOf(nameOf(agentId))),
  );
  return t(typing.length > 0 ? "watchers.typing" : "watchers.viewing", { names, count: told.length });
}

/** Colleagues who have the conversation in sight. Quiet by design: it is read when one comes to it, never spoken up. */
export function Watchers({ conversationId }: { conversationId: string }): ReactElement | null {
  const { t, i18n } = useTranslation("desk");
  const names = useNames();
  const watchers = useWatchers(conversationId);
  if (watchers.length === 0) return null;
  const text = sentence(t, i18n.language, watchers, names.agent);
  const isTyping = watchers.some(({ typing }) => typing);
  return (
    <span className={classes.watchers} data-typing={isTyping || undefined} title={text}>
      {!isTyping && <Eye size={14} aria-hidden className={classes.eye} />}
      <span className={classes.faces}>
        {watchers.slice(0, MOST_FACES).map(({ agentId }) => (
          <Avatar key={agentId} id={agentId} name={names.agent(agentId)} size={22} />
        ))}
      </span>
      <span className={classes.text}>{text}</span>
    </span>
  );
}

/** What a list says of colleagues who type an answer, by conversation; nothing where none does. */
export function useTypingTexts(): (conversationId: string) => string | undefined {
  const { t, i18n } = useTranslation("desk");
  const me = useSelf().agent.id;
  const names = useNames();
  const conversations = usePeople((state) => state.conversations);
  return (id) => {
    const typing = (conversations.get(id) ?? []).filter((one) => one.typing && one.agentId !== me);
    return typing.length === 0 ? undefined : sentence(t, i18n.language, typing, names.agent);
  };
}
