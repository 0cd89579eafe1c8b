import type { IllChannels } from "@balcao/api";
import { calendarOf, isOpenAt } from "@balcao/core";
import { stopFinding, troubleFinding, type Check } from "@balcao/whatsapp";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { loadContexts } from "../settings/index.ts";
import type { Reader } from "./check-view.ts";
import { sayFinding } from "./check-words.ts";
import { listIll, type IllRow } from "./ill.queries.ts";

/** Kind of trouble: nothing comes from Meta at hours at which something did all week. */
const SILENCE = "silence";

const COUNTED: ReadonlySet<string> = new Set([
  "token",
  "scopes",
  "waba",
  "number",
  "registration",
  "listening",
  "subscribed",
  "fields",
  "arriving",
]);

/** What keeps messages from coming or going, of what was found; null = nothing does. A number that never worked is not ill, it is being connected. */
function illnessOf({
  pausedCode,
  worked,
  checks,
  trouble,
}: IllRow): Pick<Check, "finding" | "repair" | "data"> | null {
  if (pausedCode !== null)
    return {
      finding: stopFinding(pausedCode),
      repair: null,
      data: { code: pausedCode, number: "", status: "" },
    };
  if (trouble !== null) return { finding: troubleFinding(trouble), repair: null, data: {} };
  if (!worked) return null;
  return checks.find(({ id, state }) => state === "fail" && COUNTED.has(id)) ?? null;
}

/** Is it ill by nothing but that Meta has fallen silent? */
const isSilent = ({ trouble, pausedCode }: IllRow): boolean => trouble === SILENCE && pausedCode === null;

/** Is the company at work now, by the hours of the team of first contact and the holidays? */
async function worksAt(tx: Tx, accountId: string, now: number): Promise<boolean> {
  const context = (await loadContexts(tx, [accountId])).get(accountId);
  return context !== undefined && isOpenAt(calendarOf(context.firstTeamId, context), now);
}

/** The numbers of the account that are ill, for everybody who works with them: what it is, and what waits for its end. */
export const illChannels = (deps: Deps, actor: Actor, { locale, timeZone }: Reader): Promise<IllChannels> =>
  inAccount(deps.app, actor.accountId, async (tx) => {
    const now = deps.clock.now();
    const rows = await listIll(tx, actor.accountId, now);
    const isAtWork = rows.some(isSilent) && (await worksAt(tx, actor.accountId, now));
    const items = rows.flatMap((row) => {
      // outside of working hours nobody waits for what does not come
      const illness = isSilent(row) && !isAtWork ? null : illnessOf(row);
      if (!illness) return [];
      const { sentence } = sayFinding(illness, locale, timeZone);
      const isStopped = row.pausedCode !== null;
      return [
        { id: row.id, name: row.name, displayPhone: row.displayPhone, isStopped, sentence, held: row.held },
      ];
    });
    return { items };
  });
