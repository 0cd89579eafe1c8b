import type { CostSettings } from "@balcao/api";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { appendEvents } from "../../platform/events.ts";
import { conflict, invalid } from "../../platform/problem.ts";
import { loadCostSetting, saveCostSetting, type CostSettingRow } from "./settings.queries.ts";

/** What bills of a Brazilian account are in, until somebody says otherwise. */
const NEVER_SAVED: CostSettingRow = { currency: "BRL", budget: null, rates: [], version: 0 };

export const settingOf = async (tx: Tx, accountId: string): Promise<CostSettingRow> =>
  (await loadCostSetting(tx, accountId)) ?? NEVER_SAVED;

export const readCostSettings = (deps: Deps, actor: Actor): Promise<CostSettings> =>
  inAccount(deps.app, actor.accountId, (tx) => settingOf(tx, actor.accountId));

/** Two prices of one category from one day on: which one held? */
function faultsOf({ rates }: CostSettings): { path: string; code: string }[] {
  const seen = new Set<string>();
  return rates.flatMap(({ category, from }, index) => {
    const key = `${category} ${from}`;
    const fault = seen.has(key) ? [{ path: `rates.${index}.from`, code: "rate_taken" }] : [];
    seen.add(key);
    return fault;
  });
}

/** Salvar: currency, rates and budget; refuses a version that somebody else has passed. */
export async function writeCostSettings(
  deps: Deps,
  actor: Actor,
  wanted: CostSettings,
): Promise<CostSettings> {
  const { accountId, agentId } = actor;
  const faults = faultsOf(wanted);
  if (faults.length > 0) throw invalid(faults);
  const now = deps.clock.now();
  const saved = await inAccount(deps.app, accountId, async (tx) => {
    if (!(await saveCostSetting(tx, accountId, wanted, now)))
      throw conflict("version_conflict", { current: await settingOf(tx, accountId) });
    await appendEvents(tx, [{ accountId, type: "cost.settings_changed", agentId, at: now, data: {} }]);
    return settingOf(tx, accountId);
  });
  deps.wake.signal("events");
  return saved;
}
