import { createReadStream } from "node:fs";
import { mkdir, open, opendir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";

/** Where media live. Keys are made by us (ids only), never from a sender's file name. */
export type Storage = {
  /** durable before it resolves */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** `range` in bytes, both ends included */
  read(key: string, range?: { start: number; end: number }): Readable;
  size(key: string): Promise<number | null>;
  /** a file that is not there is no fault */
  remove(key: string): Promise<void>;
  /** keys of files that were put so long ago, by the storage's own clock; of those, too, that were never put whole */
  olderThan(ms: number): AsyncIterable<string>;
};

const PARTIAL = ".part";
const KEY = /^[0-9a-f-]{36}\/[0-9a-f-]{36}$/;

const isMissing = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ENOENT";

async function* oldFiles(root: string, ms: number): AsyncIterable<string> {
  try {
    for await (const folder of await opendir(root)) {
      if (!folder.isDirectory()) continue;
      for await (const file of await opendir(join(root, folder.name))) {
        const key = `${folder.name}/${file.name.replace(PARTIAL, "")}`;
        if (!KEY.test(key)) continue;
        // somebody may have removed it meanwhile
        const found = await stat(join(root, folder.name, file.name)).catch((error: unknown) => {
          if (isMissing(error)) return null;
          throw error;
        });
        if (found && Date.now() - found.mtimeMs > ms) yield key;
      }
    }
  } catch (error) {
    // nothing was ever stored
    if (!isMissing(error)) throw error;
  }
}

/** A folder on a durable disk. A key is `<account id>/<media id>`; anything else is refused. */
export function folderStorage(root: string): Storage {
  const pathOf = (key: string): string => {
    if (!KEY.test(key)) throw new Error("storage_key_invalid");
    return join(root, key);
  };
  return {
    async put(key, bytes) {
      const path = pathOf(key);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const partial = `${path}${PARTIAL}`;
      const file = await open(partial, "w", 0o600);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(partial, path);
    },
    read: (key, range) => createReadStream(pathOf(key), range),
    async size(key) {
      try {
        return (await stat(pathOf(key))).size;
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },
    async remove(key) {
      await rm(pathOf(key), { force: true });
      await rm(`${pathOf(key)}${PARTIAL}`, { force: true });
    },
    olderThan: (ms) => oldFiles(root, ms),
  };
}
