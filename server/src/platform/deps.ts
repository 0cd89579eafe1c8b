import type { Clock } from "./clock.ts";
import type { Db } from "./database.ts";
import type { Mailer } from "./mailer.ts";
import type { Logger } from "./logger.ts";
import type { Sealer } from "./crypto.ts";
import type { Storage } from "./storage.ts";
import type { Wake } from "./wake.ts";

/** What modules may lean on; built once in main.ts (or by a test) and handed down. */
export type Deps = {
  clock: Clock;
  /** connections confined to one account: use through `inAccount` */
  app: Db;
  /** connections of lanes, jobs and sign-in, which see every account */
  system: Db;
  log: Logger;
  sealer: Sealer;
  storage: Storage;
  mailer: Mailer;
  wake: Wake;
  /** absolute, without a trailing slash; links and webhook addresses are made from it, never from a Host header */
  baseUrl: string;
  demo: boolean;
};
