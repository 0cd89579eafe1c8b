import { sql } from "kysely";
import { createCompany } from "../src/demo/company.ts";
import { createAuth } from "../src/modules/agents/index.ts";
import { addChannel } from "../src/modules/channels/index.ts";
import { systemClock } from "../src/platform/clock.ts";
import { createSealer } from "../src/platform/crypto.ts";
import { openDatabase } from "../src/platform/database.ts";
import type { Deps } from "../src/platform/deps.ts";
import { uuidv7 } from "../src/platform/ids.ts";
import { silentLogger } from "../src/platform/logger.ts";
import { smtpMailer } from "../src/platform/mailer.ts";
import { migrate } from "../src/platform/migrate.ts";
import { folderStorage } from "../src/platform/storage.ts";
import { localWake } from "../src/platform/wake.ts";
import type { CrashDesk } from "./crash-desk.ts";

type Installation = {
  /** of an empty database */
  url: string;
  /** of the files of messages */
  folder: string;
  graphUrl: string;
  secret: string;
  appSecret: string;
};
type Founded = Pick<CrashDesk, "lines" | "administrators">;

/** The same people write to all three numbers; the bot answers every message, so that each answer can be counted. */
async function found(deps: Deps, { graphUrl, appSecret }: Installation) {
  const channel = (phoneNumberId: string) => ({
    phoneNumberId,
    wabaId: "3001",
    displayPhone: phoneNumberId,
    graphBaseUrl: graphUrl,
    accessToken: "token-123456",
    appSecret,
    verifyToken: "verify-1234",
  });
  const first = await createCompany(deps, { demo: false, withBot: true, channel: channel("4001") });
  const second = await createCompany(deps, { demo: false, withBot: true, channel: channel("4003") });
  const more = { ...channel("4002"), accountId: first.accountId, id: uuidv7(), name: "Outro número" };
  await deps.system.transaction().execute(async (tx) => {
    await addChannel(tx, deps, more);
    await sql`UPDATE whatsapp_setting SET bot_texts = jsonb_set(bot_texts, '{otherAnswerLimit}', '1000')`.execute(
      tx,
    );
    await sql`UPDATE channel SET messages_per_second = 400`.execute(tx);
  });
  const lines = [
    { phoneNumberId: "4001", company: 0, channelId: first.channelId },
    { phoneNumberId: "4002", company: 0, channelId: more.id },
    { phoneNumberId: "4003", company: 1, channelId: second.channelId },
  ];
  return { lines, accountIds: [first.accountId, second.accountId] };
}

/** As `npm start` would: the programs believe a session that stands in the database and is signed by their key. */
async function signIn(
  deps: Deps,
  { url, secret }: Installation,
  accountIds: readonly string[],
): Promise<Founded["administrators"]> {
  const auth = createAuth(deps, { databaseUrl: url, secret });
  const signedIn = await Promise.all(
    accountIds.map(async (accountId) => {
      const { rows } = await sql<{ userId: string }>`SELECT user_id AS "userId" FROM agent
        WHERE account_id = ${accountId} AND role = 'administrator'`.execute(deps.system);
      const [cookie = ""] = (await auth.openSession(rows[0]?.userId ?? "", new Headers())).split(";");
      return { accountId, cookie };
    }),
  );
  await auth.stop();
  return signedIn;
}

/**
 * Two companies with three numbers, founded by the release that this file lies in. An older release is given a copy of it (faults/release.ts),
 * so only what both have may be called here.
 */
export async function foundInstallation(installation: Installation): Promise<Founded> {
  const { url, folder, secret } = installation;
  await migrate({ url });
  const deps: Deps = {
    clock: systemClock,
    app: openDatabase({ url, role: "balcao_app", max: 1, name: "crash app" }),
    system: openDatabase({ url, role: "balcao_system", max: 4, name: "crash" }),
    log: silentLogger,
    sealer: createSealer([secret]),
    storage: folderStorage(folder),
    mailer: smtpMailer({ innerHosts: [] }),
    wake: localWake(),
    baseUrl: "http://127.0.0.1",
    demo: false,
  };
  try {
    const { lines, accountIds } = await found(deps, installation);
    return { lines, administrators: await signIn(deps, installation, accountIds) };
  } finally {
    await deps.app.destroy();
    await deps.system.destroy();
  }
}
