import type { Role } from "@balcao/api";
import { z } from "zod";
import type { Company } from "../src/demo/company.ts";
import type { Team } from "./access-filling.ts";
import type { Belongings } from "./access-world.ts";
import type { Body, Rule, Who } from "./access-rule.ts";
import type { Route } from "./security-world.ts";

/** Somebody who calls: `company` null = nobody the server knows (any more). */
export type Caller = {
  name: string;
  cookie: string;
  company: Company | null;
  role: Role;
  teams: Team[];
  /** what is named where it is not what is tried */
  own: Belongings;
};

/** What belongs to a team and to nobody else who does not oversee; all other things are the whole company's. */
export const OF_TEAMS =
  /^(conversation|otherConversation|failedMessage|message|lastMessage|botMessage|media|note|scheduled|scheduledFile|contact|otherContact|contactNote|merge|quickReply|view|ticket|ticketNumber|otherTicket|otherNumber|ticketFile)$/;

export const oversees = ({ role }: Caller): boolean => role !== "agent";
/** Of those, what is the one's who answers, where a colleague does. */
const OF_TALKS =
  /^(conversation|otherConversation|message|failedMessage|lastMessage|botMessage|media|note|scheduled|scheduledFile|contact|otherContact|contactNote|merge)$/;
/** Theirs alone: nobody who calls here. */
const OF_OTHERS = /^colleague/;
/** May this caller see such a thing of whose it is? */
export function sees(caller: Caller, whose: Belongings, kind: string): boolean {
  if (!caller.company || whose.company !== caller.company || OF_OTHERS.test(kind)) return false;
  if (oversees(caller) || !OF_TEAMS.test(kind)) return true;
  if (whose.answered && OF_TALKS.test(kind)) return false;
  return whose.team !== null && caller.teams.includes(whose.team);
}
export function admits(who: Who, caller: Caller): boolean {
  if (who === "agents") return true;
  return who === "overseers" ? oversees(caller) : caller.role === "administrator";
}

const PATH_ID = /:(\w+)/g;
const NAMED = /[$~](\w+)/g;
/** One form of a request: its path, query and body, each with the kinds of what it names. */
export type Shape = {
  name: string;
  rule: Rule;
  method: string;
  path: string;
  body: Body | null;
  /** the status it answers whoever may, null = any success */
  gives: number | null;

  query: Record<string, string>;
};

export const kindsOf = (text: string): string[] =>
  [...text.matchAll(NAMED)].map(([, kind = ""]) => kind).filter((kind) => kind !== "key");
export const pathKinds = (shape: Shape): string[] =>
  [...shape.path.matchAll(PATH_ID)].map(([, kind = ""]) => kind);
/** What can be tried one at a time: each kind that the query and the body name, and the path where there is more than it. */
export function slotsOf(shape: Shape): string[] {
  const inner = kindsOf(JSON.stringify([shape.body, shape.query, shape.rule.form ?? {}]));
  return [...(pathKinds(shape).length > 0 && inner.length > 0 ? ["path"] : []), ...new Set(inner)];
}

/** The kinds that a slot names: "all" = whatever the request names. */
export function namedIn(shape: Shape, slot: string): string[] {
  if (slot === "path") return pathKinds(shape);
  return slot === "all" ? [...pathKinds(shape), ...slotsOf(shape).filter((kind) => kind !== "path")] : [slot];
}

/** `whose` is named in this slot, the caller's own everywhere else. */
export function filled(cell: {
  shape: Shape;
  slot: string;
  whose: Belongings;
  caller: Caller;
  key: string;
}): { url: string; fields: Record<string, string> | null; body: object | null } {
  const { shape, slot, whose, caller, key } = cell;
  const idOf = (kind: string, at: string): string => {
    if (kind === "key") return key;
    const found = (slot === "all" || slot === at ? whose : caller.own).things[kind];
    if (found === undefined)
      throw new Error(`${shape.name} names ${kind}: say in access-world.ts what that is`);
    return found;
  };
  const inJson = <T>(value: T): T =>
    JSON.parse(
      JSON.stringify(value)
        .replaceAll(/"~(\w+)"/g, (_, kind: string) => idOf(kind, kind))
        .replaceAll(/\$(\w+)/g, (_, kind: string) => idOf(kind, kind)),
    ) as T;
  const path = shape.path.replaceAll(PATH_ID, (_, kind: string) => idOf(kind, "path"));
  const query = new URLSearchParams(inJson(shape.query)).toString();
  return {
    url: query === "" ? path : `${path}?${query}`,
    fields: shape.rule.form ? inJson(shape.rule.form) : null,
    body: shape.body ? inJson(shape.body) : null,
  };
}

/** Places in a route's schemas that take an id, by the names on the way ("act.teamId"). */
export function idPlaces(route: Route): string[] {
  const places = new Set<string>();
  const walk = (node: unknown, way: string[]): void => {
    if (typeof node !== "object" || node === null) return;
    const { properties, items, anyOf, oneOf, additionalProperties, propertyNames, format } = node as Record<
      string,
      unknown
    >;
    if (format === "uuid") places.add(way.join("."));
    for (const [name, inner] of Object.entries((properties as object | undefined) ?? {}))
      walk(inner, [...way, name]);
    for (const inner of [items, additionalProperties, propertyNames, ...[anyOf, oneOf].flat()])
      walk(inner, way);
  };
  for (const schema of [route.schema.body, route.schema.querystring])
    if (schema) walk(z.toJSONSchema(schema as z.ZodType, { io: "input", unrepresentable: "any" }), []);
  return [...places];
}

/** Places of a rule that name something, the same way. */
export function namedPlaces(rule: Rule, bodies: readonly Body[]): Set<string> {
  const places = new Set<string>();
  const walk = (node: unknown, way: string[]): void => {
    if (typeof node === "string") {
      if (kindsOf(node).length > 0) places.add(way.join("."));
    } else if (Array.isArray(node)) for (const inner of node) walk(inner, way);
    else if (typeof node === "object" && node !== null)
      for (const [name, inner] of Object.entries(node)) {
        walk(inner, [...way, name]);
        // a map by ids or names: what it holds stands at the map's own place
        walk(inner, way);
        if (name.startsWith("$")) places.add(way.join("."));
      }
  };
  walk(bodies, []);
  walk(rule.query ?? {}, []);
  return places;
}
