import type { GraphFetch } from "@balcao/whatsapp";
import { COMPANIES, type Number } from "../world/company.ts";
import { GRAPH } from "../world/places.ts";
import type { Epoch } from "../world/world.ts";
import type { Run } from "../run.ts";
import type { Meta } from "./meta.ts";

/** A message that Graph took: what the customer's phone shows. */
export type Accepted = {
  wamid: string;
  /** our id of it */
  messageId: string;
  number: Number;
  to: string;
  text: string;
  at: number;
  /** free text while the window was closed by Meta's reckoning */
  isOutside: boolean;
};

const DAY_MS = 24 * 3_600_000;
const TIMEOUT_MS = 30_000;
/** A request that takes longer than an unknown send is waited for would be overtaken, and may be. */
const WAY_MS = 8000;
const ANSWER_MS = 40_000;
const FILE_MS = 5 * 60_000;
/** What is told of a message, in the order in which it happens. */
const REACHED = [
  ["failed"],
  ["sent"],
  ["delivered"],
  ["sent", "delivered"],
  ["sent", "read"],
  ["sent", "delivered", "read"],
];
/** The window's edge: a request that was on its way may arrive a little late. */
const EDGE_MS = 5000;

type Reply = { status: number; body: unknown };

function responseOf({ status, body }: Reply): Response {
  const bytes =
    body instanceof Uint8Array ? body : Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
  const chunks = [bytes];
  const reader = {
    read: async () => {
      const value = chunks.shift();
      return value ? { done: false, value } : { done: true, value: undefined };
    },
    cancel: async () => undefined,
  };
  return {
    ok: status >= 200 && status < 300,
    status,
    headers: new Headers(),
    body: { getReader: () => reader },
    json: async () => JSON.parse(Buffer.from(bytes).toString("utf8")),
  } as unknown as Response;
}

const refusal = (code: number): Reply => ({ status: 400, body: { error: { code, message: `(#${code})` } } });

/** Graph: takes messages, keeps files, and fails in every way that is known of it. */
export class Graph {
  readonly accepted: Accepted[] = [];
  readonly #run: Run;
  readonly #meta: Meta;
  /** a number whose token Meta does not take, until then */
  readonly #shut = new Map<string, number>();
  readonly #echoes: boolean;

  constructor(run: Run, meta: Meta) {
    this.#run = run;
    this.#meta = meta;
    this.#echoes = run.entropy.pick("statuses echo our id", 4) !== 0;
  }

  fetchFor(epoch: Epoch): GraphFetch {
    return (url, init) =>
      new Promise<Response>((resolve, reject) => {
        const { world, entropy, faults } = this.#run;
        if (epoch.dead) return;
        const gone = (name: string): void => reject(Object.assign(new Error(name), { name }));
        if (faults.happens("graph unreachable")) {
          world.after(1, epoch, "graph unreachable", () => gone("ECONNREFUSED"));
          return;
        }
        const isSlow = faults.happens("graph slow");
        const way = isSlow ? entropy.pick("graph takes", WAY_MS) : entropy.pick("graph takes", 30);
        // what has left us arrives, whatever becomes of us
        world.after(way, null, "graph hears", () => {
          const reply = this.#answer(url, init);
          const back = entropy.pick("graph answers in", isSlow ? ANSWER_MS : 20);
          const isLost = faults.happens("graph answer lost");
          if (isLost) world.sometimes.saw("Graph's answer lost");
          const isLate = way + back > TIMEOUT_MS;
          const wait = isLate ? TIMEOUT_MS - way : back;
          world.after(wait, epoch, "graph answers", () => {
            if (isLost || isLate) gone(isLate ? "TimeoutError" : "ECONNRESET");
            else resolve(responseOf(reply));
          });
        });
      });
  }

  #answer(url: string, init: RequestInit): Reply {
    const { faults } = this.#run;
    const { pathname, searchParams } = new URL(url);
    if (pathname.endsWith("/messages")) return this.#take(pathname.split("/")[2] ?? "", String(init.body));
    if (pathname.endsWith("/message_templates")) {
      const data = this.#meta.templatesOf(pathname.split("/")[2] ?? "");
      return {
        status: 200,
        body: { data: data.map((one) => ({ ...one, category: "UTILITY", components: [] })) },
      };
    }
    if (faults.happens("file unavailable")) return { status: 503, body: "unavailable" };
    if (pathname.startsWith("/file/")) {
      const isDead = this.#run.world.business() - Number(searchParams.get("t")) > FILE_MS;
      return isDead
        ? { status: 404, body: "gone" }
        : { status: 200, body: Buffer.from("a file of a customer") };
    }
    const file = pathname.split("/").at(-1) ?? "";
    return { status: 200, body: { url: `${GRAPH}/file/${file}?t=${this.#run.world.business()}` } };
  }

  #isShut(number: Number): boolean {
    const { world, faults, entropy } = this.#run;
    if (faults.isHealed) return false;
    if (faults.happens("token refused"))
      this.#shut.set(number.id, world.business() + 1000 * (1 + entropy.pick("token refused for", 200)));
    return (this.#shut.get(number.id) ?? 0) > world.business();
  }

  /** May free text go to this person now? */
  #isOutside(number: Number, to: string, at: number): boolean {
    let heard = -Infinity;
    for (const { number: of, person, at: said } of this.#meta.messages.values())
      if (of.id === number.id && (person.bsuid === to || person.waId === to)) heard = Math.max(heard, said);
    return at > heard + DAY_MS + EDGE_MS;
  }

  #take(phoneNumberId: string, text: string): Reply {
    const { world, faults } = this.#run;
    const number = COMPANIES.flatMap(({ numbers }) => numbers).find(
      (one) => one.phoneNumberId === phoneNumberId,
    );
    if (!number) return refusal(33);
    const body = JSON.parse(text) as Record<string, unknown>;
    const to = String(body["to"] ?? body["recipient"]).replace(/^\+/, "");
    if (this.#isShut(number)) return refusal(190);
    if (faults.happens("pair limit")) {
      world.sometimes.saw("pair limit");
      return refusal(131056);
    }
    if (faults.happens("number limit")) return refusal(130429);
    if (faults.happens("graph 500")) return { status: 500, body: "<html>Sorry</html>" };
    if (faults.happens("graph refuses")) return refusal(131051);
    const at = world.business();
    const accepted: Accepted = {
      wamid: `wamid.out.${this.accepted.length + 1}`,
      messageId: String(body["biz_opaque_callback_data"]),
      number,
      to,
      text,
      at,
      isOutside: this.#isOutside(number, to, at),
    };
    this.accepted.push(accepted);
    this.#tellOf(accepted);
    return {
      status: 200,
      body: { contacts: [{ input: to, wa_id: to }], messages: [{ id: accepted.wamid }] },
    };
  }

  /** Statuses follow, in any order and some before the answer. */
  #tellOf({ wamid, messageId, number, to }: Accepted): void {
    const { world, entropy, faults } = this.#run;
    const names = entropy.one("reaches", REACHED);
    const echoed = this.#echoes ? messageId : null;
    if (faults.happens("no statuses")) return;
    for (const name of names) {
      const after = entropy.one("status after", [0, 1, 30, 700, 1500, 15_000]);
      world.after(after, null, `meta status ${name}`, () => this.#meta.tell(number, wamid, name, to, echoed));
    }
  }
}
