import { execFileSync, spawn } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { createInterface } from "node:readline";
import { describe, expect, it } from "vitest";
import { DEFAULT_KNOBS, DEFAULT_NUMBER } from "./index.ts";
import { readOptions } from "./main.ts";

const FOLDER = new URL("..", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, FOLDER), "utf8");
const LANGUAGES = ["README.md", "README.pt-BR.md"];

/** Paths of the control API as the sources register them, with {} for what is filled in. */
const controlPaths = (): string[] =>
  readdirSync(new URL("src/http", FOLDER)).flatMap((name) =>
    [...read(`src/http/${name}`).matchAll(/"\/__sim(\/[^"]*)"/g)].map(([, path = ""]) =>
      path.replaceAll(/:\w+/g, "{}"),
    ),
  );

describe.each(LANGUAGES)("%s", (name) => {
  const text = read(name);

  it("names every flag, knob and call of the control API", () => {
    const [flags = ""] = /\| `--port`.*?\n\n/s.exec(text) ?? [];
    const names = [...flags.matchAll(/^\| `--([a-z-]+)/gm)].map(([, flag]) => flag ?? "");
    expect(names.length).toBeGreaterThan(10);
    for (const flag of names) {
      const value = flag === "mode" ? "strict" : "7";
      expect(readOptions([`--${flag}`, value], {}), flag).not.toBeNull();
      expect(text).toContain(`SIMULATOR_${flag.toUpperCase().replaceAll("-", "_")}`);
    }
    for (const knob of Object.keys(DEFAULT_KNOBS)) expect(text).toMatch(new RegExp(`^\\|.*\`${knob}\``, "m"));
    const said = text.replaceAll(/\{[^}`|\n]*\}/g, "{}");
    const paths = controlPaths();
    expect(paths.length).toBeGreaterThan(30);
    for (const path of paths) {
      const last = path.slice(path.lastIndexOf("/"));
      expect(
        [path, last].some((one) => new RegExp(`[\` …]${one.replaceAll(/[{}]/g, "\\$&")}\``).test(said)),
        path,
      ).toBe(true);
    }
  });
});

const exampleOf = (text: string): string[] =>
  /```ts\n(.*?)```\s+```text\n(.*?)```/s.exec(text)?.slice(1) ?? [];

it(
  "has an example that runs and says what stands below it, the same in both languages",
  { timeout: 60_000 },
  () => {
    const [example = [], translated] = LANGUAGES.map((name) => exampleOf(read(name)));
    expect(translated).toEqual(example);
    const [code = "", output] = example;
    const said = execFileSync(process.execPath, ["--input-type=module-typescript", "-e", code], {
      cwd: FOLDER,
      encoding: "utf8",
    });
    expect(said).toBe(output);
  },
);

it("starts by its command, says where it is, and ends when it is told to", { timeout: 30_000 }, async () => {
  const child = spawn(process.execPath, ["bin/balcao-simulator.js", "--port", "0", "--name", "Loja Azul"], {
    cwd: FOLDER,
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  try {
    const lines = createInterface({ input: child.stdout });
    const [graph, phone] = await new Promise<string[]>((resolve, reject) => {
      const said: string[] = [];
      lines.on("line", (line) => said.push(line) === 2 && resolve(said));
      child.once("exit", () => reject(new Error("it ended before it said anything")));
    });
    const address = /^Graph: (.*)$/.exec(graph ?? "")?.[1] ?? "";
    const page = await fetch(/^Phone: (.*)$/.exec(phone ?? "")?.[1] ?? "");
    expect(await page.text()).toContain("<html");
    const headers = { Authorization: `Bearer ${DEFAULT_NUMBER.accessToken}` };
    const node = await fetch(`${address}/${DEFAULT_NUMBER.phoneNumberId}?fields=verified_name`, { headers });
    expect(await node.json()).toEqual({ id: DEFAULT_NUMBER.phoneNumberId, verified_name: "Loja Azul" });
  } finally {
    child.kill("SIGTERM");
  }
  expect(await ended).toBe(0);
});
