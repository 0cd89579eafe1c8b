import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Plugin } from "vite";

/** Smaller ones gain nothing: they fill no packet. */
const LEAST_BYTES = 1024;
const TEXTS = /\.(?:js|css|json|svg)$/u;

const [toBrotli, toGzip] = [promisify(brotliCompress), promisify(gzip)];

async function compress(path: string): Promise<void> {
  const bytes = await readFile(path);
  if (bytes.length < LEAST_BYTES) return;
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  await Promise.all([
    writeFile(`${path}.br`, await toBrotli(bytes, { params })),
    writeFile(`${path}.gz`, await toGzip(bytes, { level: 9 })),
  ]);
}

/** Lays each script and style compressed beside itself, once and for all: the server hands out what the browser takes (`preCompressed`). */
export function precompressed(): Plugin {
  let outDir = "";
  return {
    name: "precompressed",
    apply: "build",
    configResolved: (config) => {
      outDir = resolve(config.root, config.build.outDir);
    },
    async closeBundle() {
      const assets = join(outDir, "assets");
      const names = (await readdir(assets)).filter((name) => TEXTS.test(name));
      await Promise.all(names.map((name) => compress(join(assets, name))));
    },
  };
}
