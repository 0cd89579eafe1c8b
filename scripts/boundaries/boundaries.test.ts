import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import config from "../../.dependency-cruiser.cjs";
import { ROOT } from "../lib/paths.mjs";
import { cruise, LEAST_MODULES, type Violation } from "./cruise.mjs";

const FIXTURE = fileURLToPath(new URL("fixture/", import.meta.url));
const RULES: string[] = (config.forbidden ?? []).map((rule) => rule.name ?? "");

/** Where each rule's violation is planted in the fixture, a small copy of the repository's tree. */
const PLANTED: Record<string, string[]> = {
  "core-is-pure": ["core/src/core-is-pure.ts"],
  "policy-is-pure": ["server/src/modules/contacts/contacts.policy.ts"],
  "whatsapp-imports-nothing": ["whatsapp/src/whatsapp-imports-nothing.ts"],
  "api-to-core": ["api/src/api-to-core.ts"],
  // one by the workspace's link, one by path: a compiler's project references stop only the second
  "web-sees-contract": ["web/src/web-sees-contract.ts", "web/src/web-sees-contract-by-path.ts"],
  "web-runs-in-a-browser": ["web/src/web-runs-in-a-browser.ts"],
  "simulator-to-whatsapp": ["simulator/src/simulator-to-whatsapp.ts"],
  "server-knows-no-simulator": ["server/src/platform/server-knows-no-simulator.ts"],
  "platform-knows-no-module": ["server/src/platform/platform-knows-no-module.ts"],
  "one-door": ["server/src/modules/conversations/one-door.ts"],
  "one-door-from-outside": ["server/src/one-door-from-outside.ts"],
  "sql-in-queries": ["server/src/modules/contacts/sql-in-queries.ts"],
  "routes-not-queries": ["server/src/modules/contacts/contacts.routes.ts"],
  "one-module-speaks-meta": ["server/src/modules/conversations/one-module-speaks-meta.ts"],
  "no-test-in-product": ["core/src/no-test-in-product.ts"],
  "scripts-need-no-packages": ["scripts/scripts-need-no-packages.mjs"],
  "no-cycle": ["core/src/cycle-a.ts"],
  "no-unresolved": ["server/src/platform/no-unresolved.ts"],
  "no-orphans": ["core/src/no-orphans.ts"],
};

/** The rules made from the list of modules are planted by name: each module has an upwards.ts. */
function plantedFor(rule: string): string[] {
  const module = /^downward-only:(.+)$/.exec(rule)?.[1];
  return module ? [`server/src/modules/${module}/upwards.ts`] : (PLANTED[rule] ?? []);
}

describe("the arrows between packages and modules", () => {
  let violations: Violation[] = [];

  beforeAll(async () => {
    ({ violations } = await cruise(FIXTURE));
  });

  it.each(RULES)("%s fires on its planted violation and nowhere else", (rule) => {
    const found = violations.filter((violation) => violation.rule.name === rule).map(({ from }) => from);
    expect(plantedFor(rule)).not.toEqual([]);
    expect([...new Set(found)].sort()).toEqual([...plantedFor(rule)].sort());
  });

  it("leaves alone what is allowed", () => {
    expect(
      violations.filter(({ from }) => /allowed|\.test\.ts$/.test(from) && !/no-orphans/.test(from)),
    ).toEqual([]);
  });

  it("explains each rule with what to do instead", () => {
    for (const rule of config.forbidden ?? []) expect(rule.comment?.length, rule.name).toBeGreaterThan(30);
  });

  it("sees the whole repository, not an empty one", async () => {
    const { modules } = await cruise(ROOT);
    expect(modules).toBeGreaterThanOrEqual(LEAST_MODULES);
  });
});
