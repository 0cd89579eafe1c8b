import type { ContactDetails } from "@balcao/api";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { setBlocked } from "../commands.ts";
import classes from "./contact-panel.module.css";

type Block = ContactDetails["blocks"][number];

const REASONS = new Map([
  [131047, "window"],
  [139101, "full"],
  [131021, "own"],
] as const);

/** What matters most, of several numbers: what failed, then what is not over. */
const RANK: Record<Block["state"], number> = { refused: 0, pending: 1, done: 2 };

/** What became of a block at WhatsApp, beside the one that holds here at once. */
export function BlockState({
  conversationId,
  blocks,
}: {
  conversationId: string;
  blocks: readonly Block[];
}): ReactElement | null {
  const { t } = useTranslation("contact");
  const [block] = blocks.toSorted((a, b) => RANK[a.state] - RANK[b.state]);
  if (!block) return null;
  const { wanted, state, code } = block;
  if (state === "refused") {
    const known = code === null ? "silent" : (REASONS.get(code as 131047) ?? "other");
    const reason = t(`blocks.reasons.${known}`, { code });
    return (
      <p className={classes.atMeta}>
        {t(wanted ? "blocks.notBlocked" : "blocks.notFreed", { reason })}{" "}
        <button type="button" className={classes.act} onClick={() => void setBlocked(conversationId, wanted)}>
          {t("blocks.again")}
        </button>
      </p>
    );
  }
  const doing = wanted ? "blocks.blocking" : "blocks.freeing";
  return <p className={classes.atMeta}>{t(state === "pending" ? doing : "blocks.blocked")}</p>;
}
