import { type Group, type JsonObject, type SimUser } from "./model.ts";
import { metadataOf } from "./number-facts.ts";
import type { Simulator } from "./simulator.ts";
import { seconds } from "./statuses.ts";
import type { World } from "./world.ts";

export type GroupInput = {
  phoneNumberId?: string;
  subject: string;
  description?: string;
  /** ids of people */
  participants?: string[];
};
export type GroupChange = {
  subject?: string;
  description?: string;
  add?: string[];
  remove?: string[];
  suspended?: boolean;
};

type News =
  | "group_lifecycle_update"
  | "group_participants_update"
  | "group_settings_update"
  | "group_status_update";

/** The group, for one who writes in it. Throws a RangeError when there is none, or the person is not in it. */
export function groupOf(world: World, id: unknown, user?: SimUser): Group {
  const group = world.groups.get(String(id));
  if (!group) throw new RangeError(`There is no group ${String(id)}.`);
  if (user && !group.participants.includes(user.id))
    throw new RangeError(`${user.id} is not in ${group.id}.`);
  return group;
}

/** A group is made for a business number (section 16), told as `group_lifecycle_update`. Throws a RangeError when a value does not fit. */
export function createGroup(sim: Simulator, input: GroupInput): Group {
  const { world } = sim;
  const number =
    input.phoneNumberId === undefined ? sim.numbers()[0] : world.numbers.get(input.phoneNumberId);
  if (!number) throw new RangeError(`There is no business number ${input.phoneNumberId ?? ""}.`);
  const participants = peopleOf(world, input.participants ?? []);
  const id = Buffer.from(`capi_group:${number.displayPhone}:1203${world.idRandom.digits(14)}`).toString(
    "base64url",
  );
  const group: Group = {
    id,
    phoneNumberId: number.phoneNumberId,
    subject: textOf(input.subject, "subject"),
    description: input.description === undefined ? null : textOf(input.description, "description"),
    participants: participants.map((user) => user.id),
    suspended: false,
  };
  world.groups.set(id, group);
  tell(sim, group, "group_lifecycle_update", {
    type: "group_create",
    subject: group.subject,
    ...(group.description === null ? {} : { description: group.description }),
    added_participants: listed(participants),
  });
  return group;
}

/** What becomes of a group; each part that is given is told by its own field. Throws a RangeError, and changes nothing then. */
export function changeGroup(sim: Simulator, id: string, change: GroupChange): Group {
  const group = groupOf(sim.world, id);
  const added = peopleOf(sim.world, change.add ?? []).filter((user) => !group.participants.includes(user.id));
  const removed = peopleOf(sim.world, change.remove ?? []).filter((user) =>
    group.participants.includes(user.id),
  );
  const settings: JsonObject = {};
  for (const key of ["subject", "description"] as const)
    if (change[key] !== undefined) settings[key] = textOf(change[key], key);
  Object.assign(group, settings);
  const gone = new Set(removed.map((user) => user.id));
  group.participants = [...group.participants, ...added.map((user) => user.id)].filter(
    (one) => !gone.has(one),
  );
  if (Object.keys(settings).length > 0)
    tell(sim, group, "group_settings_update", { type: "group_settings_update", ...settings });
  if (added.length > 0)
    tell(sim, group, "group_participants_update", {
      type: "group_add_participants",
      added_participants: listed(added),
    });
  if (removed.length > 0)
    tell(sim, group, "group_participants_update", {
      type: "group_remove_participants",
      removed_participants: listed(removed),
    });
  if (change.suspended !== undefined && change.suspended !== group.suspended) {
    group.suspended = change.suspended;
    tell(sim, group, "group_status_update", {
      type: group.suspended ? "group_suspend" : "group_suspend_cleared",
    });
  }
  return group;
}

/** The group is gone. Throws a RangeError when there is none. */
export function deleteGroup(sim: Simulator, id: string): void {
  const group = groupOf(sim.world, id);
  sim.world.groups.delete(id);
  tell(sim, group, "group_lifecycle_update", { type: "group_delete" });
}

/** What a control call asks for. Throws a RangeError that names what does not fit. */
export function readGroup(body: JsonObject): GroupInput & GroupChange {
  for (const key of ["participants", "add", "remove"])
    if (
      body[key] !== undefined &&
      !(Array.isArray(body[key]) && body[key].every((one) => typeof one === "string"))
    )
      throw new RangeError(`"${key}" must be a list of ids of people.`);
  if (body.suspended !== undefined && typeof body.suspended !== "boolean")
    throw new RangeError(`"suspended" must be true or false.`);
  return body as GroupInput & GroupChange;
}

function textOf(value: unknown, key: string): string {
  if (typeof value !== "string" || value === "" || value.length > 2048)
    throw new RangeError(`"${key}" must be a text.`);
  return value;
}

const peopleOf = (world: World, ids: readonly string[]): SimUser[] =>
  ids.map((id) => {
    const user = world.users.get(id);
    if (!user) throw new RangeError(`There is no user ${id}.`);
    return user;
  });

const listed = (people: readonly SimUser[]): JsonObject[] =>
  people.map(({ waId }) => ({ input: `+${waId}`, wa_id: waId }));

/** One change of a group, in the shape of Meta's OpenAPI (v23.0, GroupValue). */
function tell(sim: Simulator, group: Group, field: News, part: JsonObject): void {
  const { world, sender } = sim;
  const number = world.numbers.get(group.phoneNumberId);
  world.changed();
  if (!number) return;
  const at = world.clock.now();
  const news = {
    timestamp: seconds(at),
    group_id: group.id,
    request_id: world.idRandom.hex(16).toUpperCase(),
    ...part,
  };
  const value = { messaging_product: "whatsapp", metadata: metadataOf(number), groups: [news] };
  sender.enqueue({ number, field, value, at, onDelivered: null });
}
