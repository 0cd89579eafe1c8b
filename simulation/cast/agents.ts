import type { CommandResult } from "@balcao/api";
import {
  assignTo,
  changeStatus,
  forwardTo,
  sendText,
  snoozeUntil,
} from "../../server/src/modules/conversations/index.ts";
import type { Actor } from "../../server/src/platform/actor.ts";
import { COMPANIES, type Company } from "../world/company.ts";
import type { Run } from "../run.ts";
import type { Node } from "./node.ts";
import { Screen } from "./screen.ts";

type Command = (node: Node) => Promise<CommandResult>;

/** What an agent meant to send, once, however often it was clicked or tried. */
export type Intent = {
  key: string;
  accountId: string;
  text: string;
  /** the server said that it is done; null = it refused, or nobody knows yet */
  done: boolean | null;
};

const PATIENCE_MS = 12_000;
const RETRY_MS = 400;
const MOST_TRIES = 12;

/** People at their desks: windows on flaky lines, clicks that come twice, commands that are tried again until they are answered. */
export class Agents {
  readonly intents: Intent[] = [];
  readonly screens: Screen[];
  readonly #run: Run;
  #underWay = 0;
  #keys = 0;

  constructor(run: Run) {
    this.#run = run;
    this.screens = COMPANIES.flatMap(({ actors }) => actors.map((actor) => new Screen(run, actor)));
  }

  get underWay(): number {
    return this.#underWay;
  }

  start(): void {
    for (const screen of this.screens) screen.connect();
  }

  /** A process is gone: its sockets are. */
  hangUp(node: Node): void {
    for (const screen of this.screens) if (screen.node === node) screen.drop();
  }

  /** Somebody does something with a conversation they see. */
  act(): void {
    const { entropy, world } = this.#run;
    const screen = entropy.one("agent", this.screens);
    const { rows } = screen.shown;
    if (rows.length === 0) return;
    const { id } = entropy.one("conversation", rows);
    const { actor } = screen;
    const company = COMPANIES.find(({ accountId }) => accountId === actor.accountId);
    if (!company) return;
    const key = `key-${String(++this.#keys).padStart(8, "0")}`;
    const { run, intent } = this.#chosen(company, actor, id, key);
    // put aside, then over after all: what was to wake it must not
    if (entropy.chance("and closes", 0.15))
      world.after(entropy.one("closes after", [30, 300, 2000]), null, "closes", () =>
        this.#try(
          ({ deps }) => changeStatus(deps, actor, id, { key: `${key}-end`, status: "closed" }),
          null,
          0,
        ),
      );
    const clicks = entropy.chance("double click", 0.3) ? 2 : 1;
    for (let click = 0; click < clicks; click++) this.#try(run, intent, 0);
  }

  #chosen(company: Company, actor: Actor, id: string, key: string): { run: Command; intent: Intent | null } {
    const { entropy, world } = this.#run;
    const what = entropy.pick("command", 12);
    if (what < 5) {
      const text = `${company.mark} reply ${key}`;
      const intent: Intent = { key, accountId: actor.accountId, text, done: null };
      this.intents.push(intent);
      return { run: ({ deps }) => sendText(deps, actor, id, { key, text, quotedMessageId: null }), intent };
    }
    if (what < 7) {
      const status = entropy.one("status", ["closed", "resolved", "pending", "open"] as const);
      return { run: ({ deps }) => changeStatus(deps, actor, id, { key, status }), intent: null };
    }
    if (what < 9) {
      const teamId = entropy.one("team", company.teams);
      const body = {
        key,
        teamId,
        agentId: null,
        reason: "",
        notifyContact: true,
        runBot: entropy.chance("run bot", 0.5),
      };
      return { run: ({ deps }) => forwardTo(deps, actor, id, body), intent: null };
    }
    if (what < 11) {
      const until = new Date(
        world.business() + 60_000 * entropy.one("snooze minutes", [1, 5, 30, 150]),
      ).toISOString();
      return { run: ({ deps }) => snoozeUntil(deps, actor, id, { key, until }), intent: null };
    }
    return { run: ({ deps }) => assignTo(deps, actor, id, { key, agentId: null }), intent: null };
  }

  /** Once, and again while nobody knows what became of it: with the same key. */
  #try(command: Command, intent: Intent | null, tries: number): void {
    const { world } = this.#run;
    this.#underWay++;
    let over = false;
    const settle = (done: boolean | null): void => {
      if (over) return;
      over = true;
      patience.cancel();
      this.#underWay--;
      if (done === null && (tries < MOST_TRIES || this.#run.faults.isHealed))
        return void world.after(this.#run.darkMs + RETRY_MS, null, "command again", () =>
          this.#try(command, intent, tries + 1),
        );
      if (intent && done !== null) intent.done ||= done;
    };
    const patience = world.after(PATIENCE_MS, null, "command patience", () => settle(null));
    const node = this.#run.someNode("command to");
    if (!node) return settle(null);
    world.after(1, node.epoch, "command arrives", () => {
      command(node).then(
        () => world.after(1, node.epoch, "command done", () => settle(true)),
        (error: unknown) => {
          // a refusal is an answer; anything else means that nobody knows
          const isRefusal = error instanceof Error && "status" in error && Number(error.status) < 500;
          world.after(1, node.epoch, "command failed", () => settle(isRefusal ? false : null));
        },
      );
    });
  }
}
