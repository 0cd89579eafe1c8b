import type { ConversationRow } from "@balcao/api";
import { ChevronDown, ChevronsUp, ChevronUp, Equal } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import classes from "./marks.module.css";

const ICONS = { 1: ChevronDown, 2: Equal, 3: ChevronUp, 4: ChevronsUp } as const;

/** How much it presses, by sign and word; nothing when nobody said so. */
export function PriorityMark({ priority }: { priority: ConversationRow["priority"] }): ReactElement | null {
  const { t } = useTranslation("desk");
  if (priority === 0) return null;
  const Icon = ICONS[priority];
  return (
    <span className={classes.priority} data-level={priority}>
      <Icon size={13} aria-hidden /> {t(`priority.${priority}`)}
    </span>
  );
}
