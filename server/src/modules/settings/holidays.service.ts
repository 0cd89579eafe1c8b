import type { HolidaySettings } from "@balcao/api";
import { USUAL_HOLIDAYS, type Holidays } from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { appendEvents } from "../../platform/events.ts";
import { conflict, invalid } from "../../platform/problem.ts";
import { loadHolidays, saveHolidays } from "./holidays.queries.ts";
import type { OnSettingsSaved } from "./settings.service.ts";

/** An account's holidays as it is shown them; before it said anything of them, the usual ones. */
export const shownHolidays = (kept: Holidays | null): Omit<HolidaySettings, "version"> => {
  const { national, own } = kept ?? USUAL_HOLIDAYS;
  return { national: [...national], own: [...own] };
};

async function holidaysOf(tx: Tx, accountId: string): Promise<HolidaySettings> {
  const row = await loadHolidays(tx, accountId);
  return { ...shownHolidays(row), version: row?.version ?? 1 };
}

export const readHolidays = (deps: Deps, actor: Actor): Promise<HolidaySettings> =>
  inAccount(deps.app, actor.accountId, (tx) => holidaysOf(tx, actor.accountId));

/** Two own days that are one date, told at the later. */
function problemsOf({ own }: HolidaySettings): { path: string; code: string }[] {
  return own.flatMap(({ date, yearly }, index) => {
    const isTold = own
      .slice(0, index)
      .some((other) =>
        yearly || other.yearly ? other.date.slice(5) === date.slice(5) : other.date === date,
      );
    return isTold ? [{ path: `own.${index}.date`, code: "holiday_twice" }] : [];
  });
}

/** Saves the holidays; what counts in business hours is looked at again in the same transaction. */
export async function writeHolidays(
  deps: Deps,
  actor: Actor,
  wanted: HolidaySettings,
  onSaved: OnSettingsSaved,
): Promise<HolidaySettings> {
  const fields = problemsOf(wanted);
  if (fields.length > 0) throw invalid(fields);
  const { accountId, agentId } = actor;
  const now = deps.clock.now();
  const saved = await inAccount(deps.app, accountId, async (tx) => {
    const own = wanted.own.toSorted((a, b) => a.date.localeCompare(b.date));
    const national = [...new Set(wanted.national)];
    if (!(await saveHolidays(tx, accountId, { ...wanted, national, own }, now)))
      throw conflict("version_conflict", { current: await holidaysOf(tx, accountId) });
    await appendEvents(tx, [{ accountId, type: "settings.changed", agentId, at: now, data: {} }]);
    await onSaved(tx, accountId, now);
    return holidaysOf(tx, accountId);
  });
  deps.wake.signal("events");
  return saved;
}
