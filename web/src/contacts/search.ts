/** What the list of contacts asks for; the same words stand in the address bar. What is left out is the default. */
export type ContactSearch = {
  q?: string;
  tag?: string;
  /** an organisation's id, or `none` */
  of?: string;
  sort?: "created";
  direction?: "asc" | "desc";
};

const LONGEST_SEARCH = 100;
const isId = (value: unknown): value is string =>
  typeof value === "string" && /^[0-9a-f-]{36}$/iu.test(value);

/** What is searched for, as the address bar says. */
export function readQuery({ q }: Record<string, unknown>): { q?: string } {
  // an address bar takes digits for a number
  if ((typeof q !== "string" && typeof q !== "number") || String(q).trim() === "") return {};
  return { q: String(q).slice(0, LONGEST_SEARCH) };
}

/** Reads the address bar: unknown words are left out, never an error. */
export function readContactSearch(search: Record<string, unknown>): ContactSearch {
  const { tag, of, sort, direction } = search;
  return {
    ...readQuery(search),
    ...(isId(tag) ? { tag } : {}),
    ...(isId(of) || of === "none" ? { of } : {}),
    ...(sort === "created" ? { sort } : {}),
    ...(direction === "asc" || direction === "desc" ? { direction } : {}),
  };
}

type Order = "name" | "created";
/** Names from A on, the latest people first. */
export const FIRST_DIRECTION: Record<Order, "asc" | "desc"> = { name: "asc", created: "desc" };

export const orderOf = ({ sort, direction }: ContactSearch): { order: Order; direction: "asc" | "desc" } => {
  const order = sort ?? "name";
  return { order, direction: direction ?? FIRST_DIRECTION[order] };
};

/** The search after a head was pressed: another order in its usual direction, the same one turned round. */
export function sortedBy(search: ContactSearch, order: Order): ContactSearch {
  const { sort: _, direction: _direction, ...rest } = search;
  const now = orderOf(search);
  const turned = now.direction === "asc" ? "desc" : "asc";
  const direction = now.order === order ? turned : FIRST_DIRECTION[order];
  return {
    ...rest,
    ...(order === "created" ? { sort: order } : {}),
    ...(direction === FIRST_DIRECTION[order] ? {} : { direction }),
  };
}
