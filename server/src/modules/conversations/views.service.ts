import type { ListView, ListViewFields } from "@balcao/api";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { appendEvents } from "../../platform/events.ts";
import { uuidv7 } from "../../platform/ids.ts";
import { conflict, invalid, notFound, ProblemError } from "../../platform/problem.ts";
import { listTeams } from "../agents/index.ts";
import { oversees } from "./conversations.policy.ts";
import { deleteView, insertView, listViews, updateView, type ViewRow } from "./views.queries.ts";

/** They stand beside the tabs: what one person could still choose from. */
const MOST_VIEWS = 50;

/** One's own, those of one's teams, and those of the account; who oversees sees every shared one. */
const seesView = (actor: Actor, view: ViewRow): boolean =>
  view.agentId === actor.agentId ||
  view.sharedWith === "account" ||
  (view.sharedWith === "team" &&
    (oversees(actor) || (view.teamId !== null && actor.teamIds.includes(view.teamId))));

/** One's own, and for who oversees every shared one. */
const mayChange = (actor: Actor, view: ViewRow): boolean =>
  view.agentId === actor.agentId || (oversees(actor) && view.sharedWith !== "me");

function shown(actor: Actor, row: ViewRow): ListView {
  const { agentId: _, ...view } = row;
  return { ...view, mayChange: mayChange(actor, row) };
}

/** The views this agent sees, of all lists. */
export async function viewsOf(tx: Tx, actor: Actor): Promise<ViewRow[]> {
  return (await listViews(tx, actor.accountId)).filter((view) => seesView(actor, view));
}

export const getViews = (deps: Deps, actor: Actor): Promise<ListView[]> =>
  inAccount(deps.app, actor.accountId, async (tx) =>
    (await viewsOf(tx, actor)).map((view) => shown(actor, view)),
  );

/** Only who oversees shares, and only with a team that is there. */
async function checkSharing(tx: Tx, actor: Actor, fields: ListViewFields): Promise<void> {
  if (fields.sharedWith !== "me" && !oversees(actor)) throw new ProblemError(403, "forbidden");
  if (fields.teamId === null) return;
  if (!(await listTeams(tx, actor.accountId)).some(({ id }) => id === fields.teamId))
    throw invalid([{ path: "teamId", code: "unknown_team" }]);
}

async function changed<T>(deps: Deps, actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
  const { accountId, agentId } = actor;
  const result = await inAccount(deps.app, accountId, async (tx) => {
    const done = await work(tx);
    await appendEvents(tx, [{ accountId, type: "view.changed", agentId, at: deps.clock.now() }]);
    return done;
  });
  deps.wake.signal("events");
  return result;
}

/** A view this agent may change; one that is not theirs to see is not there. */
async function mine(tx: Tx, actor: Actor, id: string): Promise<ViewRow> {
  const view = (await viewsOf(tx, actor)).find((entry) => entry.id === id);
  if (!view) throw notFound();
  if (!mayChange(actor, view)) throw new ProblemError(403, "forbidden");
  return view;
}

/** Salvar visão. */
export const createView = (deps: Deps, actor: Actor, fields: ListViewFields): Promise<ListView> =>
  changed(deps, actor, async (tx) => {
    await checkSharing(tx, actor, fields);
    const beside = (await viewsOf(tx, actor)).filter(({ list }) => list === fields.list);
    if (beside.length >= MOST_VIEWS) throw conflict("too_many_views");
    const view = { ...fields, id: uuidv7(), agentId: actor.agentId, version: 1 };
    await insertView(tx, actor.accountId, view, deps.clock.now());
    return shown(actor, view);
  });

/** Changes a view, if it is still the `version` its editor saw. */
export const saveView = (
  deps: Deps,
  actor: Actor,
  id: string,
  { version, view: fields }: { version: number; view: ListViewFields },
): Promise<ListView> =>
  changed(deps, actor, async (tx) => {
    const before = await mine(tx, actor, id);
    if (before.list !== fields.list) throw invalid([{ path: "list", code: "other_list" }]);
    await checkSharing(tx, actor, fields);
    if (!(await updateView(tx, actor.accountId, { ...fields, id, version })))
      throw conflict("version_conflict", { current: shown(actor, before) });
    const after = { ...fields, id, agentId: before.agentId, version: version + 1 };
    return shown(actor, after);
  });

export const removeView = (deps: Deps, actor: Actor, id: string): Promise<void> =>
  changed(deps, actor, async (tx) => {
    await mine(tx, actor, id);
    await deleteView(tx, actor.accountId, id);
  });
