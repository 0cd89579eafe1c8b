import { POISON } from "../store/statements/bulk.ts";
import { COMPANIES, publish, type Number } from "../world/company.ts";
import type { Run } from "../run.ts";
import type { Naming, Person, Said } from "./wire.ts";

const HOUR_MS = 3_600_000;
/** When things happen, in hours: close together, or at the edges of what time brings. */
const SHORT = [0];
const LONG = [
  [0, 0, 0.9, 1.1],
  [0, 0, 2.1, 3.2],
  [0, 0, 23.9998, 24.1],
];
const DOWN_SHORT = [2000, 100_000];
const DOWN_LONG = [100_000, 7_500_000];
const PHASE_MS = 900;
const AFTER_LAST_MS = 2000;

const PEOPLE: readonly Person[] = [
  { waId: "5511987650001", bsuid: "BR.1001", name: "Ana" },
  { waId: "5511987650002", bsuid: "BR.1002", name: "Rui" },
  { waId: "551187650003", bsuid: "BR.1003", name: "Lia" },
];

/** What happens in a run, drawn before it begins: who does what, when. */
export class Workload {
  readonly #run: Run;
  #version = 1;
  #downtimes: readonly number[] = [];

  constructor(run: Run) {
    this.#run = run;
  }

  /** Puts all acts on the list. Answers when the last is over. */
  plan(isLong: boolean): number {
    const { entropy, world } = this.#run;
    const acts = 3 + entropy.pick("acts", 8);
    this.#downtimes = isLong ? DOWN_LONG : DOWN_SHORT;
    const phases = isLong ? entropy.one("phases", LONG) : SHORT;
    let last = 0;
    for (let i = 0; i < acts; i++) {
      const phase = entropy.one("phase", phases);
      const at = Math.round(phase * HOUR_MS) + 200 + entropy.pick("moment", PHASE_MS);
      last = Math.max(last, at);
      world.after(at, null, "act", () => this.#act());
    }
    return last + AFTER_LAST_MS;
  }

  #act(): void {
    const kind = this.#run.entropy.pick("kind of act", 20);
    if (kind < 11) this.#customer();
    else if (kind < 16) this.#run.agents.act();
    else this.#operator();
  }

  #customer(): void {
    const { entropy, meta, world } = this.#run;
    const company = entropy.one("company", COMPANIES);
    const number = entropy.one("number", company.numbers);
    const person = entropy.one("person", PEOPLE);
    const burst = 1 + (entropy.chance("burst", 0.25) ? entropy.pick("burst of", 3) : 0);
    for (let i = 0; i < burst; i++) {
      const naming = entropy.one<Naming>("naming", ["phone", "both", "both", "bsuid"]);
      const said = this.#said(company.mark, person, number);
      const isPoison = said.type === "text" && said.body.includes(POISON);
      world.after(i * entropy.pick("pause", 300), null, "customer writes", () => {
        meta.say(number, person, naming, said, isPoison);
      });
    }
  }

  #said(mark: string, person: Person, number: Number): Said {
    const { entropy, meta } = this.#run;
    const own = [...meta.messages.values()].filter(
      (sent) => sent.person === person && sent.number === number,
    );
    const earlier = own.map(({ wamid }) => wamid);
    const kind = entropy.pick("says", 12);
    if (kind === 0) return { type: "image", id: `file${meta.messages.size}` };
    // to a message of ours, of theirs, or of a time before the number came here
    if (kind === 1)
      return {
        type: "reaction",
        wamid: entropy.one("to", [...earlier, "wamid.before"]),
        emoji: entropy.one("emoji", ["👍", "❤️"]),
      };
    if (kind === 2 && earlier.length > 0)
      return { type: "edit", wamid: entropy.one("edits", earlier), body: `${mark} better` };
    if (kind === 3) return { type: "unknown" };
    if (kind === 4) return { type: "text", body: `${mark} ${POISON}` };
    return {
      type: "text",
      body: entropy.one("words", ["Vendas", "Preço", "Pessoa", "1", `${mark} oi`, `${mark} e aí?`]),
    };
  }

  #operator(): void {
    const { entropy, nodes, world, agents, store } = this.#run;
    const node = this.#run.someNode("operator");
    const what = entropy.pick("operator does", 8);
    if (what === 0 && node) this.#run.kill(node);
    else if (what === 1 && node) node.freeze(entropy.one("freezes for", [1000, 3500, 4500, 7000, 16_000]));
    else if (what === 2 && node) {
      world.sometimes.saw(store.tables.timer.rows.size > 0 ? "deploy with pending timers" : "deploy");
      world.after(0, node.epoch, "told to stop", () => void node.stop());
      this.#run.boot();
    } else if (what === 3) {
      for (const company of COMPANIES) publish(store, company, ++this.#version);
    } else if (what === 4) entropy.one("line", agents.screens).drop();
    else if (what === 5) this.#run.blackout(entropy.one("down for", this.#downtimes));
    else if (what === 6)
      this.#run.meta.decide(
        entropy.one(
          "whose template",
          COMPANIES.flatMap(({ numbers }) => numbers),
        ),
      );
    else if (nodes.filter(({ epoch }) => !epoch.dead).length < 3) this.#run.boot();
  }
}
