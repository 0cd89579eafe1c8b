import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import { join } from "node:path";

/** One figure of a run. `goal` in words ("≤ 40"), null where nothing was promised; `met` then is null too. */
export type Figure = { what: string; value: string; goal: string | null; met: boolean | null };

/** What one command measured or proved. `notes` and `table` are Markdown; `parts` is what the command itself goes on from next time. */
export type Proof = {
  title: string;
  command: string;
  notes: string[];
  table?: string;
  figures: Figure[];
  parts?: unknown;
};
type Kept = Proof & { day: string; machine: string };

const DOCS = join(import.meta.dirname, "..", "..", "docs");
const FOLDER = join(DOCS, "proof");
const HEAD = "| figure | found | goal |  | how to repeat it |\n| --- | ---: | ---: | --- | --- |";

/** What the last recorded run of this name left in `parts`; undefined when there was none. */
export function recordedParts(name: string): unknown {
  const file = join(FOLDER, `${name}.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Kept).parts : undefined;
}

/** Keeps what a run found, in the place of the last run of this name, and makes docs/proof.md anew. */
export function recordProof(name: string, proof: Proof): void {
  mkdirSync(FOLDER, { recursive: true });
  const kept: Kept = {
    ...proof,
    day: new Date().toISOString().slice(0, 10),
    machine: `${availableParallelism()} cores ${cpus()[0]?.model.trim() ?? ""}, Node ${process.versions.node}`,
  };
  writeFileSync(join(FOLDER, `${name}.json`), `${JSON.stringify(kept, null, 2)}\n`);
  writeFileSync(join(DOCS, "proof.md"), proofPage());
}

function row({ command }: Kept, { what, value, goal, met }: Figure): string {
  const verdict = met === null ? "" : met ? "met" : "**short**";
  return `| ${what} | ${value} | ${goal ?? ""} | ${verdict} | \`${command}\` |`;
}

/** docs/proof.md, from what was kept: what falls short first, then each run with all it found. */
export function proofPage(): string {
  const proofs = readdirSync(FOLDER)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => JSON.parse(readFileSync(join(FOLDER, name), "utf8")) as Kept);
  const short = proofs.flatMap((proof) =>
    proof.figures.filter(({ met }) => met === false).map((figure) => row(proof, figure)),
  );
  const parts = [
    "# Proof",
    "What was promised, what was found, and how to find it again. Written by the runs themselves (`--record`) from `docs/proof/`; a figure without a goal stands for itself.",
    "## What falls short",
    short.length > 0 ? [HEAD, ...short].join("\n") : "Nothing of what was measured.",
    ...proofs.flatMap((proof) => [
      `## ${proof.title}`,
      `\`${proof.command}\`, ${proof.day}, ${proof.machine}.`,
      ...proof.notes,
      ...(proof.table === undefined ? [] : [proof.table]),
      ...(proof.figures.length > 0
        ? [[HEAD, ...proof.figures.map((figure) => row(proof, figure))].join("\n")]
        : []),
    ]),
  ];
  return `${parts.join("\n\n")}\n`;
}
