import type { ConversationRow, MessageView } from "@balcao/api";
import { MOST_AT_ONCE } from "@balcao/core";
import { Copy, Printer, X, type LucideIcon } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { useFormats } from "../../lib/format.ts";
import { capsOf, useKeys } from "../../lib/keys.ts";
import { useKindLabel } from "../kinds.ts";
import { nameOf } from "../names.ts";
import { authorOf } from "../thread/author.ts";
import { copyText } from "../thread/bubble.tsx";
import { transcriptUrl } from "../transcript/open.ts";
import { useNames } from "../use-names.ts";
import { useChosenActs } from "./chosen-acts.ts";
import classes from "./chosen-bar.module.css";
import { chosenText } from "./chosen-text.ts";
import { clearChosen } from "./chosen.ts";

type Shown = { id: string; keys: string | null; icon: LucideIcon; label: string; run: () => void };

/** "3 mensagens" and what can be done with them; the acts of other modules first, as the guide has them. */
export function ChosenBar({
  conversation,
  messages,
}: {
  conversation: ConversationRow;
  /** the chosen ones, oldest first */
  messages: readonly MessageView[];
}): ReactElement {
  const { t } = useTranslation("chosen");
  const { t: desk } = useTranslation("desk");
  const formats = useFormats();
  const names = useNames();
  const kindLabel = useKindLabel();
  const contactName = nameOf(conversation.contact, desk("unknownContact"));
  const acts = useChosenActs((state) => state.acts);
  const messageIds = messages.map(({ id }) => id);
  const copy = (): void => {
    const text = chosenText(messages, {
      when: formats.full,
      author: (message) => authorOf(message, contactName, names.agent, desk),
      kind: kindLabel,
      deleted: desk("revision.deleted"),
    });
    void copyText(text, t("copied", { count: messages.length }));
  };
  const shown: Shown[] = [
    ...acts.map(({ id, keys, icon, label, run }) => ({
      id,
      keys,
      icon,
      label: label(),
      run: () => run({ conversation, messages }),
    })),
    { id: "copy", keys: "c", icon: Copy, label: t("copy"), run: copy },
    messages.length <= MOST_AT_ONCE && {
      id: "print",
      keys: null,
      icon: Printer,
      label: t("print"),
      run: () => void window.open(transcriptUrl(conversation.id, messageIds), "_blank", "noopener"),
    },
  ].filter((act) => act !== false);
  useKeys([
    ...acts.map(({ id, keys, label, run }) => ({
      id: `chosen-${id}`,
      keys,
      label: label(),
      place: "chosen" as const,
      run: () => run({ conversation, messages }),
    })),
    { id: "chosenCopy", run: copy },
    { id: "chosenClear", run: clearChosen },
  ]);
  return (
    <div className={classes.bar} role="toolbar" aria-label={t("label")}>
      <span className={classes.count} role="status">
        {t("count", { count: messages.length })}
      </span>
      {shown.map(({ id, keys, icon: Icon, label, run }) => (
        <button
          key={id}
          type="button"
          className={classes.act}
          title={keys === null ? label : `${label} (${capsOf(keys)})`}
          onClick={run}
        >
          <Icon size={15} aria-hidden /> {label}
        </button>
      ))}
      <button
        type="button"
        className={classes.close}
        aria-label={t("clear")}
        title={`${t("clear")} (Esc)`}
        onClick={clearChosen}
      >
        <X size={16} />
      </button>
    </div>
  );
}
