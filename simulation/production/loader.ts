import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import { NAME } from "./bridge.ts";
import { PLANTS } from "./plants.ts";

const MODULES = /\/server\/src\/modules\/([^?]+)\.queries\.ts$/;
const BULK = /\/server\/src\/platform\/bulk\.ts$/;
const FUNCTION = /^export async function (\w+)/gm;
const VALUE = /^export const (\w+)(?=[^\n]*= async )/gm;

/** The functions of a file of SQL, led over the bridge: what is modelled there is answered there, the rest is production's. */
function led(source: string, file: string): string {
  const names: string[] = [];
  const take =
    (kind: string) =>
    (_: string, name: string): string => {
      names.push(name);
      return `${kind} ${name}$real`;
    };
  const body = source.replace(FUNCTION, take("async function")).replace(VALUE, take("const"));
  const exports = names.map(
    (name) =>
      `export function ${name}(...args) { return globalThis.${NAME}.statement("${file}#${name}", ${name}$real, args); }`,
  );
  return `${body}\n${exports.join("\n")}\n`;
}

/** What is changed in production files beside their SQL: chance, the binding to an account, and the bugs to plant. */
function changed(source: string, path: string): string {
  let text = source;
  for (const { file, find, put, bug } of PLANTS) {
    if (!path.endsWith(file)) continue;
    if (text.split(find).length !== 2)
      throw new Error(`${file} has changed: bug ${bug} must be planted anew (looked for "${find}")`);
    text = text.replace(find, () => put);
  }
  return text;
}

/** Must be called before anything of production is imported. */
export function loadThroughBridge(): void {
  const touched = [...new Set(PLANTS.map(({ file }) => file))];
  registerHooks({
    load(url, context, nextLoad) {
      const of = MODULES.exec(url)?.[1] ?? (BULK.test(url) ? "platform/bulk" : null);
      const isChanged = touched.some((file) => url.endsWith(file));
      if (of === null && !isChanged) return nextLoad(url, context);
      const path = fileURLToPath(url);
      const source = changed(readFileSync(path, "utf8"), path);
      return {
        ...nextLoad(url, context),
        source: of === null ? source : led(source, of),
        shortCircuit: true,
      };
    },
  });
}
