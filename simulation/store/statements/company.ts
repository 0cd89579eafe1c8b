import type * as Bots from "../../../server/src/modules/bot/bot.queries.ts";
import type * as Media from "../../../server/src/modules/media/media.queries.ts";
import type * as Settings from "../../../server/src/modules/settings/settings.queries.ts";
import type * as Teams from "../../../server/src/modules/agents/teams.queries.ts";
import type { Modelled } from "../modelled.ts";

export const settings: Modelled<typeof Settings> = {
  loadContextRows: (at, accountIds) =>
    accountIds.flatMap((id) => {
      const found = at.find(at.tables.whatsapp_setting, id);
      return found ? [found.row as Settings.ContextRow] : [];
    }),
};

export const teams: Modelled<typeof Teams> = {
  listTeams: (at, accountId) => {
    const found = at.find(at.tables.whatsapp_setting, accountId)?.row as Settings.ContextRow | undefined;
    return (found?.teams ?? []).map(
      ({ id, name }) => ({ id, name, active: true, kind: "whatsapp" }) as unknown as Teams.TeamRow,
    );
  },
};

export const bots: Modelled<typeof Bots> = {
  publishedVersionIds(at, accountIds) {
    const newest = new Map<string, { id: string; number: number }>();
    for (const row of at.all(at.tables.bot_version, ({ account_id }) => accountIds.includes(account_id)))
      if ((newest.get(row.account_id)?.number ?? -1) < row.number) newest.set(row.account_id, row);
    return new Map([...newest].map(([accountId, { id }]) => [accountId, id]));
  },
  loadVersions: (at, ids) =>
    at
      .all(at.tables.bot_version, ({ id }) => ids.includes(id))
      .map((row) => ({
        accountId: row.account_id,
        id: row.id,
        number: row.number,
        triggers: row.triggers as Bots.BotVersion["triggers"],
      })),
};

export const media: Modelled<typeof Media> = {
  takeMedia(at, limit) {
    const due = at
      .all(
        at.tables.media,
        ({ state, next_attempt_at }) => state === "pending" && next_attempt_at <= at.begun,
      )
      .sort((a, b) => a.next_attempt_at - b.next_attempt_at)
      .filter(({ id }) => at.tryLock(at.tables.media, id))
      .slice(0, limit);
    return due.flatMap((row) => {
      const message = at.find(at.tables.message, row.message_id);
      const conversation = message && at.find(at.tables.conversation, message.conversation_id);
      if (!conversation) return [];
      const wait = Math.min(600, 5 * 2 ** row.attempts) * 1000;
      const after = at.update(at.tables.media, row, {
        attempts: row.attempts + 1,
        next_attempt_at: at.begun + wait,
      });
      return [
        {
          accountId: row.account_id,
          id: row.id,
          channelId: row.channel_id,
          messageId: row.message_id,
          graphMediaId: row.graph_media_id,
          sha256: row.sha256,
          attempts: after.attempts,
          conversationId: conversation.id,
          teamId: conversation.team_id,
        },
      ];
    });
  },
  finishMedia(at, { id }, result) {
    const row = at.find(at.tables.media, id);
    if (!row) return;
    if (result.state === "stored" && row.attempts > 1) at.store.saw("media stored after a failed attempt");
    at.update(at.tables.media, row, {
      state: result.state,
      storage_key: result.state === "stored" ? result.storageKey : null,
    });
  },
};
