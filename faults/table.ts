import type { Figure } from "../scripts/lib/proof.ts";
import type { Offences } from "../server/test/crash-verdict.ts";

/** what Meta may wait for an answer while a release is replaced (reliability goal) */
const LONGEST_GAP_MS = 3_000;

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
  /** what agents answered meanwhile, how often one was refused and went again, and the slowest; null = none of them were there */
  agents: { answers: number; refused: number; slowestMs: number } | null;
  offences: Record<keyof Offences | "blind", number>;
  /** lines of open windows that ended, and windows that had to fetch everything anew */
  drops: number;
  resets: number;
  /** deliveries that had to come again, and the milliseconds the unluckiest waited for its 200 */
  refused: number;
  longestRefusedMs: number;
  /** from the first post of any delivery to its 200, at most */
  slowestMs: number;
  seconds: number;
};

/** The offences by what was promised. */
const against = ({ offences: o }: Result) => ({
  lost: o.lost + o.unanswered + o.withheld,
  doubled: o.doubled + o.scattered,
  "out of order": o.disordered + o.sentOutOfOrder,
  "said twice": o.answeredTwice + o.sentTwice + o.greetedTwice,
  untrue: o.untrue + o.unknownToUs + o.blamed,
  "not told": o.blind,
});

/** What is printed of a result, by the heads of its columns. */
const cells = (result: Result): Record<string, string | number> => ({
  what: result.what,
  strikes: result.strikes,
  kills: result.kills,
  messages: result.messages,
  ...against(result),
  "in doubt": result.inDoubt,
  "lines cut": result.drops,
  "came again": result.refused,
  "longest, ms": result.longestRefusedMs,
});

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

/** Two nodes behind nginx, replaced one after the other, by the same program or another release's: nobody notices. */
export function figuresOfFront(results: readonly Result[]): Figure[] {
  const of = (plan: string): Result | undefined => results.find(({ name }) => name === plan);
  const [front, upgrade] = [of("front"), of("upgrade")];
  const none = (what: string, count: number): Figure => ({
    what,
    value: String(count),
    goal: "0",
    met: count === 0,
  });
  const gap = (what: string, ms: number): Figure => ({
    what,
    value: `${ms} ms`,
    goal: `≤ ${LONGEST_GAP_MS} ms`,
    met: ms <= LONGEST_GAP_MS,
  });
  const told = (what: string, value: number): Figure => ({
    what,
    value: String(value),
    goal: null,
    met: null,
  });
  const refused = "deliveries refused while two nodes behind nginx were";
  return [
    ...(front ? [none(`${refused} replaced`, front.refused)] : []),
    ...(upgrade
      ? [
          none(`${refused} upgraded and taken back`, upgrade.refused),
          gap("the slowest answer to a delivery meanwhile", upgrade.slowestMs),
          // no goal: nginx passes no command on by itself; the page does, under the command's key
          told(
            `of ${upgrade.agents?.answers ?? 0} answers of agents meanwhile, refused and gone again`,
            upgrade.agents?.refused ?? 0,
          ),
          told("the slowest of them, ms", upgrade.agents?.slowestMs ?? 0),
        ]
      : []),
  ];
}

/** The promises of the whole run, for docs/proof.md. */
export function figuresOf(results: readonly Result[]): Figure[] {
  const sum = (of: (result: Result) => number): number =>
    results.reduce((all, result) => all + of(result), 0);
  const none = (what: string, promise: keyof ReturnType<typeof against>): Figure => {
    const count = sum((result) => against(result)[promise]);
    return { what, value: String(count), goal: "0", met: count === 0 };
  };
  const least = (what: string, of: (result: Result) => number, goal: number): Figure => ({
    what,
    value: sum(of).toLocaleString("en"),
    goal: `≥ ${goal.toLocaleString("en")}`,
    met: sum(of) >= goal,
  });
  return [
    least("programs and databases killed", ({ kills }) => kills, 50),
    least("messages of customers", ({ messages }) => messages, 50_000),
    none("lost", "lost"),
    none("doubled", "doubled"),
    none("out of order", "out of order"),
    none("automatic messages sent twice", "said twice"),
    none("shown otherwise than it went", "untrue"),
    none("not told to a window that was open, or told otherwise", "not told"),
    ...figuresOfFront(results),
    {
      what: "answers in doubt, shown so",
      value: String(sum(({ inDoubt }) => inDoubt)),
      goal: null,
      met: null,
    },
  ];
}
