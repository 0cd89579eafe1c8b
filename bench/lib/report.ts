import { availableParallelism, cpus } from "node:os";
import { basename } from "node:path";
import pg from "pg";
import { recordProof, type Figure } from "../../scripts/lib/proof.ts";

/** What a figure must keep (architecture, section 6), in the figure's own unit. */
export type Target = { atLeast: number } | { atMost: number };

const round = (value: number): string =>
  value === 0
    ? "0"
    : value >= 100
      ? Math.round(value).toLocaleString("en")
      : value >= 10
        ? value.toFixed(1)
        : value.toFixed(value < 1 ? 3 : 2);

/** `met`, or by how much not, in per cent of the target. */
export function verdict(value: number, target: Target): string {
  const limit = "atLeast" in target ? target.atLeast : target.atMost;
  const isMet = "atLeast" in target ? value >= limit : value <= limit;
  if (isMet) return "met";
  if (limit === 0) return `NOT met: ${round(value)} over`;
  const off = (Math.abs(value - limit) / limit) * 100;
  return `NOT met: ${off >= 10 ? Math.round(off) : off.toFixed(1)} % ${value < limit ? "under" : "over"}`;
}

let missed = 0;
/** what docs/proof.md gets of this bench, where it was started with --record */
const figures: Figure[] = [];
const notes: string[] = [];
let shownTable: string | undefined;

/** Keeps all that was told so far for docs/proof.md. A bench that broke has ended before it came to this. */
function record(): void {
  const name = basename(process.argv[1] ?? "", ".bench.ts");
  recordProof(`bench-${name}`, {
    title: `Measured: ${name}`,
    command: `npm run bench -- ${name}`,
    notes,
    figures,
    ...(shownTable === undefined ? {} : { table: shownTable }),
  });
}
if (process.argv.includes("--record")) process.once("beforeExit", record);

/** One line of the result: what, how much, what it must keep, and whether it does. */
export function figure(what: string, value: number, unit: string, target?: Target): void {
  figures.push({
    what: what.trim(),
    value: `${round(value)} ${unit}`.trim(),
    goal: target
      ? `${"atLeast" in target ? "≥" : "≤"} ${round(Object.values(target)[0] as number)} ${unit}`.trim()
      : null,
    met: target ? verdict(value, target) === "met" : null,
  });
  const said = `${what.padEnd(58)} ${round(value).padStart(9)} ${unit.padEnd(5)}`;
  if (!target) return console.log(`  ${said.trimEnd()}`);
  if (verdict(value, target) !== "met") missed += 1;
  const limit = "atLeast" in target ? `>= ${round(target.atLeast)}` : `<= ${round(target.atMost)}`;
  console.log(`  ${said} ${limit.padStart(11)}  ${verdict(value, target)}`);
}

/** For a bench whose targets are promises: it ends with 1 when one was missed. */
export function endByTargets(): void {
  if (missed === 0) return;
  note(`${missed} not met`);
  process.exitCode = 1;
}

/** Something the reader must know to judge the figures. */
export function note(text: string): void {
  notes.push(`${text}.`);
  console.log(`  (${text})`);
}

/** Rows under heads; the first row is the heads. */
export function table(rows: readonly (readonly (string | number)[])[]): void {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(" | ")} |`;
  const [heads = [], ...others] = rows;
  shownTable = [line(heads), line(heads.map(() => "---")), ...others.map(line)].join("\n");
  console.log(shownTable);
}

/** What the figures were measured on. */
export async function machine(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ version: string; fsync: string; commit: string }>(
    "SELECT current_setting('server_version') AS version, current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit",
  );
  await client.end();
  const [database] = rows;
  note(
    `${availableParallelism()} cores ${cpus()[0]?.model.trim() ?? ""}, Node ${process.versions.node}, ` +
      `PostgreSQL ${database?.version} (fsync ${database?.fsync}, synchronous_commit ${database?.commit})`,
  );
}

/** Times in milliseconds, to be asked for percentiles. */
export class Times {
  readonly #values: number[] = [];
  #sorted = true;

  add(value: number): void {
    this.#values.push(value);
    this.#sorted = false;
  }

  get count(): number {
    return this.#values.length;
  }

  /** The smallest value that at least `percent` of all do not exceed; NaN when there are none. */
  percentile(percent: number): number {
    if (!this.#sorted) this.#values.sort((a, b) => a - b);
    this.#sorted = true;
    return this.#values[Math.max(0, Math.ceil((percent / 100) * this.#values.length) - 1)] ?? Number.NaN;
  }
}
