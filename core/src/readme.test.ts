import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const folder = new URL("..", import.meta.url);

it("the example of the README runs and says what stands below it", () => {
  const readme = readFileSync(new URL("README.md", folder), "utf8");
  const [, code, output] = /```ts\n(.*?)```\s+```text\n(.*?)```/s.exec(readme) ?? [];
  const said = execFileSync(process.execPath, ["--input-type=module-typescript", "-e", code ?? ""], {
    cwd: folder,
    encoding: "utf8",
  });
  expect(said).toBe(output);
}, 30_000);
