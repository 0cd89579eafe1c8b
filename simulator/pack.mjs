/**
 * `npm pack` and `npm publish` of the simulator alone: Node strips no types inside node_modules, so the package carries plain
 * JavaScript in lib/, Meta's wire (@balcao/whatsapp) included. Before packing package.json takes its published form; `--undo`
 * puts the sources' one back.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { dirname, join, relative } from "node:path";

const HERE = import.meta.dirname;
const LIB = join(HERE, "lib");
const MANIFEST = join(HERE, "package.json");
const LICENSE = join(HERE, "LICENSE");
const KEPT = join(LIB, "package.source.json");

/**
 * @param {string} from folder of TypeScript sources
 * @param {string} to folder for the JavaScript; the same relative paths, so that files beside the sources are still found
 */
function strip(from, to) {
  for (const name of readdirSync(from, { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".ts") || name.endsWith(".test.ts") || name.startsWith("testing")) continue;
    const path = join(to, name.replace(/\.ts$/, ".js"));
    const wire = relative(dirname(path), join(LIB, "whatsapp", "index.js")).replaceAll("\\", "/");
    const code = stripTypeScriptTypes(readFileSync(join(from, name), "utf8"))
      .replace(/(from "\.[^"]+)\.ts"/g, '$1.js"')
      .replace(/from "@balcao\/whatsapp"/g, `from "${wire.startsWith(".") ? wire : `./${wire}`}"`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, code);
  }
}

function prepare() {
  rmSync(LIB, { recursive: true, force: true });
  strip(join(HERE, "src"), LIB);
  strip(join(HERE, "..", "whatsapp", "src"), join(LIB, "whatsapp"));
  const bin = readFileSync(join(HERE, "bin", "balcao-simulator.js"), "utf8");
  writeFileSync(join(LIB, "balcao-simulator.js"), bin.replace("../src/main.ts", "./main.js"), {
    mode: 0o755,
  });
  cpSync(join(HERE, "..", "LICENSE"), LICENSE);
  const source = readFileSync(MANIFEST, "utf8");
  writeFileSync(KEPT, source);
  const { private: _private, scripts: _scripts, ...rest } = JSON.parse(source);
  const { "@balcao/whatsapp": _wire, ...dependencies } = rest.dependencies;
  const published = {
    ...rest,
    description: "A stand-in for Meta's WhatsApp Cloud API, with a phone to hold",
    engines: { node: ">=20.11" },
    exports: { ".": "./lib/index.js" },
    bin: { "balcao-simulator": "./lib/balcao-simulator.js" },
    files: ["lib", "phone", "assets", "!lib/package.source.json"],
    dependencies,
  };
  writeFileSync(MANIFEST, `${JSON.stringify(published, null, 2)}\n`);
}

function undo() {
  if (existsSync(KEPT)) writeFileSync(MANIFEST, readFileSync(KEPT, "utf8"));
  rmSync(LIB, { recursive: true, force: true });
  rmSync(LICENSE, { force: true });
}

if (process.argv.includes("--undo")) undo();
else prepare();
