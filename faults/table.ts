import type { Figure } from "../scripts/lib/proof.ts";
import type { Offences } from "../server/test/crash-verdict.ts";

export type Result = {
  name: string;
  what: string;
  /** strikes in all, and those of them that were a SIGKILL */
  strikes: number;
  kills: number;
  /** what customers wrote, and what the bot said to it */
  messages: number;
  answers: number;
  /** answers of which nobody knows whether they went, shown so */
  inDoubt: number;
  offences: Record<keyof Offences, number>;
  /** deliveries that had to come again, and the milliseconds the unluckiest waited for its 200 */
  refused: number;
  longestRefusedMs: number;
  seconds: number;
};

/** What is printed of a result, by the heads of its columns. */
function cells({
  what,
  strikes,
  kills,
  messages,
  offences,
  inDoubt,
  refused,
  longestRefusedMs,
}: Result): Record<string, string | number> {
  const { lost, doubled, disordered, scattered, unanswered, answeredTwice } = offences;
  return {
    what,
    strikes,
    kills,
    messages,
    lost: lost + unanswered,
    doubled: doubled + scattered,
    "out of order": disordered + offences.sentOutOfOrder,
    "said twice": answeredTwice + offences.sentTwice + offences.greetedTwice,
    untrue: offences.untrue + offences.unknownToUs + offences.blamed,
    "in doubt": inDoubt,
    "came again": refused,
    "longest, ms": longestRefusedMs,
  };
}

/** The results and their sum as a table in Markdown. */
export function tableOf(results: readonly Result[]): string {
  const rows = results.map(cells);
  const heads = Object.keys(rows[0] ?? {});
  const sum = heads.map((head, place) => {
    const column = rows.map((row) => Number(row[head]));
    if (place === 0) return "**all**";
    return head === "longest, ms" ? Math.max(...column) : column.reduce((a, b) => a + b, 0);
  });
  const line = (parts: readonly (string | number)[]): string => `| ${parts.join(" | ")} |`;
  return [
    line(heads),
    line(heads.map((_, place) => (place === 0 ? "---" : "---:"))),
    ...rows.map((row) => line(heads.map((head) => row[head] ?? ""))),
    line(sum),
  ].join("\n");
}

export const offencesOf = ({ offences }: Result): number =>
  Object.values(offences).reduce((sum, count) => sum + count, 0);

/** The promises of the whole run, for docs/proof.md. */
export function figuresOf(results: readonly Result[]): Figure[] {
  const sum = (of: (result: Result) => number): number =>
    results.reduce((all, result) => all + of(result), 0);
  const none = (what: string, of: (result: Result) => number): Figure => ({
    what,
    value: String(sum(of)),
    goal: "0",
    met: sum(of) === 0,
  });
  const least = (what: string, of: (result: Result) => number, goal: number): Figure => ({
    what,
    value: sum(of).toLocaleString("en"),
    goal: `≥ ${goal.toLocaleString("en")}`,
    met: sum(of) >= goal,
  });
  return [
    least("programs and databases killed", ({ kills }) => kills, 50),
    least("messages of customers", ({ messages }) => messages, 50_000),
    none("lost", ({ offences }) => offences.lost + offences.unanswered),
    none("doubled", ({ offences }) => offences.doubled + offences.scattered),
    none("out of order", ({ offences }) => offences.disordered + offences.sentOutOfOrder),
    none(
      "automatic messages sent twice",
      ({ offences }) => offences.answeredTwice + offences.sentTwice + offences.greetedTwice,
    ),
    none(
      "shown otherwise than it went",
      ({ offences }) => offences.untrue + offences.unknownToUs + offences.blamed,
    ),
    {
      what: "answers in doubt, shown so",
      value: String(sum(({ inDoubt }) => inDoubt)),
      goal: null,
      met: null,
    },
  ];
}
