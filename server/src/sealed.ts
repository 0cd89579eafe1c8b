import { sealedChannels } from "./modules/channels/index.ts";
import { sealedMails, sealedPasswords } from "./modules/mail/index.ts";
import { sealedAddresses, sealedIdentity } from "./modules/push/index.ts";
import type { SealedColumn } from "./platform/reseal.ts";

/** Everything that is sealed in rows; a test holds it against the columns that there are. */
export const SEALED: readonly SealedColumn[] = [
  ...sealedChannels,
  sealedPasswords,
  sealedMails,
  sealedIdentity,
  sealedAddresses,
];
