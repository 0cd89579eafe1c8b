import type { Conversation } from "@balcao/api";
import { Coins } from "lucide-react";
import { useMemo, useState, type ReactElement } from "react";
import { useNow } from "../../lib/clock.ts";
import { useSelf } from "../../lib/queries.ts";
import { useTranslation } from "../../lib/texts.ts";
import { useFreeReplies } from "../costs.ts";
import { focusComposer } from "../focus.ts";
import { rewrite, useOutbox } from "../outbox.ts";
import { useThread } from "../queries.ts";
import { Band } from "./band.tsx";
import { FEWEST, joined, shortRun } from "./short-run.ts";

/** Has this number free replies left this month? Null = not known yet. */
function useIsFree(channelId: string, enabled: boolean): boolean | null {
  const number = useFreeReplies(channelId, enabled);
  return number && !number.charged && number.used < number.free;
}

/** Tells who writes line by line that each line is a message, and joins those that wait unsent. */
export function CostHint({ conversation }: { conversation: Conversation }): ReactElement | null {
  const { t } = useTranslation("composer");
  const me = useSelf().agent.id;
  const { id, channel } = conversation;
  const { data } = useThread(id);
  const items = useOutbox((state) => state.items);
  const now = useNow();
  const [dismissed, setDismissed] = useState(0);
  const waiting = useMemo(
    () => items.filter((item) => item.conversationId === id && item.state === "waiting"),
    [items, id],
  );
  const count = shortRun(data?.entries ?? [], waiting, me, now);
  const isFree = useIsFree(channel.id, count >= FEWEST);
  if (count < FEWEST || count <= dismissed || isFree === null) return null;
  const canJoin = joined(items, id) !== null;
  const close = (): void => {
    setDismissed(count);
    focusComposer();
  };
  return (
    <Band
      tone="own"
      icon={<Coins size={15} aria-hidden />}
      action={
        <>
          {canJoin && (
            <button
              type="button"
              onClick={() => {
                void rewrite(id, (all) => joined(all, id));
                focusComposer();
              }}
            >
              {t("cost.join")}
            </button>
          )}
          <button type="button" onClick={close}>
            {t("cost.close")}
          </button>
        </>
      }
    >
      {t(isFree ? "cost.free" : "cost.charged", { count })} {t("cost.lines")}
    </Band>
  );
}
