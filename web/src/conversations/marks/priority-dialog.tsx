import type { ConversationRow } from "@balcao/api";
import { PRIORITIES } from "@balcao/core";
import "@mantine/core/styles.layer.css";
import type { KeyboardEvent, ReactElement } from "react";
import { Dialog } from "../../app/dialog.tsx";
import { useTranslation } from "../../lib/texts.ts";
import classes from "./marks.module.css";
import { perform } from "./perform.ts";
import { PriorityMark } from "./priority-mark.tsx";

/** Prioridade: one press; arrows walk. */
export function PriorityDialog({
  rows,
  close,
}: {
  rows: readonly ConversationRow[];
  close: () => void;
}): ReactElement {
  const { t } = useTranslation(["desk", "common"]);
  const [first] = rows;
  const common = rows.every(({ priority }) => priority === first?.priority) ? first?.priority : undefined;
  const walk = (event: KeyboardEvent<HTMLElement>): void => {
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    const all = [...event.currentTarget.querySelectorAll("button")];
    all[all.indexOf(document.activeElement as HTMLButtonElement) + by]?.focus();
  };
  return (
    <Dialog onClose={close} title={t("desk:acts.priority")} size="xs">
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- only hears the arrows of its buttons */}
      <div className={classes.choices} onKeyDown={walk}>
        {PRIORITIES.map((priority) => (
          <button
            key={priority}
            type="button"
            className={classes.choice}
            aria-pressed={priority === common}
            data-autofocus={priority === (common ?? PRIORITIES[0]) || undefined}
            onClick={() => {
              close();
              void perform({ type: "priority", priority }, rows);
            }}
          >
            {priority === 0 ? t("desk:priority.0") : <PriorityMark priority={priority} />}
          </button>
        ))}
      </div>
    </Dialog>
  );
}
