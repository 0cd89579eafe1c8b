import type * as Channels from "../../../server/src/modules/channels/channels.queries.ts";
import type * as Pace from "../../../server/src/modules/channels/pace.queries.ts";
import type * as Portfolio from "../../../server/src/modules/channels/portfolio.queries.ts";
import { GRAPH } from "../../world/places.ts";
import type { Modelled } from "../modelled.ts";
import type { ChannelRow } from "../rows.ts";
import type { Session } from "../store.ts";

const PROBE_MS = 60_000;

const bucket = (row: ChannelRow): Pace.PaceRow => ({
  accountId: row.account_id,
  channelId: row.id,
  contactId: null,
  tokens: row.pace_tokens,
  at: row.pace_at,
  perSecond: row.messages_per_second,
});

/** Numbers in order of their ids, held. */
function held(at: Session, where: (row: ChannelRow) => boolean): ChannelRow[] {
  const found = at.all(at.tables.channel, where).sort((a, b) => (a.id < b.id ? -1 : 1));
  for (const { id } of found) at.lock(at.tables.channel, id);
  return found.flatMap(({ id }) => at.find(at.tables.channel, id) ?? []).filter(where);
}

const hasQueued = (at: Session, channelId: string, now: number): boolean =>
  at.all(
    at.tables.outbox,
    (row) => row.channel_id === channelId && row.state === "queued" && row.not_before <= now,
  ).length > 0;

function pairs(at: Session, sends: Parameters<typeof Pace.lockPairs>[1]): Pace.PaceRow[] {
  const keys = [
    ...new Set(sends.map((send) => [send.accountId, send.channelId, send.contactId].join("|"))),
  ].sort();
  return keys.flatMap((key) => {
    if (!at.find(at.tables.send_pace, key)) return [];
    at.lock(at.tables.send_pace, key);
    const row = at.find(at.tables.send_pace, key);
    return row
      ? [
          {
            accountId: row.account_id,
            channelId: row.channel_id,
            contactId: row.contact_id,
            tokens: row.tokens,
            at: row.at,
            perSecond: 0,
          },
        ]
      : [];
  });
}

const running = (at: Session, row: ChannelRow, now: number): ChannelRow =>
  at.update(at.tables.channel, row, {
    paused_code: null,
    paused_at: null,
    paused_late: false,
    probe_id: null,
    pace_tokens: 1,
    pace_at: now,
    version: row.version + 1,
  });

export const pace: Modelled<typeof Pace> = {
  lockNumbersWithWork: (at, now, except) =>
    held(at, (row) => row.paused_code === null && !except.includes(row.id) && hasQueued(at, row.id, now)).map(
      (row) => ({ ...bucket(row), stops: [] }),
    ),
  lockPairs: (at, sends) => pairs(at, sends),
  lockPaces(at, sends) {
    const wanted = new Set(sends.map(({ channelId }) => channelId));
    return [...held(at, ({ id }) => wanted.has(id)).map(bucket), ...pairs(at, sends)];
  },
  savePaces(at, paces) {
    for (const { accountId, channelId, contactId, tokens, at: exact } of paces) {
      // a bucket's moment may lie between two milliseconds; a text for PostgreSQL has whole ones
      const moment = Number.isFinite(exact) ? Math.trunc(exact) : exact;
      if (contactId === null) {
        const row = at.find(at.tables.channel, channelId);
        if (row) at.update(at.tables.channel, row, { pace_tokens: tokens, pace_at: moment });
        continue;
      }
      const key = [accountId, channelId, contactId].join("|");
      at.lock(at.tables.send_pace, key);
      const row = at.find(at.tables.send_pace, key);
      if (row) at.update(at.tables.send_pace, row, { tokens, at: moment });
      else
        at.insert(at.tables.send_pace, {
          account_id: accountId,
          channel_id: channelId,
          contact_id: contactId,
          tokens,
          at: moment,
        });
    }
  },
  pauseChannel(at, _accountId, channelId, code, now, late = false) {
    const [row] = held(at, ({ id, paused_code }) => id === channelId && paused_code === null);
    if (!row) return false;
    at.store.saw("number stopped");
    at.update(at.tables.channel, row, {
      paused_code: code,
      paused_late: late,
      probe_id: null,
      paused_at: now,
      pace_at: now + PROBE_MS,
      version: row.version + 1,
    });
    return true;
  },
  channelsToProbe(at, now) {
    const rows = at.all(at.tables.channel, (row) => row.paused_code !== null && row.pace_at <= now);
    return rows
      .filter((row) => hasQueued(at, row.id, Infinity))
      .map((row) => {
        at.update(at.tables.channel, row, { pace_at: now + PROBE_MS });
        return { accountId: row.account_id, id: row.id };
      });
  },
  resumeChannels(at, accepted, now) {
    const probes = new Map(accepted.map(({ channelId, messageId }) => [channelId, messageId]));
    const rows = at.all(at.tables.channel, (row) => probes.has(row.id) && row.paused_code !== null);
    for (const row of rows)
      if (row.paused_late) at.update(at.tables.channel, row, { probe_id: probes.get(row.id) ?? null });
    return rows
      .filter(({ paused_late }) => !paused_late)
      .map((row) => {
        running(at, row, now);
        return { accountId: row.account_id, id: row.id };
      });
  },
  resumeByProbe(at, messageIds, now) {
    const rows = at.all(
      at.tables.channel,
      (row) => row.paused_late && row.probe_id !== null && messageIds.includes(row.probe_id),
    );
    return rows.map((row) => {
      running(at, row, now);
      return { accountId: row.account_id, id: row.id };
    });
  },
};

export const channels: Modelled<typeof Channels> = {
  removedOf: () => new Set(),
  portfolioOf: (at, channelIds) =>
    new Map(
      at.all(at.tables.channel, ({ id }) => channelIds.includes(id)).map((row) => [row.id, row.portfolio_id]),
    ),
  loadChannels: (at) =>
    at.all(at.tables.channel).map((row) => ({
      accountId: row.account_id,
      id: row.id,
      lane: row.lane,
      name: row.id,
      phoneNumberId: row.phone_number_id,
      wabaId: row.waba_id,
      portfolioId: row.portfolio_id,
      displayPhone: "",
      appId: "",
      graphBaseUrl: GRAPH,
      graphVersion: "v26.0",
      accessToken: Buffer.from("token"),
      appSecret: Buffer.from(row.secret),
      verifyToken: Buffer.from("verify"),
      removed: false,
    })),
  loadNumbers(at, accountId = null) {
    const wabas = new Map<string, Channels.NumbersOfWaba>();
    for (const row of at.all(
      at.tables.channel,
      ({ account_id }) => accountId === null || account_id === accountId,
    )) {
      const key = `${row.account_id} ${row.waba_id}`;
      const known = wabas.get(key) ?? { accountId: row.account_id, wabaId: row.waba_id, numbers: [] };
      known.numbers.push({ id: row.id, name: row.id, displayPhone: "" });
      wabas.set(key, known);
    }
    return [...wabas.values()];
  },
};

/** No template goes outside a window in the simulation: nobody is counted, and nothing has a limit. */
export const portfolio: Modelled<typeof Portfolio> = {
  uncountPeople: () => undefined,
  holdPortfolios: () => undefined,
  portfoliosOf: () => [],
  countedPeople: () => new Set(),
};
