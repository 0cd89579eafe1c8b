import type { IllChannels } from "@balcao/api";
import { stopFinding, troubleFinding, type Check } from "@balcao/whatsapp";
import type { Actor } from "../../platform/actor.ts";
import { inAccount } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import type { Reader } from "./check-view.ts";
import { sayFinding } from "./check-words.ts";
import { listIll, type IllRow } from "./ill.queries.ts";

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

/** The numbers of the account that are ill, for everybody who works with them: what it is, and what waits for its end. */
export const illChannels = (deps: Deps, actor: Actor, { locale, timeZone }: Reader): Promise<IllChannels> =>
  inAccount(deps.app, actor.accountId, async (tx) => ({
    items: (await listIll(tx, actor.accountId, deps.clock.now())).flatMap((row) => {
      const illness = illnessOf(row);
      if (!illness) return [];
      const { sentence } = sayFinding(illness, locale, timeZone);
      const isStopped = row.pausedCode !== null;
      return [
        { id: row.id, name: row.name, displayPhone: row.displayPhone, isStopped, sentence, held: row.held },
      ];
    }),
  }));
