import { channelCache, examine } from "./modules/channels/index.ts";
import { strayStatuses } from "./modules/conversations/index.ts";
import { fileOffsetClock, systemClock } from "./platform/clock.ts";
import { readConfig } from "./platform/config.ts";
import { createSealer } from "./platform/crypto.ts";
import { openDatabase } from "./platform/database.ts";
import type { Deps } from "./platform/deps.ts";
import { silentLogger } from "./platform/logger.ts";
import { smtpMailer } from "./platform/mailer.ts";
import { outwardFetch } from "./platform/outward.ts";
import { folderStorage } from "./platform/storage.ts";
import { localWake } from "./platform/wake.ts";

/** `npm run doctor`: the checks of the numbers from the terminal, on the database of a running or a stopped installation. */
const config = readConfig(process.env);
const open = (role: "balcao_app" | "balcao_system") =>
  openDatabase({ url: config.databaseUrl, role, max: 2, name: "doctor" });
const deps: Deps = {
  clock: config.clockFile ? fileOffsetClock(config.clockFile) : systemClock,
  app: open("balcao_app"),
  system: open("balcao_system"),
  log: silentLogger,
  sealer: createSealer(config.secrets),
  storage: folderStorage(config.dataDir),
  mailer: smtpMailer({ innerHosts: config.mailInnerHosts }),
  wake: localWake(),
  baseUrl: config.baseUrl,
  demo: false,
};
const locale = /^en/i.test(process.env["DOCTOR_LANGUAGE"] ?? process.env["LANG"] ?? "") ? "en" : "pt-BR";
const { text, code } = await examine(
  deps,
  {
    channels: channelCache(deps.system, deps.sealer),
    fetch: outwardFetch({ inner: config.innerAddresses }),
    statusesOf: strayStatuses,
  },
  locale,
);
process.stdout.write(`${text}\n`);
await Promise.all([deps.app.destroy(), deps.system.destroy()]);
process.exitCode = code;
