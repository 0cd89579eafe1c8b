import { holdAll } from "@balcao/core";
import type { NumberDesk } from "../channels/index.ts";
import { appendEvents } from "../../platform/events.ts";
import { loadBots } from "../bot/index.ts";
import { fetchAgain } from "../media/index.ts";
import { loadContexts } from "../settings/index.ts";
import { countTemplates } from "../templates/index.ts";
import { applyChange } from "./apply.ts";
import { loadForUpdate } from "./load.queries.ts";
import { countOnNumber, scheduledOnNumber } from "./number-desk.queries.ts";
import { notFound } from "../../platform/problem.ts";

/** What conversations, the bot, settings and templates do by a number, and how it stops when the number is disconnected. */
export const numberDesk: NumberDesk = {
  async uses(tx, { accountId, id, wabaId }, isLast) {
    const contexts = await loadContexts(tx, [accountId]);
    const context = contexts.get(accountId);
    const running = (await loadBots(tx, contexts, []))(accountId, null);
    const messages = Object.values(context?.autoMessages ?? {});
    return {
      ...(await countOnNumber(tx, accountId, id)),
      triggers: (running?.bot.triggers ?? []).filter(({ active }) => active).length,
      autoMessages: messages.filter((one) => typeof one === "object" && one.enabled).length,
      templates: isLast ? await countTemplates(tx, accountId, wabaId) : 0,
    };
  },
  async resume(tx, number, now) {
    const { accountId } = number;
    const files = await fetchAgain(tx, number, now);
    await appendEvents(
      tx,
      files.map(({ messageId, ...place }) => ({
        accountId,
        type: "message.changed",
        ...place,
        at: now,
        data: { messageId },
      })),
    );
  },
  async stop(tx, { accountId }, { id }, now) {
    const context = (await loadContexts(tx, [accountId])).get(accountId);
    if (!context) throw notFound();
    const places = (await scheduledOnNumber(tx, accountId, id)).map((place) => ({ accountId, id: place }));
    for (const loaded of (await loadForUpdate(tx, places)).values()) {
      const { state: after, effects } = holdAll(loaded.state, "number_removed");
      const nothing = { botVersionId: null, quotedWamid: null, file: null, signature: null };
      await applyChange(tx, { loaded, context, after, effects, now, ...nothing });
    }
  },
};
