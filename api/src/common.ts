import { oneLine } from "@balcao/core";
import { z } from "zod";

export const Id = z.uuid();
/** ISO 8601 with offset, UTC. */
export const Time = z.iso.datetime();
export const Color = z.string().regex(/^#[0-9a-f]{6}$/i);

/** RFC 9457 problem. `code` is stable; `title` is a sentence in the reader's language; `fields` points at bad inputs. */
export const Problem = z.object({
  type: z.string(),
  status: z.int(),
  code: z.string(),
  title: z.string(),
  detail: z.string().optional(),
  fields: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })).optional(),
  /** facts a screen needs to help, e.g. the uses of a team that cannot be deleted */
  data: z.record(z.string(), z.unknown()).optional(),
});
export type Problem = z.infer<typeof Problem>;

export const IdParams = z.object({ id: Id });

/** Every list is keyset-paginated: pass `nextCursor` back as `cursor`; null = last page. */
export const page = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

export const Role = z.enum(["administrator", "supervisor", "agent"]);
export type Role = z.infer<typeof Role>;

/** Optimistic concurrency: the version the editor saw; another one is answered 409 `version_conflict` with the current data. */
export const Version = z.int().min(1);

/** Can the database keep this text? Not with half a character or NUL in it. */
export const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes("\0");

/** A name, a title: never more than one line, whoever sends it. `longest`: characters. It may be empty unless `.min(1)` follows. */
export const line = (longest: number) => z.string().overwrite(oneLine).trim().max(longest).refine(isStorable);
export const Name = line(80).min(1);
