import type { FirstAdministrator } from "@balcao/api";
import type { z } from "zod";
import type { Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { uuidv7 } from "../../platform/ids.ts";
import { invalid, ProblemError } from "../../platform/problem.ts";
import { insertAccount } from "../accounts/index.ts";
import {
  hasAdministrator,
  insertAgent,
  insertPassword,
  insertPerson,
  insertTeam,
  isGuessable,
  takeFirstToken,
  tellSignedIn,
  tokenHash,
  type Auth,
} from "../agents/index.ts";
import { defaultAutoMessages, defaultBotTexts } from "./defaults.ts";
import { saveSetting } from "./settings.queries.ts";

type Locale = "pt-BR" | "en";
/** What the upper modules give a new account to begin with. */
export type OnFounded = (
  tx: Tx,
  account: { accountId: string; locale: Locale },
  now: number,
) => Promise<void>;
type Founder = z.infer<typeof FirstAdministrator>;

const TIME_ZONE = "America/Sao_Paulo";
/** Below the 24 h of the service window, or the closing text could never go out. */
const INACTIVITY_HOURS = 12;

/** Gives the id of a new company with its first team (where conversations begin), settings that say nothing unasked, and its administrator. */
async function create(
  tx: Tx,
  founder: Founder,
  userId: string,
  locale: Locale,
  now: number,
): Promise<string> {
  const accountId = uuidv7();
  const teamId = uuidv7();
  const { company, name, email } = founder;
  await insertAccount(tx, { id: accountId, name: company, locale, timeZone: TIME_ZONE, demo: false }, now);
  const team = {
    name: locale === "en" ? "Main" : "Principal",
    kind: "whatsapp" as const,
    color: "#0f766e",
    description: "",
    active: true,
    inactivityHours: null,
    businessHours: null,
    memberIds: [],
    signsReplies: false,
    worksHolidays: false,
  };
  await insertTeam(tx, accountId, teamId, team, now);
  const role = "administrator" as const;
  await insertAgent(
    tx,
    { accountId, id: uuidv7(), userId, name, email, role, active: true, teamIds: [teamId] },
    now,
  );
  const { warningHours, ...texts } = defaultAutoMessages(locale);
  await saveSetting(tx, {
    accountId,
    firstTeamId: teamId,
    inactivityHours: INACTIVITY_HOURS,
    assignOnFirstReply: true,
    onlyResponsibleReplies: false,
    segmentedView: true,
    showsTyping: false,
    autoMessages: { ...texts, warningHours },
    botTexts: defaultBotTexts(locale),
    businessHours: null,
    version: 1,
    updatedAt: now,
  });
  return accountId;
}

/** Sets an installation up, for the bearer of the link it printed; once. Answers the session's cookie. */
export async function found(
  deps: Deps,
  auth: Auth,
  body: Founder,
  request: { locale: Locale; headers: Headers },
  onFounded: OnFounded,
): Promise<string> {
  const { locale, headers } = request;
  const founder = { ...body, email: body.email.toLowerCase() };
  if (isGuessable(founder.password, [founder.email, founder.name, founder.company]))
    throw invalid([{ path: "password", code: "guessable_password" }]);
  const now = deps.clock.now();
  const hash = await auth.hashPassword(founder.password);
  const userId = uuidv7();
  await deps.system.transaction().execute(async (tx) => {
    const isValid = await takeFirstToken(tx, tokenHash(founder.token), now);
    if (!isValid || (await hasAdministrator(tx))) throw new ProblemError(404, "first_link_invalid");
    await insertPerson(tx, { id: userId, name: founder.name, email: founder.email });
    await insertPassword(tx, userId, hash);
    const accountId = await create(tx, founder, userId, locale, now);
    await onFounded(tx, { accountId, locale }, now);
  });
  const cookie = await auth.openSession(userId, headers);
  await tellSignedIn(deps, userId, "first_link", headers);
  return cookie;
}
