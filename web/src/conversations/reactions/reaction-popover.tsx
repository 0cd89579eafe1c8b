import { Popover } from "@mantine/core";
import type { MessageView } from "@balcao/api";
import { Plus } from "lucide-react";
import { Suspense, useState, type KeyboardEvent, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { useLayer } from "../../lib/keys.ts";
import { ourReaction, react } from "./react.ts";
import classes from "./reactions.module.css";
import { endReacting } from "./reacting.ts";
import { lazyPart } from "../../lib/part.ts";

const EmojiPick = lazyPart(async () => ({ default: (await import("../emoji/emoji-picker.tsx")).EmojiPick }));

/** the ones WhatsApp itself offers first */
const QUICK = ["👍", "❤️", "😂", "😮", "😢", "🙏"];

/** Arrows walk along the row, as in any toolbar; Tab goes there too. */
function onArrow(event: KeyboardEvent<HTMLElement>): void {
  const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
  if (by === 0) return;
  const all = [...event.currentTarget.querySelectorAll("button")];
  const index = all.findIndex((button) => button === document.activeElement);
  all[(index + by + all.length) % all.length]?.focus();
  event.preventDefault();
}

function Quick({
  chosen,
  pick,
  more,
}: {
  chosen: string;
  pick: (emoji: string) => void;
  more: () => void;
}): ReactElement {
  const { t } = useTranslation("composer");
  const shown = chosen === "" || QUICK.includes(chosen) ? QUICK : [...QUICK, chosen];
  return (
    <div
      className={classes.quick}
      role="toolbar"
      tabIndex={-1}
      aria-label={t("reaction.choose")}
      onKeyDown={onArrow}
    >
      {shown.map((emoji, index) => (
        <button
          key={emoji}
          type="button"
          data-autofocus={index === 0 || undefined}
          aria-pressed={emoji === chosen}
          aria-label={emoji === chosen ? t("reaction.remove", { emoji }) : t("reaction.put", { emoji })}
          onClick={() => pick(emoji === chosen ? "" : emoji)}
        >
          {emoji}
        </button>
      ))}
      <button type="button" aria-label={t("reaction.more")} title={t("reaction.more")} onClick={more}>
        <Plus size={18} />
      </button>
    </div>
  );
}

/** Where a reaction to a message is chosen; the one on it is pressed, and pressing it again takes it away. */
export function ReactionPopover({ message }: { message: MessageView }): ReactElement {
  const { t } = useTranslation("composer");
  const [isWhole, setWhole] = useState(false);
  useLayer(true);
  const pick = (emoji: string): void => {
    endReacting();
    void react(message, emoji);
  };
  return (
    <Popover opened onChange={endReacting} trapFocus withRoles={false} position="top" shadow="md" radius="lg">
      <Popover.Target>
        <span className={classes.anchor} />
      </Popover.Target>
      <Popover.Dropdown p={6} role="dialog" aria-label={t("reaction.choose")}>
        {isWhole ? (
          <Suspense fallback={<div className={classes.room} />}>
            <EmojiPick pick={pick} />
          </Suspense>
        ) : (
          <Quick chosen={ourReaction(message)} pick={pick} more={() => setWhole(true)} />
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
