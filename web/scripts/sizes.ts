import { fileURLToPath } from "node:url";
import { FIRST_LOAD_LIMIT, firstLoad } from "./first-load.ts";

/** `node scripts/sizes.ts [dist]`: what the first visit to the inbox weighs; ends with 1 when it is too much. */
const dist = process.argv[2] ?? fileURLToPath(new URL("../dist", import.meta.url));
const parts = firstLoad(dist);
const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1).padStart(7)} KB`;
const total = parts.reduce((sum, { bytes }) => sum + bytes, 0);
for (const { file, bytes } of parts) process.stdout.write(`${kilobytes(bytes)}  ${file}\n`);
process.stdout.write(`${kilobytes(total)}  in all, gzipped; at most ${kilobytes(FIRST_LOAD_LIMIT).trim()}\n`);
process.exitCode = total > FIRST_LOAD_LIMIT ? 1 : 0;
