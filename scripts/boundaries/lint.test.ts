import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { join } from "node:path";
import { ROOT } from "../lib/paths.mjs";
import { runTool } from "../lib/tool.mjs";

const FIXTURE = fileURLToPath(new URL("fixture/", import.meta.url));

type Finding = { code: string; filename: string; message: string; labels: { span: { line: number } }[] };

/** The lines of core/src/reads-the-world.ts that break purity, and the one that does not. */
const IMPURE = [
  "Date.now",
  "new Date",
  "Temporal.Now",
  "Math.random",
  "process",
  "fetch",
  "setTimeout",
  "performance",
  "crypto",
  "setInterval",
  "globalThis",
];
const FIRST_IMPURE_LINE = 3;

describe("the lint of what decides", () => {
  let findings: Finding[] = [];
  const of = (file: string, rule: RegExp) =>
    findings.filter(({ filename, code }) => filename.endsWith(file) && rule.test(code));

  beforeAll(async () => {
    const { stdout } = await runTool(
      "node_modules/oxlint/bin/oxlint",
      ["--config", join(ROOT, ".oxlintrc.json"), "--no-ignore", "--format", "json", "."],
      { quiet: true, cwd: FIXTURE },
    );
    findings = (JSON.parse(stdout) as { diagnostics: Finding[] }).diagnostics;
  });

  it.each(IMPURE.map((name, index) => [name, FIRST_IMPURE_LINE + index] as const))(
    "forbids %s in core",
    (_name, line) => {
      const found = of("core/src/reads-the-world.ts", /no-restricted-(globals|properties)/);
      expect(found.map(({ labels }) => labels[0]?.span.line)).toContain(line);
    },
  );

  it("allows Date as the name of a type", () => {
    const found = of("core/src/reads-the-world.ts", /no-restricted/);
    expect(found.map(({ labels }) => labels[0]?.span.line)).not.toContain(2);
  });

  it("says what to do instead", () => {
    for (const { message, ...rest } of of("core/src/reads-the-world.ts", /no-restricted/))
      expect(JSON.stringify({ message, ...rest })).toMatch(/argument|service|timers|Return|synchronous/);
  });

  it("forbids the clock in a policy", () => {
    expect(of("contacts.policy.ts", /no-restricted-globals/)).not.toEqual([]);
  });

  it("forbids a call to the outside that goes around outwardFetch", () => {
    expect(of("platform/calls-out.ts", /no-restricted-globals/)).not.toEqual([]);
  });

  it("forbids the environment everywhere but in main.ts", () => {
    expect(of("platform/reads-the-environment.ts", /no-process-env/)).not.toEqual([]);
    expect(of("server/src/main.ts", /no-process-env/)).toEqual([]);
  });
});
