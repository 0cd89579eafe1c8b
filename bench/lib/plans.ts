import { readFileSync } from "node:fs";
import type { Look } from "./look.ts";

/** What a statement was, how often it ran, the milliseconds it took in all and at most, and how PostgreSQL did it then. */
export type Statement = { text: string; calls: number; totalMs: number; slowestMs: number; reads: Read[] };
/** One table read by one statement: `by` an index's name, or "end to end". */
export type Read = { table: string; by: string };

type Node = {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Name"?: string;
  Plans?: Node[];
};

const BEGINS = /duration: ([\d.]+) ms {2}plan:$/;

/** Has PostgreSQL write down how it does every statement of the connections that are made from now on. */
export async function writePlans(look: Look): Promise<void> {
  const client = await look.pool.connect();
  try {
    await client.query("LOAD 'auto_explain'");
    for (const setting of [
      "session_preload_libraries = 'auto_explain'",
      "auto_explain.log_min_duration = 0",
      "auto_explain.log_format = 'json'",
      "auto_explain.log_nested_statements = off",
    ])
      await client.query(`ALTER SYSTEM SET ${setting}`);
    await client.query("SELECT pg_reload_conf()");
  } finally {
    client.release();
  }
}

function readsOf(node: Node, into: Read[] = []): Read[] {
  const table = node["Relation Name"];
  if (node["Node Type"] === "Seq Scan" && table !== undefined) into.push({ table, by: "end to end" });
  else if (node["Index Name"] !== undefined)
    into.push({ table: table ?? node["Index Name"], by: node["Index Name"] });
  for (const below of node.Plans ?? []) readsOf(below, into);
  return into;
}

/** One text for a statement, however it was laid out in lines. */
const sameWords = (text: string): string => text.replace(/\s+/g, " ").trim();

function add(all: Map<string, Statement>, ms: number, json: string): void {
  const { "Query Text": text, Plan: plan } = JSON.parse(json) as { "Query Text": string; Plan: Node };
  const words = sameWords(text);
  const known = all.get(words) ?? { text: words, calls: 0, totalMs: 0, slowestMs: 0, reads: [] };
  known.calls++;
  known.totalMs += ms;
  known.slowestMs = Math.max(known.slowestMs, ms);
  for (const read of readsOf(plan))
    if (!known.reads.some(({ table, by }) => table === read.table && by === read.by)) known.reads.push(read);
  all.set(words, known);
}

/** All statements in a log of PostgreSQL from this byte on, those that took longest in all first. */
export function statementsIn(file: string, from: number): Statement[] {
  const all = new Map<string, Statement>();
  const lines = readFileSync(file).subarray(from).toString("utf8").split("\n");
  for (let place = 0; place < lines.length; place++) {
    const begins = BEGINS.exec(lines[place] ?? "");
    if (!begins) continue;
    const json: string[] = [];
    // the server indents what goes on from the line before
    while (lines[place + 1]?.startsWith("\t")) json.push(lines[++place] ?? "");
    add(all, Number(begins[1]), json.join("\n"));
  }
  return [...all.values()].toSorted((one, other) => other.totalMs - one.totalMs);
}
