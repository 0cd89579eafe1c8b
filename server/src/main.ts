import { mkdirSync } from "node:fs";
import { flushCompileCache } from "node:module";
import { join } from "node:path";
import { forgetUnfinishedDemo, seedDemo } from "./demo/seed.ts";
import { createAuth, firstAdministratorLink, forgetSessions } from "./modules/agents/index.ts";
import { channelCache, checkLoop, laneLoop, ledgerLoop, senderLoop } from "./modules/channels/index.ts";
import { importFiles, importLoop } from "./modules/contacts/index.ts";
import {
  blockLoop,
  contactDoor,
  factHandler,
  forgetCommandKeys,
  readLoop,
  realtime,
  scheduledFiles,
  sendCheck,
  strayStatuses,
  timerLoop,
} from "./modules/conversations/index.ts";
import { verifyPublished } from "./modules/bot/index.ts";
import { makersPost, pushNewsLoop, pushSenderLoop } from "./modules/push/index.ts";
import { templateLoop } from "./modules/templates/index.ts";
import { budgetLoop } from "./modules/costs/index.ts";
import { mailLoop } from "./modules/mail/index.ts";
import { forgetTicketKeys, slaLoop, ticketDesk, ticketFiles, ticketNews } from "./modules/tickets/index.ts";
import { mediaFiles, mediaLoop, uploadLoop } from "./modules/media/index.ts";
import { replyFiles } from "./modules/quick-replies/index.ts";
import { fileOffsetClock } from "./platform/clock.ts";
import { readConfig } from "./platform/config.ts";
import { createSealer } from "./platform/crypto.ts";
import { clockLoop, databaseClock } from "./platform/database-clock.ts";
import { openDatabase } from "./platform/database.ts";
import type { Deps } from "./platform/deps.ts";
import { createLogger, errorData } from "./platform/logger.ts";
import { smtpMailer } from "./platform/mailer.ts";
import { migrate } from "./platform/migrate.ts";
import type { Loop } from "./platform/module.ts";
import { notifyingWake } from "./platform/notify.ts";
import { outwardFetch } from "./platform/outward.ts";
import { folderStorage } from "./platform/storage.ts";
import { forgetLoop } from "./platform/forget.ts";
import { sweepLoop } from "./platform/sweep.ts";
import { buildWeb } from "./web.ts";

const config = readConfig(process.env);
const log = createLogger((line) => process.stderr.write(`${line}\n`), Date.now);

await migrate({ url: config.databaseUrl });
if (config.demo) await forgetUnfinishedDemo(config.databaseUrl, config.dataDir);
mkdirSync(join(config.dataDir, "media"), { recursive: true, mode: 0o700 });
const wake = await notifyingWake(config.databaseUrl, log);
const fileClock = config.clockFile ? fileOffsetClock(config.clockFile) : null;
const system = openDatabase({ url: config.databaseUrl, role: "balcao_system", max: 12, name: "system" });
const clock = await databaseClock(system);
const deps: Deps = {
  clock: fileClock ?? clock,
  app: openDatabase({ url: config.databaseUrl, role: "balcao_app", max: 12, name: "web" }),
  system,
  log,
  sealer: createSealer(config.secrets),
  storage: folderStorage(join(config.dataDir, "media")),
  mailer: smtpMailer({ innerHosts: config.mailInnerHosts }),
  wake,
  baseUrl: config.baseUrl,
  demo: config.demo,
};
/** its transactions hold lanes: a frozen process must lose them within 5 s, by the database's own hand */
const lanes = openDatabase({
  url: config.databaseUrl,
  role: "balcao_system",
  max: 3,
  name: "lanes",
  idleInTransactionMs: 5000,
});
const outward = outwardFetch({ inner: config.innerAddresses });
const channels = channelCache(deps.system, deps.sealer);
const [secret = "", ...older] = config.secrets;
const auth = createAuth(deps, { databaseUrl: config.databaseUrl, secret, older });
const hub = realtime(deps, ticketNews);
const works = config.role !== "web";
const serves = config.role !== "worker";
const workers: Loop[] = works
  ? [
      laneLoop(deps, { db: lanes, handle: factHandler(deps, ticketDesk(deps)) }),
      senderLoop(deps, { channels, check: sendCheck, fetch: outward }),
      timerLoop(deps),
      slaLoop(deps),
      budgetLoop(deps),
      blockLoop(deps, { channels, fetch: outward }),
      readLoop(deps, { channels, fetch: outward }),
      uploadLoop(deps, { channels, fetch: outward }),
      mediaLoop(deps, channels, outward),
      templateLoop(deps, {
        channels,
        fetch: outward,
        onChanged: verifyPublished,
      }),
      checkLoop(deps, {
        channels,
        fetch: outward,
        statusesOf: strayStatuses,
      }),
      ledgerLoop(deps),
      mailLoop(deps),
      importLoop(deps, { door: contactDoor }),
      pushNewsLoop(deps),
      pushSenderLoop(deps, makersPost()),
    ]
  : [];
const sweep = works
  ? [
      sweepLoop(deps, [mediaFiles, replyFiles, scheduledFiles, ticketFiles, importFiles]),
      forgetLoop(deps, [forgetCommandKeys, forgetTicketKeys, forgetSessions]),
    ]
  : [];
const loops: Loop[] = [clockLoop(deps, clock), ...workers, ...sweep, ...(serves ? [hub] : [])];

const app = serves
  ? await buildWeb(deps, {
      auth,
      channels,
      hub,
      webDist: config.webDist,
      graph: {
        baseUrl: config.demoChannel?.graphBaseUrl ?? config.graphBaseUrl,
        fetch: outward,
      },
      phoneUrl: config.demoChannel?.phoneUrl ?? null,
      trustProxy: config.trustProxy,
      signup: config.signup,
    })
  : null;
let stopping = false;

/** Takes no new work, ends what is under way, then lets go of the database. */
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await app?.close();
  await Promise.all(loops.map((loop) => loop.stop()));
  await auth.stop();
  await wake.stop();
  await Promise.all([deps.app.destroy(), deps.system.destroy(), lanes.destroy()]);
  process.exit(0);
}
process.on("SIGTERM", () => void stop());
process.on("SIGINT", () => void stop());
process.on("unhandledRejection", (error) => log.error("unhandled", errorData(error)));

if (app) await app.listen({ host: config.host, port: config.port });
if (works && serves && config.demo && config.demoChannel)
  await seedDemo(deps, {
    channel: config.demoChannel,
    dataDir: config.dataDir,
    loops: workers,
    follow: () => fileClock?.reread(),
    founded: () => channels.clear(),
    progress: (part) => void process.stdout.write(`${JSON.stringify({ telling: part })}\n`),
  });
for (const loop of loops) loop.start();
const firstLink = serves && !config.demo ? await firstAdministratorLink(deps) : null;
if (firstLink !== null)
  process.stdout.write(
    `${JSON.stringify({ print: `\nPrimeiro administrador / first administrator:\n${firstLink}\n(uma vez, por 7 dias / once, for 7 days)` })}\n`,
  );
process.stdout.write(`${JSON.stringify({ ready: true, url: config.baseUrl })}\n`);
// now, not at the end: a program that is killed would never keep it
flushCompileCache();
