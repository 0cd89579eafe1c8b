import { digitsOf } from "./brazil.ts";
import type { SimUser } from "./model.ts";
import type { World } from "./world.ts";

/** A person as given through the control API; only `waId` (or `phone`) is needed. */
export type UserInput = Partial<Omit<SimUser, "waId" | "contactBook" | "bsuidRotation">> & {
  waId?: string;
  phone?: string;
};

/**
 * Adds a person, or changes the one with the same id.
 * Throws a RangeError when a value does not fit or the phone belongs to somebody else.
 */
export function putPerson(world: World, input: UserInput): SimUser {
  const id = input.id ?? `u${digitsOf(input.waId ?? input.phone ?? "")}`;
  const old = world.users.get(id);
  const waId = digitsOf(input.waId ?? input.phone ?? old?.waId ?? "");
  if (waId.length < 8 || waId.length > 15) throw new RangeError(`"waId" must hold 8 to 15 digits.`);
  const owner = world.userByPhone(waId);
  if (owner && owner.id !== id) throw new RangeError(`The phone ${waId} belongs to ${owner.id}.`);
  const base: SimUser = old ?? {
    id,
    name: `Cliente ${waId.slice(-4)}`,
    waId,
    aliases: [],
    username: null,
    visibility: "auto",
    readReceipts: true,
    device: "online",
    blockedNumbers: [],
    marketingOptOut: false,
    experimentGroup: false,
    marketingCapped: false,
    contactBook: [],
    bsuidRotation: 0,
  };
  const user: SimUser = { ...base, ...knownFields(input), id, waId };
  checkPerson(user);
  return world.putUser(user);
}

const FIELDS = [
  "name",
  "aliases",
  "username",
  "visibility",
  "readReceipts",
  "device",
  "blockedNumbers",
  "marketingOptOut",
  "experimentGroup",
  "marketingCapped",
] as const;

function knownFields(input: UserInput): Partial<SimUser> {
  return Object.fromEntries(
    FIELDS.flatMap((field) => (input[field] === undefined ? [] : [[field, input[field]]])),
  );
}

function checkPerson(user: SimUser): void {
  if (typeof user.name !== "string" || user.name.length > 100)
    throw new RangeError(`"name" must be a text of at most 100 characters.`);
  if (!["auto", "visible", "hidden"].includes(user.visibility))
    throw new RangeError(`"visibility" must be auto, visible or hidden.`);
  if (!["online", "offline", "old"].includes(user.device))
    throw new RangeError(`"device" must be online, offline or old.`);
  for (const flag of ["readReceipts", "marketingOptOut", "experimentGroup", "marketingCapped"] as const) {
    if (typeof user[flag] !== "boolean") throw new RangeError(`"${flag}" must be true or false.`);
  }
  for (const list of ["aliases", "blockedNumbers"] as const) {
    if (!Array.isArray(user[list]) || user[list].some((item) => typeof item !== "string"))
      throw new RangeError(`"${list}" must be a list of texts.`);
  }
  if (user.username !== null && !/^(?=.*[a-z])[a-z0-9._]{3,35}$/.test(user.username)) {
    throw new RangeError(`"username" must be 3 to 35 of a-z 0-9 . _ with a letter.`);
  }
}
