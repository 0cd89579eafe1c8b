import { keptPlace, type TemplateDraft } from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import type { Deps } from "../../platform/deps.ts";
import { invalid, ProblemError } from "../../platform/problem.ts";
import type { GraphNumber } from "../channels/index.ts";
import { numberOf, refusalOf, type TemplateDoor } from "./door.ts";
import type { DeskTemplate } from "./desk.queries.ts";

/** the largest file that a header shows (wire facts, section 10.1: a video); documents are examples, and need no more */
export const MOST_EXAMPLE_BYTES = 16 * 1024 * 1024;
const TAKEN = /^(image\/(jpeg|png)|video\/(mp4|3gpp)|application\/pdf)$/;

async function put(
  door: TemplateDoor,
  number: GraphNumber,
  file: { name: string; bytes: Buffer },
): Promise<string> {
  const { mimeType } = await door.typeOf(file.bytes, file.name);
  if (!TAKEN.test(mimeType)) throw new ProblemError(422, "file_type");
  const bytes = new Uint8Array(file.bytes);
  const answer = await number.uploadExample({ bytes, mimeType, fileName: file.name });
  if (answer.kind !== "uploaded") throw refusalOf(answer);
  return answer.handle;
}

/** Puts a file at Meta that a header shows as its example. Refused when a template's header takes no such file. */
export async function putExample(
  deps: Deps,
  door: TemplateDoor,
  actor: Actor,
  wabaId: string,
  file: { name: string; bytes: Buffer },
): Promise<{ handle: string }> {
  return { handle: await put(door, await numberOf(deps, door, actor, wabaId), file) };
}

type Kept = { path: string; place: string };

/** Which files of a draft are to be those of the earlier template, by the path of their field and their place there. */
function keptOf({ header, cards }: TemplateDraft): Kept[] {
  const one = (path: string, handle: string | null): Kept[] => {
    const kept = keptPlace(handle);
    return kept === null ? [] : [{ path, place: kept.card === null ? "header" : `card.${kept.card}.header` }];
  };
  return [
    ...(header !== null && header.format !== "TEXT" ? one("header.handle", header.handle) : []),
    ...cards.flatMap((card, index) => one(`cards.${index}.header.handle`, card.header.handle)),
  ];
}

/**
 * The draft with Meta's handles in the place of files that are kept of `source`: handles serve once, so that each file is fetched from Meta
 * and put there again. Refused field by field where Meta does not give one back.
 */
export async function withKeptFiles(
  deps: Deps,
  door: TemplateDoor,
  actor: Actor,
  what: { draft: TemplateDraft; source: DeskTemplate | null; number: GraphNumber },
): Promise<TemplateDraft> {
  const { draft, source, number } = what;
  const kept = keptOf(draft);
  if (kept.length === 0) return draft;
  const places = [...new Set(kept.map(({ place }) => place))];
  const files =
    source === null
      ? new Map<string, Uint8Array<ArrayBuffer>>()
      : await (
          await numberOf(deps, door, actor, source.wabaId)
        ).fetchExamples(source.metaId, places, MOST_EXAMPLE_BYTES);
  const lost = kept.filter(({ place }) => !files.has(place));
  if (lost.length > 0) throw invalid(lost.map(({ path }) => ({ path, code: "template_file_lost" })));
  const handles = new Map<string, string>();
  for (const [place, bytes] of files)
    handles.set(place, await put(door, number, { name: "exemplo", bytes: Buffer.from(bytes) }));
  const handleAt = (path: string, handle: string | null): string | null =>
    handles.get(kept.find((one) => one.path === path)?.place ?? "") ?? handle;
  const { header, cards } = draft;
  return {
    ...draft,
    header:
      header === null || header.format === "TEXT"
        ? header
        : { ...header, handle: handleAt("header.handle", header.handle) },
    cards: cards.map((card, index) => ({
      ...card,
      header: {
        ...card.header,
        handle: handleAt(`cards.${index}.header.handle`, card.header.handle),
      },
    })),
  };
}
