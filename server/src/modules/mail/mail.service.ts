import type { MailReady, MailSettings, MailSettingsView, MailTest } from "@balcao/api";
import { isEmail } from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { appendEvents } from "../../platform/events.ts";
import { uuidv7 } from "../../platform/ids.ts";
import { errorData } from "../../platform/logger.ts";
import { conflict, invalid } from "../../platform/problem.ts";
import { listAgents } from "../agents/index.ts";
import { loadMailSetting, mailNews, saveMailSetting, type MailSettingRow } from "./mail.queries.ts";
import { mailReady } from "./mail.door.ts";
import { sealPassword, serverOf } from "./mail.server.ts";
import words from "./mail-words.json" with { type: "json" };

const HOST = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$|^[0-9a-f:]+$/;

const neverSaved = (accountId: string): MailSettingRow => ({
  accountId,
  enabled: false,
  host: "",
  port: 587,
  security: "starttls",
  username: "",
  passwordSealed: null,
  senderName: "",
  senderAddress: "",
  version: 0,
});

async function view(tx: Tx, row: MailSettingRow): Promise<MailSettingsView> {
  const { accountId, passwordSealed, ...shown } = row;
  const { lastSentAt, ...news } = await mailNews(tx, accountId);
  return {
    ...shown,
    ...news,
    hasPassword: passwordSealed !== null,
    lastSentAt: lastSentAt === null ? null : new Date(lastSentAt).toISOString(),
  };
}

/** The account's mail server, without its password, and what became of its mails. */
export const readMailSettings = (deps: Deps, actor: Actor): Promise<MailSettingsView> =>
  inAccount(deps.app, actor.accountId, async (tx) =>
    view(tx, (await loadMailSetting(tx, actor.accountId)) ?? neverSaved(actor.accountId)),
  );

export const isMailReady = (deps: Deps, actor: Actor): Promise<MailReady> =>
  inAccount(deps.app, actor.accountId, async (tx) => ({
    ready: (await mailReady(tx, [actor.accountId])).has(actor.accountId),
  }));

/** A password goes to the server it was given for: for another one it must be given anew. */
const isSameServer = (before: MailSettingRow, wanted: MailSettings): boolean =>
  before.host === wanted.host &&
  before.port === wanted.port &&
  before.security === wanted.security &&
  before.username === wanted.username;

function faultsOf(
  deps: Deps,
  wanted: MailSettings,
  keepsPassword: boolean,
): { path: string; code: string }[] {
  const { host, port, security, username, password, senderAddress, enabled } = wanted;
  const faults: { path: string; code: string }[] = [];
  if (host === "" ? enabled : !HOST.test(host))
    faults.push({ path: "host", code: host === "" ? "required" : "not_a_host" });
  else if (host !== "" && !deps.mailer.mayCall({ host, port }))
    faults.push({ path: "host", code: "mail_host_not_public" });
  if (senderAddress === "" ? enabled : !isEmail(senderAddress))
    faults.push({ path: "senderAddress", code: senderAddress === "" ? "required" : "not_an_email" });
  if (username !== "" && security === "none")
    faults.push({ path: "security", code: "password_in_the_clear" });
  if (username !== "" && !keepsPassword && (password === null || password === ""))
    faults.push({ path: "password", code: "required" });
  return faults;
}

/** Salvar: the server and as whom it is written to; refuses a version that somebody else has passed. */
export async function writeMailSettings(
  deps: Deps,
  actor: Actor,
  wanted: MailSettings,
): Promise<MailSettingsView> {
  const { accountId, agentId } = actor;
  const now = deps.clock.now();
  const outcome = await inAccount(deps.app, accountId, async (tx) => {
    const before = (await loadMailSetting(tx, accountId, true)) ?? neverSaved(accountId);
    if (before.version !== wanted.version) return { current: await view(tx, before) };
    const { password, ...fields } = wanted;
    const keeps = password === null && before.passwordSealed !== null && isSameServer(before, wanted);
    const faults = faultsOf(deps, wanted, keeps);
    if (faults.length > 0) throw invalid(faults);
    const fresh = password === null || password === "" ? null : sealPassword(deps, accountId, password);
    const passwordSealed = wanted.username === "" ? null : keeps ? before.passwordSealed : fresh;
    const row = { ...fields, accountId, passwordSealed, version: wanted.version + 1 };
    if (!(await saveMailSetting(tx, row, now)))
      return { current: await view(tx, (await loadMailSetting(tx, accountId)) ?? before) };
    await appendEvents(tx, [
      { accountId, type: "settings.changed", agentId, at: now, data: { mail: row.enabled } },
    ]);
    return { saved: await view(tx, row) };
  });
  if ("current" in outcome) throw conflict("version_conflict", { current: outcome.current });
  deps.wake.signal("events");
  deps.wake.signal("mails");
  return outcome.saved;
}

/** The server as it is saved; after the installation's secret was changed the password has to be given anew, and that is said. */
function readableServer(deps: Deps, row: MailSettingRow): ReturnType<typeof serverOf> {
  try {
    return serverOf(deps, row);
  } catch (error) {
    deps.log.error("mail.password_unreadable", { accountId: row.accountId, ...errorData(error) });
    throw conflict("mail_password_unreadable");
  }
}

/** Writes to who asks, at once and by what is saved, and tells what the server said. */
export async function testMail(deps: Deps, actor: Actor): Promise<MailTest> {
  const { accountId, agentId, locale } = actor;
  const { row, to } = await inAccount(deps.app, accountId, async (tx) => ({
    row: await loadMailSetting(tx, accountId),
    to: (await listAgents(tx, accountId)).find(({ id }) => id === agentId)?.email ?? null,
  }));
  if (!row || row.host === "" || to === null) throw conflict("mail_not_set_up");
  const { server, from } = readableServer(deps, row);
  const { subject, text } = words[locale].test;
  const outcome = await deps.mailer.send(server, { id: uuidv7(), from, to, subject, text });
  return { ok: outcome.ok, to, said: outcome.ok ? null : outcome.said };
}
