import type { Sealer } from "../../platform/crypto.ts";
import type { Db } from "../../platform/database.ts";
import type { SealedColumn } from "../../platform/reseal.ts";
import { loadChannels, type SealedChannel } from "./channels.queries.ts";

/** A number with its secrets opened: lives in memory only, never logged, never in an answer. */
export type OpenChannel = Omit<SealedChannel, "accessToken" | "appSecret" | "verifyToken"> & {
  accessToken: string;
  appSecret: string;
  verifyToken: string;
};

export type ChannelCache = {
  byId(id: string): Promise<OpenChannel | null>;
  /** numbers of an account, by phone number id; like `byId` with those that were disconnected, for what still comes */
  siblings(accountId: string): Promise<ReadonlyMap<string, OpenChannel>>;
  /** forget what is known, after a change in this process */
  clear(): void;
};

/** Secrets and settings may be changed by another node: what is known is believed for this long. */
const BELIEVED_MS = 2000;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The place a sealed secret is bound to. */
export const sealedPlace = (
  channelId: string,
  secret: "access_token" | "app_secret" | "verify_token",
): string => `channel:${channelId}:${secret}`;

/** What a change of keys has to seal anew. */
export const sealedChannels: SealedColumn[] = (["access_token", "app_secret", "verify_token"] as const).map(
  (secret) => ({
    table: "channel",
    column: `${secret}_sealed`,
    ids: ["id"],
    place: ({ id = "" }) => sealedPlace(id, secret),
  }),
);

/** Channels by id and account, read through the system role and kept for two seconds. */
export function channelCache(db: Db, sealer: Sealer): ChannelCache {
  let all: { at: number; rows: Promise<OpenChannel[]> } | null = null;
  const open = (row: SealedChannel): OpenChannel => ({
    ...row,
    accessToken: sealer.open(row.accessToken, sealedPlace(row.id, "access_token")),
    appSecret: sealer.open(row.appSecret, sealedPlace(row.id, "app_secret")),
    verifyToken: sealer.open(row.verifyToken, sealedPlace(row.id, "verify_token")),
  });
  const rows = (): Promise<OpenChannel[]> => {
    const now = performance.now();
    if (!all || now - all.at > BELIEVED_MS) {
      const entry = { at: now, rows: loadChannels(db).then((sealed) => sealed.map(open)) };
      entry.rows.catch(() => {
        if (all === entry) all = null;
      });
      all = entry;
    }
    return all.rows;
  };
  return {
    async byId(id) {
      if (!UUID.test(id)) return null;
      return (await rows()).find((channel) => channel.id === id) ?? null;
    },
    async siblings(accountId) {
      return new Map(
        (await rows())
          .filter((channel) => channel.accountId === accountId)
          .map((channel) => [channel.phoneNumberId, channel]),
      );
    },
    clear() {
      all = null;
    },
  };
}
