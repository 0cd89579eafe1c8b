import { recordProof } from "../../scripts/lib/proof.ts";
import { plant } from "../production/bridge.ts";
import { MODELS } from "../store/statements/index.ts";
import { againstPostgres, type RealSummary } from "./real.ts";

const LONGEST = 600;
const print = (line: string): void => void process.stdout.write(`${line}\n`);

function report({ seeds, statements, transactions, waits, differences, asked, never }: RealSummary): void {
  for (const { seed, at, what, model, real } of differences) {
    print(`seed ${seed}, call ${at}: ${what}`);
    print(`  model       ${model.slice(0, LONGEST)}`);
    print(`  PostgreSQL  ${real.slice(0, LONGEST)}`);
  }
  print(
    `${seeds} seeds, ${transactions} transactions, ${statements} statements of ${Object.keys(asked).length} functions, ${waits} waits, ${differences.length} differences`,
  );
  if (never.length > 0) print(`not asked: ${never.join(", ")}`);
}

function record({ seeds, statements, transactions, waits, differences, never }: RealSummary): void {
  const figure = (what: string, value: number) => ({
    what,
    value: value.toLocaleString("en"),
    goal: null,
    met: null,
  });
  recordProof("simulation-real", {
    title: "The simulation's statements on real PostgreSQL",
    command: `npm run simulate -- --real ${seeds}`,
    notes: [
      `What the model of the store was asked in a run is asked of PostgreSQL in the same order, through production's own SQL; answers, SQLSTATEs and in the end the rows of every modelled table must be the same (ADR 44). ${MODELS.size - never.length} of ${MODELS.size} modelled functions were asked${never.length > 0 ? `; not: ${never.map((name) => `\`${name}\``).join(", ")}` : ""}.`,
    ],
    figures: [
      figure("seeds", seeds),
      figure("transactions", transactions),
      figure("statements", statements),
      figure("of them that waited for another transaction, on both sides", waits),
      {
        what: "differences between the model and PostgreSQL",
        value: String(differences.length),
        goal: "0",
        met: differences.length === 0,
      },
    ],
  });
}

/** "3" = three seeds from the first on; "3,17,44" = these. */
function seedsOf(wanted: string, from: number): number[] {
  if (wanted.includes(",")) return wanted.split(",").map(Number);
  return Array.from({ length: Number(wanted) }, (_, at) => from + at);
}

/** `--real N|N,N,… [--from N] [--bug N] [--json] [--record]`: seeds, and each of their statements on PostgreSQL. Answers the exit code. */
export async function stepThroughPostgres(args: readonly string[]): Promise<number> {
  const number = (name: string, otherwise: number): number => {
    const at = args.indexOf(name);
    return at < 0 ? otherwise : Number(args[at + 1]);
  };
  plant(number("--bug", 0));
  const seeds = seedsOf(args[args.indexOf("--real") + 1] ?? "", number("--from", 1));
  if (seeds.length === 0 || seeds.some(Number.isNaN))
    throw new Error("--real takes how many seeds, or which");
  const summary = await againstPostgres(seeds);
  if (args.includes("--json")) print(JSON.stringify(summary));
  else report(summary);
  if (args.includes("--record")) record(summary);
  return summary.differences.length === 0 ? 0 : 1;
}
