// The arrows of ARCHITECTURE.md. Each rule's comment is what its message teaches: what to do instead.
// Every rule has a planted violation in scripts/boundaries/fixture, and a test that fails unless it fires there.
const modules = require("./server/src/modules/order.json");

const ERROR = /** @type {const} */ ("error");
const WARNING = /** @type {const} */ ("warn");

/** Tests may reach further: they build the world around what they test. */
const TESTS = "\\.test\\.tsx?$|(^|/)(test|testing)/";

/** A package of ours, also when the cruise runs in the fixture's folder and sees the real one above it. */
const ours = (/** @type {string[]} */ ...names) => `^(\\.\\./)*(${names.join("|")})/`;

/** From the second module on: one may use those listed after it, never those before. */
const downwardOnly = modules.slice(1).map((module, index) => ({
  name: `downward-only:${module}`,
  comment:
    `Modules lean downwards only, in the order of server/src/modules/order.json. ${module} tells those above it by an event, ` +
    "or declares the interface it needs and worker.ts fills it.",
  severity: ERROR,
  from: { path: `^server/src/modules/${module}/`, pathNot: TESTS },
  to: { path: `^server/src/modules/(${modules.slice(0, index + 1).join("|")})/` },
}));

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "core-is-pure",
      comment:
        "core decides on plain data and imports nothing. Do the I/O in a service of the server and hand its result in.",
      severity: ERROR,
      from: { path: "^core/", pathNot: TESTS },
      to: { pathNot: "^core/" },
    },
    {
      name: "policy-is-pure",
      comment: "A policy says who may, from what it is given: load in the service, then ask the policy.",
      severity: ERROR,
      from: { path: "\\.policy\\.ts$" },
      to: { pathNot: `\\.policy\\.ts$|${ours("core", "api")}|^server/src/platform/actor\\.ts$` },
    },
    {
      name: "whatsapp-imports-nothing",
      comment:
        "whatsapp is Meta's wire and nothing else (Node's own crypto apart). Translate into our words in the channels module.",
      severity: ERROR,
      from: { path: "^whatsapp/", pathNot: TESTS },
      to: { pathNot: "^whatsapp/", dependencyTypesNot: ["core"] },
    },
    {
      name: "api-to-core",
      comment:
        "The contract is made of zod and core's types, or partners and the browser would inherit more.",
      severity: ERROR,
      from: { path: "^api/src/", pathNot: TESTS },
      to: { pathNot: `^api/|${ours("core")}|(^|/)node_modules/zod/` },
    },
    {
      name: "web-sees-contract",
      comment:
        "The desk knows the server by its contract: import @balcao/api (or @balcao/core for what both must compute).",
      severity: ERROR,
      from: { path: "^web/" },
      to: {
        path: ours("server", "simulator", "simulation", "whatsapp", "e2e", "bench", "faults", "scripts"),
      },
    },
    {
      name: "web-runs-in-a-browser",
      comment: "The browser has no Node: use the platform's own (URL, crypto.subtle, fetch).",
      severity: ERROR,
      from: { path: "^web/src/", pathNot: TESTS },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "simulator-to-whatsapp",
      comment:
        "The simulator stands in for Meta, for anybody: it speaks Meta's wire (@balcao/whatsapp) and knows nothing of Balcão.",
      severity: ERROR,
      from: { path: "^simulator/" },
      to: { path: ours("core", "api", "server", "simulation", "web", "e2e", "bench", "faults", "scripts") },
    },
    {
      name: "server-knows-no-simulator",
      comment:
        "The server is given Graph's base URL and must not be able to tell; the pages reach it as files (WEB_DIST).",
      severity: ERROR,
      from: { path: "^server/", pathNot: TESTS },
      to: { path: ours("simulator", "simulation", "web", "e2e", "bench", "faults", "scripts") },
    },
    {
      name: "platform-knows-no-module",
      comment:
        "platform holds tools without domain: take what is needed as an argument, or move the code into its module.",
      severity: ERROR,
      from: { path: "^server/src/platform/", pathNot: TESTS },
      to: { path: "^server/src/modules/" },
    },
    {
      name: "one-door",
      comment:
        "Another module is reached through its index.ts: export what is needed there, or it is not for others.",
      severity: ERROR,
      from: { path: "^server/src/modules/([^/]+)/", pathNot: TESTS },
      to: { path: "^server/src/modules/[^/]+/", pathNot: "^server/src/modules/($1/|[^/]+/index\\.ts$)" },
    },
    {
      name: "one-door-from-outside",
      comment:
        "web.ts, worker.ts and main.ts build the program from the modules' index.ts and nothing deeper.",
      severity: ERROR,
      from: { path: "^server/src/", pathNot: `^server/src/modules/|${TESTS}` },
      to: { path: "^server/src/modules/[^/]+/", pathNot: "^server/src/modules/[^/]+/index\\.ts$" },
    },
    ...downwardOnly,
    {
      name: "sql-in-queries",
      comment:
        "SQL lives in *.queries.ts, where it can be read and reviewed together; call a named function of it.",
      severity: ERROR,
      from: { path: "^server/src/", pathNot: `\\.queries\\.ts$|^server/src/platform/|${TESTS}` },
      to: { path: "(^|/)node_modules/(kysely|pg)/" },
    },
    {
      name: "routes-not-queries",
      comment: "A route goes through the service, which holds the transaction and the policy.",
      severity: ERROR,
      from: { path: "\\.routes\\.ts$" },
      to: { path: "\\.queries\\.ts$" },
    },
    {
      name: "one-module-speaks-meta",
      comment:
        "Only the channels module works with Meta's wire (others may name its facts as types); ask it in our own words.",
      severity: ERROR,
      from: { path: "^server/src/", pathNot: `^server/src/modules/channels/|${TESTS}` },
      to: { path: ours("whatsapp"), dependencyTypesNot: ["type-only"] },
    },
    {
      name: "no-test-in-product",
      comment: "Product code must run without its tests: move what is shared out of the test.",
      severity: ERROR,
      from: { path: "^(core|whatsapp|api|server|web|simulator)/src/", pathNot: TESTS },
      to: { path: `\\.test\\.tsx?$|^server/test/|(^|/)node_modules/(vitest|fast-check)/` },
    },
    {
      name: "scripts-need-no-packages",
      comment:
        "The set-up runs before any package is there: use Node's own, or load late what set-up has installed (import()).",
      severity: ERROR,
      from: { path: "^scripts/.*\\.mjs$" },
      to: { path: "(^|/)node_modules/", dependencyTypesNot: ["dynamic-import", "jsdoc"] },
    },
    {
      name: "no-cycle",
      comment:
        "Files that import each other cannot be understood or tested one at a time: move what both need below them.",
      severity: ERROR,
      from: {},
      // types vanish before anything runs: a cycle through them is a knot in the reading only, and allowed
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "no-unresolved",
      comment: "The import leads nowhere; a cruise that cannot follow it proves nothing about it.",
      severity: ERROR,
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "no-orphans",
      comment: "Nothing uses this file: use it or remove it.",
      severity: WARNING,
      from: {
        orphan: true,
        pathNot: `${TESTS}|\\.d\\.ts$|\\.config\\.ts$|^bench/|(^|/)(bin|phone|dev)/|/main\\.tsx?$|^scripts/`,
      },
      to: {},
    },
  ],
  options: {
    // TypeScript 7 has no JavaScript API: without @swc/core this tool reads 0 TypeScript files and reports success.
    parser: "swc",
    moduleSystems: ["es6", "cjs"],
    // `..`: from the fixture into the real packages above it
    doNotFollow: { path: "(^|/)node_modules/|^\\.\\./" },
    // not "dist/" anywhere: most packages live in one, and the rules about packages would see none
    exclude: { path: "^web/dist|^scripts/boundaries/fixture/" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json", ".d.ts"],
    },
  },
};
