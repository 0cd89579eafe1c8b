import { ask } from "./ask.ts";
import { readBody, type GraphClientOptions } from "./graph-http.ts";
import { fetchPublic } from "./media.ts";
import type { GraphRefusal } from "./parse-answer.ts";
import { array, asArray, asObject, filled, id, object, value, type Json } from "./read.ts";
import type { UploadFile } from "./upload.ts";

/** Files that serve as examples of templates (wire facts, section 10.3): putting them at Meta, and getting back those that are there. */

export type ExampleAnswer =
  | { kind: "uploaded"; handle: string }
  | { kind: "refused"; error: GraphRefusal }
  | { kind: "no_answer"; reason: string };

/**
 * Puts a file at Meta that serves as the example of a header (wire facts, section 10.3): an app's upload session, then the bytes in one
 * piece. The app is the token's own, by `GET /debug_token`.
 */
export async function uploadExample(options: GraphClientOptions, file: UploadFile): Promise<ExampleAnswer> {
  const known = await ask(options, `debug_token?input_token=${encodeURIComponent(options.token)}`, {
    method: "GET",
  });
  if (known.kind !== "answered") return known;
  const appId = id(object(known.root, "data"), "app_id");
  if (appId === null) return { kind: "no_answer", reason: "without_app" };
  const query = new URLSearchParams({
    file_name: file.fileName,
    file_length: String(file.bytes.byteLength),
    file_type: file.mimeType,
  });
  const begun = await ask(options, `${encodeURIComponent(appId)}/uploads?${query}`, { method: "POST" });
  if (begun.kind !== "answered") return begun;
  const session = filled(begun.root, "id");
  if (session === null || !session.startsWith("upload:"))
    return { kind: "no_answer", reason: "without_session" };
  const put = await ask(options, session, {
    method: "POST",
    headers: { authorization: `OAuth ${options.token}`, file_offset: "0", "content-type": file.mimeType },
    body: file.bytes,
  });
  if (put.kind !== "answered") return put;
  const handle = filled(put.root, "h");
  return handle === null ? { kind: "no_answer", reason: "without_handle" } : { kind: "uploaded", handle };
}

function* addresses(components: unknown, before: string): Generator<[place: string, address: string]> {
  for (const item of asArray(components)) {
    const component = asObject(item);
    const [address] = array(object(component, "example"), "header_handle");
    if (typeof address === "string") yield [`${before}header`, address];
    for (const [index, card] of array(component, "cards").entries())
      yield* addresses(value(asObject(card), "components"), `card.${index}.`);
  }
}

/**
 * The files that a template shows as its examples, by place: "header", "card.0.header". Meta shows each as an address that holds for a
 * while, so that it is asked for now. Those that cannot be had are left out. Never throws.
 */
export async function fetchExamples(
  options: GraphClientOptions,
  templateId: string,
  places: readonly string[],
  mostBytes: number,
): Promise<ReadonlyMap<string, Uint8Array<ArrayBuffer>>> {
  const found = new Map<string, Uint8Array<ArrayBuffer>>();
  const asked = await ask(options, `${encodeURIComponent(templateId)}?fields=components`, { method: "GET" });
  const known: Json | null = asked.kind === "answered" ? asked.root : null;
  for (const [place, address] of addresses(value(known, "components"), "")) {
    if (!places.includes(place) || !URL.canParse(address)) continue;
    try {
      const response = await fetchPublic(options, new URL(address));
      const bytes = response.ok ? await readBody(response, mostBytes) : null;
      if (bytes !== null && bytes.byteLength > 0) found.set(place, new Uint8Array(bytes));
    } catch {
      // told by its absence: the file has to be given anew
    }
  }
  return found;
}
