import { array, asObject, filled, object, seconds, value } from "./read.ts";

/** What a person wants to know of a webhook delivery before reading its JSON. */
export type DeliveryFacts = {
  /** Meta's names of its fields, each once, in the order written */
  fields: string[];
  /** the newest moment a message or status in it speaks of, epoch milliseconds; null = none is dated */
  newestAt: number | null;
  /** ids of the messages it brings or speaks of, each once */
  wamids: string[];
};

/** The lists whose items carry an id and a moment (wire facts, sections 4, 5 and 15). History is old by its nature. */
const LISTS = ["messages", "statuses", "message_echoes", "calls"];
const decoder = new TextDecoder();

/** Reads it without judging it; null when it is no delivery at all. Never throws. */
export function describeDelivery(bytes: Uint8Array): DeliveryFacts | null {
  let root;
  try {
    root = asObject(JSON.parse(decoder.decode(bytes)));
  } catch {
    return null;
  }
  if (!Array.isArray(value(root, "entry"))) return null;
  const fields = new Set<string>();
  const wamids = new Set<string>();
  let newestAt: number | null = null;
  for (const entry of array(root, "entry"))
    for (const change of array(asObject(entry), "changes")) {
      const field = filled(asObject(change), "field");
      if (field !== null) fields.add(field);
      const content = object(asObject(change), "value");
      for (const item of LISTS.flatMap((list) => array(content, list)).map(asObject)) {
        const id = filled(item, "id");
        if (id !== null) wamids.add(id);
        const at = field === "history" ? null : seconds(item, "timestamp");
        if (at !== null && (newestAt === null || at > newestAt)) newestAt = at;
      }
    }
  return { fields: [...fields], newestAt, wamids: [...wamids] };
}

/** Keys whose values open doors, wherever they stand. */
const SECRET_KEY = /token|secret|password|^pin$|authorization/i;
/** What signs the address of a file. */
const SIGNED = /([?&](?:hash|sig|access_token)=)[^&\s"]+/g;
const MASK = "•••";

/**
 * JSON of Meta's for the eyes of an administrator: values of keys that name a secret are masked, and so are the signatures in
 * addresses of files. What is no JSON is given as it is.
 */
export function showDelivery(bytes: Uint8Array): string {
  const text = decoder.decode(bytes);
  try {
    return JSON.stringify(
      JSON.parse(text),
      (key, part: unknown) => {
        if (typeof part !== "string") return part;
        return SECRET_KEY.test(key) ? MASK : part.replaceAll(SIGNED, `$1${MASK}`);
      },
      2,
    );
  } catch {
    return text;
  }
}
