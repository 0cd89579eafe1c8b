import type { TicketChoices, TicketResult } from "@balcao/api";
import { firstStatus } from "@balcao/core";
import {
  actOnTicket,
  comment,
  createCategory,
  createTicket,
  createType,
  getChoices,
} from "../modules/tickets/index.ts";
import type { Actor } from "../platform/actor.ts";
import type { Deps } from "../platform/deps.ts";
import { uuidv7 } from "../platform/ids.ts";
import type { OpensTicket } from "./script.ts";

const HOUR_MS = 3_600_000;

export type TicketStage = {
  deps: Deps;
  /** who opens it, and the administrator, who makes what it chooses from when it is first needed */
  actor: Actor;
  administrator: Actor;
  agentOf: (name: OpensTicket["by"]) => string;
};

async function categoryOf(
  { deps, administrator }: TicketStage,
  path: readonly string[],
): Promise<string | null> {
  let parentId: string | null = null;
  let choices: TicketChoices = await getChoices(deps, administrator);
  for (const name of path) {
    const isIt = (category: TicketChoices["categories"][number]): boolean =>
      category.name === name && category.parentId === parentId;
    if (!choices.categories.some(isIt))
      choices = await createCategory(deps, administrator, { name, parentId });
    parentId = choices.categories.find(isIt)?.id ?? null;
  }
  return parentId;
}

async function typeOf({ deps, administrator }: TicketStage, name: string): Promise<string | null> {
  const idIn = ({ types }: TicketChoices): string | undefined => types.find((type) => type.name === name)?.id;
  const known = idIn(await getChoices(deps, administrator));
  return known ?? idIn(await createType(deps, administrator, { name })) ?? null;
}

async function putInto(
  stage: TicketStage,
  { id }: TicketResult,
  wanted: OpensTicket["stage"],
): Promise<void> {
  const { deps, actor } = stage;
  const status = wanted && firstStatus((await getChoices(deps, actor)).statuses, wanted);
  if (status)
    await actOnTicket(deps, actor, id, { key: uuidv7(), act: { type: "status", statusId: status.id } });
}

/** Opens a ticket of a message, as an agent does on the page, and says in it what there is to say. */
export async function openTicket(
  stage: TicketStage,
  message: { id: string; conversationId: string; teamId: string },
  act: OpensTicket,
): Promise<void> {
  const { deps, actor } = stage;
  const made = await createTicket(deps, actor, {
    key: uuidv7(),
    conversationId: message.conversationId,
    messageIds: [message.id],
    title: act.title,
    description: act.description ?? "",
    teamId: message.teamId,
    agentId: act.to === undefined ? null : stage.agentOf(act.to),
    priority: act.priority ?? 0,
    categoryId: await categoryOf(stage, act.category),
    typeId: await typeOf(stage, act.type),
    dueAt: act.due === undefined ? null : new Date(deps.clock.now() + act.due * HOUR_MS).toISOString(),
    labelIds: [],
    fields: {},
    files: [],
  });
  for (const text of act.comments ?? [])
    await comment(deps, actor, made.id, { key: uuidv7(), text, public: false, send: null });
  await putInto(stage, made, act.stage);
}
