import type { GraphFetch } from "@balcao/whatsapp";
import type { Company, Number } from "../world/company.ts";
import { COMPANIES } from "../world/company.ts";
import type { Epoch } from "../world/world.ts";
import type { Run } from "../run.ts";
import { Graph } from "./graph.ts";
import {
  deliveryOf,
  messageItem,
  statusItem,
  templateItem,
  type Item,
  type Template,
  type Naming,
  type Person,
  type Said,
} from "./wire.ts";

/** A customer's message as Meta knows it. */
export type Sent = {
  wamid: string;
  number: Number;
  person: Person;
  at: number;
  said: Said;
  /** the database refuses it, whoever writes it */
  isPoison: boolean;
  /** a POST that held it was answered with 200 */
  kept: boolean;
};

/** A status that Meta told, and whether we said that we have it. */
export type Told = { wamid: string; status: string; kept: boolean };

type Parcel = { item: Item; onKept: () => void };

const GIVES_UP_MS = 20_000;
const LONGEST_RETRY_MS = 60_000;
const MOST_TOGETHER = 5;
const HEALED_RETRY_MS = 500;

/** Meta: calls our webhook, again and again until it hears 200, and answers as Graph. Its ledger is the truth that a run is judged by. */
export class Meta {
  readonly messages = new Map<string, Sent>();
  readonly statuses: Told[] = [];
  readonly graph: Graph;
  readonly #run: Run;
  #waiting = new Map<Company, Parcel[]>();
  #under = 0;
  readonly #templates = new Map<string, Template[]>();

  constructor(run: Run) {
    this.#run = run;
    this.graph = new Graph(run, this);
  }

  fetchFor(epoch: Epoch): GraphFetch {
    return this.graph.fetchFor(epoch);
  }

  /** The templates of a business account; one each, which waits to be decided about. */
  templatesOf(wabaId: string): Template[] {
    const known = this.#templates.get(wabaId) ?? [
      { id: `t${wabaId}`, name: "promo", language: "pt_BR", status: "PENDING" },
    ];
    this.#templates.set(wabaId, known);
    return known;
  }

  /** Meta decides about a template, and may forget to say so. */
  decide(number: Number): void {
    const { entropy, faults, world } = this.#run;
    const [template] = this.templatesOf(number.wabaId);
    if (!template) return;
    template.status = entropy.one("decides", ["APPROVED", "REJECTED", "PAUSED"]);
    if (faults.happens("notice lost")) return world.sometimes.saw("decision about a template never told");
    this.#send(templateItem(number, template), () => undefined);
  }

  /** POSTs that no 200 has been heard for. */
  get unheard(): number {
    let waiting = this.#under;
    for (const parcels of this.#waiting.values()) waiting += parcels.length;
    return waiting;
  }

  /** A customer says something. */
  say(number: Number, person: Person, naming: Naming, said: Said, isPoison = false): Sent {
    const { world } = this.#run;
    const wamid = `wamid.in.${this.messages.size + 1}`;
    const sent: Sent = { wamid, number, person, at: world.business(), said, isPoison, kept: false };
    this.messages.set(wamid, sent);
    this.#send(messageItem(number, person, naming, wamid, sent.at, said), () => {
      sent.kept = true;
    });
    return sent;
  }

  /** Meta tells what became of a message of ours. */
  tell(number: Number, wamid: string, status: string, to: string, echoed: string | null): void {
    const told: Told = { wamid, status, kept: false };
    this.statuses.push(told);
    this.#send(statusItem(number, wamid, status, this.#run.world.business(), to, echoed), () => {
      told.kept = true;
    });
  }

  #send(item: Item, onKept: () => void): void {
    const { world, entropy } = this.#run;
    const company = COMPANIES.find(({ accountId }) => accountId === item.number.accountId);
    if (!company) throw new Error("a number of nobody");
    const parcels = this.#waiting.get(company) ?? [];
    this.#waiting.set(company, parcels);
    parcels.push({ item, onKept });
    world.after(entropy.pick("meta waits", 40), null, "meta flush", () => this.#flush(company));
  }

  /** Some of what waits for a company in one POST. */
  #flush(company: Company): void {
    const { faults, entropy, world } = this.#run;
    const waiting = this.#waiting.get(company) ?? [];
    if (waiting.length === 0) return;
    if (faults.happens("disorder")) waiting.reverse();
    const most = faults.happens("batches") ? MOST_TOGETHER : 1;
    const parcels = waiting.splice(0, most);
    if (waiting.length > 0) world.after(1, null, "meta flush", () => this.#flush(company));
    if (parcels.length > 1) world.sometimes.saw("several items in one POST");
    const shapes = parcels.map(() => entropy.one("shape", ["entry", "change"] as const));
    const addressed = parcels[0]?.item.number;
    if (!addressed) return;
    const delivery = deliveryOf(
      addressed,
      parcels.map(({ item }) => item),
      shapes,
      world.business(),
    );
    this.#under++;
    this.#post(addressed, delivery, 0, () => {
      this.#under--;
      for (const { onKept } of parcels) onKept();
    });
    if (faults.happens("duplicates")) this.#repeat(addressed, delivery);
  }

  /** The same again, though it was heard of perhaps: at once, or after a while. */
  #repeat(addressed: Number, delivery: ReturnType<typeof deliveryOf>): void {
    const { entropy, world } = this.#run;
    const times = 1 + entropy.pick("repeats", 3);
    for (let i = 0; i < times; i++) {
      const after = entropy.one("repeat after", [0, 5, 400, 90_000]);
      this.#under++;
      world.after(after, null, "meta repeats", () => {
        world.sometimes.saw("delivery repeated");
        this.#post(addressed, delivery, 0, () => void this.#under--);
      });
    }
  }

  #post(
    addressed: Number,
    delivery: ReturnType<typeof deliveryOf>,
    attempt: number,
    heard: () => void,
  ): void {
    const { world, entropy, faults } = this.#run;
    let over = false;
    const settle = (status: number): void => {
      if (over) return;
      over = true;
      patience.cancel();
      if (status === 200) return heard();
      const wait = faults.isHealed ? HEALED_RETRY_MS : Math.min(LONGEST_RETRY_MS, 500 * 2 ** attempt);
      world.after(this.#run.darkMs + wait, null, "meta retries", () =>
        this.#post(addressed, delivery, attempt + 1, heard),
      );
    };
    const patience = world.after(GIVES_UP_MS, null, "meta gives up", () => settle(0));
    const node = this.#run.someNode("post to");
    if (!node) return settle(0);
    world.after(entropy.pick("http takes", 4), node.epoch, "http arrives", () => {
      void node.receive(addressed.id, delivery.body, delivery.signature).then(({ status }) => {
        if (node.epoch.dead) return;
        // the answer may be lost on its way, too
        const isLost = faults.happens("answer lost");
        world.after(0, null, "http answer", () => settle(isLost ? 0 : status));
      });
    });
  }
}
