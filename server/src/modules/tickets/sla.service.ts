import type { SlaSettings, SlaSettingsView } from "@balcao/api";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { appendEvents } from "../../platform/events.ts";
import { uuidv7 } from "../../platform/ids.ts";
import { conflict, invalid } from "../../platform/problem.ts";
import { organisationNames } from "../contacts/index.ts";
import { loadChoices } from "./choices.queries.ts";
import { loadPolicies, savePolicies, wakeTickets } from "./sla.queries.ts";

async function view(tx: Tx, accountId: string): Promise<SlaSettingsView> {
  const { policies, version } = (await loadPolicies(tx, accountId)) ?? { policies: [], version: 1 };
  const ids = policies.flatMap(({ organisationIds }) => organisationIds);
  const organisations = await organisationNames(tx, accountId, ids);
  return { policies: policies as SlaSettingsView["policies"], version, organisations };
}

export const readSla = (deps: Deps, actor: Actor): Promise<SlaSettingsView> =>
  inAccount(deps.app, actor.accountId, (tx) => view(tx, actor.accountId));

type Fault = { path: string; code: string };

/** What is wrong with policies, by field: a name or an id twice, a promise of nothing, what is not of this account. */
async function faultsOf(tx: Tx, accountId: string, { policies }: SlaSettings): Promise<Fault[]> {
  const categories = new Set((await loadChoices(tx, accountId)).categories.map(({ id }) => id));
  const wanted = policies.flatMap(({ organisationIds }) => organisationIds);
  const organisations = new Set((await organisationNames(tx, accountId, wanted)).map(({ id }) => id));
  return policies.flatMap((policy, index) => {
    const earlier = policies.slice(0, index);
    const at = (field: string): string => `policies.${index}.${field}`;
    const name = policy.name.toLowerCase();
    return [
      policy.id !== null && earlier.some(({ id }) => id === policy.id) && { path: at("id"), code: "taken" },
      earlier.some((other) => other.name.toLowerCase() === name) && { path: at("name"), code: "taken" },
      policy.firstAnswerMinutes === null &&
        policy.solutionMinutes === null && { path: at("solutionMinutes"), code: "required" },
      policy.categoryIds.some((id) => !categories.has(id)) && {
        path: at("categoryIds"),
        code: "unknown_category",
      },
      policy.organisationIds.some((id) => !organisations.has(id)) && {
        path: at("organisationIds"),
        code: "unknown_organisation",
      },
    ].filter((fault) => typeof fault === "object");
  });
}

/** Saves all policies in their order; tickets that are not over are looked at again by their timers. */
export async function writeSla(deps: Deps, actor: Actor, wanted: SlaSettings): Promise<SlaSettingsView> {
  const { accountId, agentId } = actor;
  const now = deps.clock.now();
  const saved = await inAccount(deps.app, accountId, async (tx) => {
    const faults = await faultsOf(tx, accountId, wanted);
    if (faults.length > 0) throw invalid(faults);
    const policies = wanted.policies.map((policy) => ({ ...policy, id: policy.id ?? uuidv7() }));
    if (!(await savePolicies(tx, accountId, { ...wanted, policies }, now)))
      throw conflict("version_conflict", { current: await view(tx, accountId) });
    await appendEvents(tx, [{ accountId, type: "sla.changed", agentId, at: now, data: {} }]);
    await wakeTickets(tx, accountId, now);
    return view(tx, accountId);
  });
  deps.wake.signal("events");
  return saved;
}
