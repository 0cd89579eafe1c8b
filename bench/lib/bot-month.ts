import {
  BOT_ACTS,
  decide,
  packTrace,
  unanswered,
  type Bot,
  type BotState,
  type Decision,
  type Trigger,
} from "../../core/src/index.ts";
import type { Company } from "../../server/src/demo/company.ts";
import type { Look } from "./look.ts";
import { fillServed, uuid } from "./served.ts";

export const CONVERSATIONS = Number(process.env["BENCH_CONVERSATIONS"] ?? 50_000);
const DAYS = 28;
/** answers that no menu offers: how many there are of them */
const TEXTS = 400;
const UNKNOWN = "pedido numero 000";
/** what each customer writes: half give up, the others ask for a person */
const SAID = ["oi", "Comercial", UNKNOWN, UNKNOWN, UNKNOWN];

/** One answer of the bot, as it is stored. */
type Answer = { trace: string; acts: number; isLost: boolean };

const REASONS: Record<string, number> = {
  no_trigger: BOT_ACTS.gaveUp,
  other_answers_exhausted: BOT_ACTS.gaveUp,
  asked_for_person: BOT_ACTS.askedForPerson,
};

const actsOf = ({ effects, trace }: Decision): number =>
  effects.reduce(
    (acts, effect) =>
      acts |
      (effect.type === "send"
        ? BOT_ACTS.answered
        : effect.type === "hand_over"
          ? BOT_ACTS.handedOver
          : effect.type === "stop"
            ? (REASONS[effect.reason] ?? 0)
            : 0),
    trace.steps[0]?.idleMs === null ? BOT_ACTS.entered : 0,
  );

/** What one customer's conversation with the published bot leaves behind. */
function oneConversation(bot: Bot, said: readonly string[]): Answer[] {
  let state: BotState = {
    team: bot.settings.firstContactTeam,
    owns: true,
    lastInteractionAt: null,
    menu: null,
    otherAnswers: 0,
    silenceAnsweredFor: null,
  };
  return said.map((text, minute) => {
    const decision = decide(bot, state, { type: "message", text }, minute * 60_000);
    ({ state } = decision);
    const trace = JSON.stringify(packTrace(decision.trace));
    return { trace, acts: actsOf(decision), isLost: unanswered(decision.trace) !== null };
  });
}

/** The published bot, as it speaks. */
async function publishedBot(look: Look, { accountId, teams }: Company): Promise<{ id: string; bot: Bot }> {
  const { rows } = await look.pool.query<{ id: string; triggers: Trigger[] }>(
    "SELECT id, triggers FROM bot_version WHERE account_id = $1 ORDER BY number DESC LIMIT 1",
    [accountId],
  );
  const [version] = rows;
  if (!version) throw new Error("no bot is published");
  const settings = {
    firstContactTeam: teams.principal ?? "",
    otherAnswerText: "Não entendi",
    otherAnswerLimit: 2,
    personWords: ["atendente"],
  };
  return { id: version.id, bot: { triggers: version.triggers, teams: [], settings } };
}

const STEP = `${DAYS * 86_400_000} milliseconds`;
const PEOPLE = `(SELECT n, now() - interval '${DAYS} days' + n * interval '${STEP}' / ${CONVERSATIONS} AS at
  FROM generate_series(1, ${CONVERSATIONS}) n) c`;

/**
 * A month of conversations in which the published bot answered, lost its way and gave them to people; made by set-based statements:
 * this bench measures reading. Gives how many decisions there are.
 */
export async function fillMonth(look: Look, company: Company): Promise<number> {
  const { accountId, teams } = company;
  const { id: versionId, bot } = await publishedBot(look, company);
  await fillServed(look, company, PEOPLE);
  const half = [SAID, [...SAID.slice(0, -2), "atendente"]].map((said) => oneConversation(bot, said));
  const answers = half.flatMap((given, side) => given.map((answer, minute) => ({ ...answer, side, minute })));
  // in the order of time, as they are written in life
  await look.pool.query(
    `INSERT INTO bot_trace (account_id, id, conversation_id, message_id, bot_version_id, trace, acts, unanswered, unanswered_in, at)
     SELECT $1, ${uuid("d0", "n::bigint * 16 + a.minute")}, ${uuid("b0", "n")}, NULL, $2, replace(a.trace, '000', word)::json, a.acts,
       CASE WHEN a.lost THEN 'pedido numero ' || word END, CASE WHEN a.lost THEN $3::uuid END, at + a.minute * interval '1 minute'
     FROM (SELECT n, at, lpad((n % ${TEXTS})::text, 3, '0') AS word FROM ${PEOPLE}) c
     JOIN unnest($4::int[], $5::int[], $6::text[], $7::int[], $8::bool[]) a (side, minute, trace, acts, lost) ON a.side = n % 2
     ORDER BY at + a.minute * interval '1 minute'`,
    [
      accountId,
      versionId,
      teams.principal,
      answers.map(({ side }) => side),
      answers.map(({ minute }) => minute),
      answers.map(({ trace }) => trace),
      answers.map(({ acts }) => acts),
      answers.map(({ isLost }) => isLost),
    ],
  );
  await look.pool.query("VACUUM ANALYZE");
  return look.number("SELECT count(*) FROM bot_trace");
}
