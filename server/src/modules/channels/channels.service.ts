import type { Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { sealedPlace } from "./channel-cache.ts";
import { insertChannel } from "./channels.queries.ts";
import { laneOf } from "./lane-facts.ts";
import { reviveChannel } from "./removal.queries.ts";

/** A WhatsApp number as an administrator gives it. */
export type ChannelFields = {
  accountId: string;
  id: string;
  name: string;
  phoneNumberId: string;
  wabaId: string;
  displayPhone: string;
  /** left out = not known: then nobody can ask Meta about its token */
  appId?: string;
  graphBaseUrl: string;
  accessToken: string;
  appSecret: string;
  verifyToken: string;
};

type Sealing = Pick<Deps, "sealer" | "clock">;

const sealFor =
  ({ sealer }: Sealing, id: string) =>
  (secret: string, name: Parameters<typeof sealedPlace>[1]): Buffer =>
    sealer.seal(secret, sealedPlace(id, name));

/** Connects a number again that was disconnected, `fields.id`, with new secrets. */
export async function returnChannel(tx: Tx, deps: Sealing, fields: ChannelFields): Promise<void> {
  const seal = sealFor(deps, fields.id);
  await reviveChannel(tx, {
    ...fields,
    appId: fields.appId ?? "",
    accessToken: seal(fields.accessToken, "access_token"),
    appSecret: seal(fields.appSecret, "app_secret"),
  });
}

/** Registers a number: its secrets are sealed to its row before they touch the database. */
export async function addChannel(tx: Tx, deps: Sealing, fields: ChannelFields): Promise<void> {
  const seal = sealFor(deps, fields.id);
  await insertChannel(
    tx,
    {
      ...fields,
      appId: fields.appId ?? "",
      accessToken: seal(fields.accessToken, "access_token"),
      appSecret: seal(fields.appSecret, "app_secret"),
      verifyToken: seal(fields.verifyToken, "verify_token"),
      lane: laneOf(fields.id),
    },
    new Date(deps.clock.now()).toISOString(),
  );
}
