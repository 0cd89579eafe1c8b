import { sql } from "kysely";
import type { CrashDesk, Row } from "../server/test/crash-desk.ts";
import { rest } from "../server/test/crash-storm.ts";
import { post } from "../server/test/crash-traffic.ts";
import type { Random } from "../server/test/random.ts";

/** customers of each company whom its administrator answers, and answers to each: as many as the bot gives the others */
const CUSTOMERS = 8;
const ANSWERS = 20;
/** so that they last for as long as the strikes do */
const PAUSE_MS = 250;
const AGAIN_MS = 100;
const HEARD_MS = 30_000;

type Served = { cookie: string; conversation: string; answers: string[] };

/** Administrators who answer customers of their own at the desk's doors while a plan strikes. */
export type Agents = {
  /** ends with the answer that is on its way */
  stop(): Promise<void>;
  /** how many answers were taken, how often one was refused and went again under its key, as the page does it, and the slowest of all in ms */
  count(): { answers: number; refused: number; slowestMs: number };
  /** against what was taken: not in the conversation, there twice, in another order */
  offences(): Promise<Record<"lost" | "doubled" | "disordered", string[]>>;
};

/** The customer's first words; answers with their conversation. Throws when the desk does not hear them. */
async function introduce(desk: CrashDesk, company: number, person: number, chaos: Random): Promise<string> {
  const line = desk.lines.find((entry) => entry.company === company);
  if (!line) throw new Error(`no number of company ${company}`);
  const id = `wamid.served.${company}.${person}`;
  const json = {
    id,
    timestamp: String(Math.floor(Date.now() / 1000)),
    from: `55119${70_000_000 + company * 1000 + person}`,
    type: "text",
    text: { body: "oi" },
  };
  await desk.deliver(post([{ line, part: "messages", json }], chaos));
  for (const until = performance.now() + HEARD_MS; performance.now() < until; await rest(50)) {
    const found = await desk.value(sql<Row>`SELECT conversation_id FROM message WHERE wamid = ${id}`);
    if (found !== undefined) return String(found);
  }
  throw new Error(`${id} was not heard`);
}

async function offencesAgainst(desk: CrashDesk, served: readonly Served[]): ReturnType<Agents["offences"]> {
  const rows = await desk.rows(
    sql<Row>`SELECT conversation_id AS conversation, text FROM message WHERE author = 'agent' ORDER BY conversation_id, seq`,
  );
  const kept = Map.groupBy(rows, (row) => String(row["conversation"]));
  const found = { lost: [] as string[], doubled: [] as string[], disordered: [] as string[] };
  for (const { conversation, answers } of served) {
    const said = (kept.get(conversation) ?? []).map((row) => String(row["text"]));
    const once = [...new Set(said)];
    found.lost.push(...answers.filter((text) => !once.includes(text)));
    found.doubled.push(...said.filter((text, index) => said.indexOf(text) !== index));
    if (once.join() !== answers.filter((text) => once.includes(text)).join())
      found.disordered.push(conversation);
  }
  return found;
}

/** Throws when an answer is refused for good: by a program that no longer understands the question. */
export async function startAgents(desk: CrashDesk, chaos: Random): Promise<Agents> {
  const served: Served[] = await Promise.all(
    desk.administrators.flatMap(({ cookie }, company) =>
      Array.from({ length: CUSTOMERS }, async (_, person) => ({
        cookie,
        conversation: await introduce(desk, company, person, chaos),
        answers: [],
      })),
    ),
  );
  let [stopped, refused, slowestMs, turn] = [false, 0, 0, 0];
  const say = async ({ cookie, conversation }: Served, text: string): Promise<void> => {
    const key = `${conversation}-${text}`;
    for (;;) {
      const door = desk.doors[turn++ % desk.doors.length];
      const answer = await fetch(`http://127.0.0.1:${door}/api/conversations/${conversation}/messages`, {
        method: "POST",
        headers: { "content-type": "application/json", cookie },
        body: JSON.stringify({ key, text }),
      }).catch(() => null);
      const told = await answer?.text().catch(() => "");
      if (answer?.status === 200) return;
      if (answer && answer.status < 500) throw new Error(`an answer was refused: ${told}`);
      refused++;
      await rest(AGAIN_MS);
    }
  };
  const work = async (): Promise<void> => {
    for (let place = 0; place < ANSWERS; place++)
      for (const one of served) {
        if (stopped) return;
        const text = `resposta ${place}`;
        const begun = performance.now();
        await say(one, text);
        slowestMs = Math.max(slowestMs, Math.round(performance.now() - begun));
        one.answers.push(text);
        await rest(PAUSE_MS);
      }
  };
  const done = work();
  // told by whoever stops them
  done.catch(() => undefined);
  return {
    stop() {
      stopped = true;
      return done;
    },
    count: () => ({
      answers: served.reduce((sum, { answers }) => sum + answers.length, 0),
      refused,
      slowestMs,
    }),
    offences: () => offencesAgainst(desk, served),
  };
}
