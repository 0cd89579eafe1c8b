import type { SeededRandom } from "./random.ts";

type Session = { appId: string; size: number; type: string; bytes: number };

/** Resumable uploads (10.3): files that only serve as examples of templates. Of a file its handle is kept, and not its bytes. */
export class Uploads {
  readonly handles = new Set<string>();
  readonly #sessions = new Map<string, Session>();

  /** Begins one; gives its id, `upload:…?sig=…`. */
  begin(random: SeededRandom, file: { appId: string; size: number; type: string }): string {
    const id = `upload:${Buffer.from(random.hex(24)).toString("base64url")}`;
    this.#sessions.set(id, { ...file, bytes: 0 });
    return id;
  }

  session(id: string): Session | null {
    return this.#sessions.get(id) ?? null;
  }

  /** Takes what came from `offset` on; gives the handle once the file is whole, null before. Throws a RangeError at a gap. */
  take(random: SeededRandom, id: string, offset: number, size: number): string | null {
    const session = this.#sessions.get(id);
    if (!session || offset !== session.bytes)
      throw new RangeError("The offset is not where the upload stands.");
    session.bytes += size;
    if (session.bytes < session.size) return null;
    this.#sessions.delete(id);
    const handle = `4:${Buffer.from(random.hex(32)).toString("base64")}`;
    this.handles.add(handle);
    return handle;
  }

  clear(): void {
    this.handles.clear();
    this.#sessions.clear();
  }
}
