import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

type Chunk = { file: string; isEntry?: boolean; imports?: string[]; css?: string[] };
export type Part = { file: string; bytes: number };

/** What the inbox needs at its first visit, by the names of source files: the entry with the page, and one language. */
const NEEDED = ["index.html", "src/i18n/common.pt-BR.json", "src/i18n/desk.pt-BR.json"];

/**
 * The scripts and styles that a first visit to the inbox fetches, each with its size in bytes as the server sends it to who
 * takes gzip only: compressed where a compressed one lies beside it (see precompress.ts).
 * Reads Vite's manifest in `dist`; throws when a file named there is missing.
 */
export function firstLoad(dist: string): Part[] {
  const manifest = JSON.parse(readFileSync(join(dist, ".vite", "manifest.json"), "utf8")) as Record<
    string,
    Chunk
  >;
  const files = new Set<string>();
  const visited = new Set<string>();
  const visit = (name: string): void => {
    const chunk = manifest[name];
    if (!chunk) throw new Error(`${name} is not in the manifest: was it renamed?`);
    if (visited.has(name)) return;
    visited.add(name);
    files.add(chunk.file);
    for (const file of chunk.css ?? []) files.add(file);
    for (const other of chunk.imports ?? []) visit(other);
  };
  for (const name of NEEDED) visit(name);
  return [...files]
    .map((file) => {
      const path = join(dist, file);
      return { file, bytes: statSync(existsSync(`${path}.gz`) ? `${path}.gz` : path).size };
    })
    .sort((a, b) => b.bytes - a.bytes);
}

export const FIRST_LOAD_LIMIT = 260 * 1024;
