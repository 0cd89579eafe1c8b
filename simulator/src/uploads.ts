import type { SeededRandom } from "./random.ts";

type Upload = { appId: string; size: number; type: string; bytes: number };
type Session = Upload & { parts: Buffer[] };
/** A file that is whole. `picture`: the same bytes where it can be somebody's profile picture; null = it cannot. */
type Uploaded = { type: string; bytes: Buffer; picture: Buffer | null };

/** The largest profile picture (Meta's help pages). */
const LARGEST_PICTURE = 5 * 1024 * 1024;
const isPicture = ({ type, size }: Upload): boolean => type.startsWith("image/") && size <= LARGEST_PICTURE;

/** Resumable uploads (10.3): files that serve as examples of templates, and profile pictures. What is whole outlives a restart. */
export class Uploads {
  readonly handles = new Map<string, Uploaded>();
  readonly #sessions = new Map<string, Session>();

  /** Begins one; gives its id, `upload:…?sig=…`. */
  begin(random: SeededRandom, file: { appId: string; size: number; type: string }): string {
    const id = `upload:${Buffer.from(random.hex(24)).toString("base64url")}`;
    this.#sessions.set(id, { ...file, bytes: 0, parts: [] });
    return id;
  }

  session(id: string): Upload | null {
    return this.#sessions.get(id) ?? null;
  }

  /** Takes what came from `offset` on; gives the handle once the file is whole, null before. Throws a RangeError at a gap. */
  take(random: SeededRandom, id: string, offset: number, part: Buffer): string | null {
    const session = this.#sessions.get(id);
    if (!session || offset !== session.bytes)
      throw new RangeError("The offset is not where the upload stands.");
    session.bytes += part.byteLength;
    session.parts.push(part);
    if (session.bytes < session.size) return null;
    this.#sessions.delete(id);
    const handle = `4:${Buffer.from(random.hex(32)).toString("base64")}`;
    const bytes = Buffer.concat(session.parts);
    this.handles.set(handle, { type: session.type, bytes, picture: isPicture(session) ? bytes : null });
    return handle;
  }

  clear(): void {
    this.handles.clear();
    this.#sessions.clear();
  }
}
