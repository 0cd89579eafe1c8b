import type { sql } from "kysely";
import { channelCache, laneLoop, laneOf, senderLoop } from "../src/modules/channels/index.ts";
import { insertDeliveries } from "../src/modules/channels/inbox.queries.ts";
import { deliveryOf } from "../src/modules/channels/webhook.ts";
import { factHandler, sendCheck } from "../src/modules/conversations/index.ts";
import { ticketDesk } from "../src/modules/tickets/index.ts";
import { templateLoop } from "../src/modules/templates/index.ts";
import type { Company } from "../src/demo/company.ts";
import type { Loop } from "../src/platform/module.ts";
import type { Desk } from "./desk-world.ts";

type Row = Record<string, unknown>;

export const WABA = "300100200300400";

/** A template as Meta's list tells it. */
export const wireTemplate = (name: string, more: Row = {}): Row => ({
  id: `11${[...name].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 1_000_000_007}`,
  name,
  language: "pt_BR",
  status: "APPROVED",
  category: "UTILITY",
  parameter_format: "POSITIONAL",
  rejected_reason: "NONE",
  quality_score: { score: "UNKNOWN" },
  components: [
    { type: "HEADER", format: "TEXT", text: "Pedido {{1}}", example: { header_text: ["A-77"] } },
    { type: "BODY", text: "Oi, {{1}}. Podemos continuar?", example: { body_text: [["Lia"]] } },
    { type: "FOOTER", text: "Loja Girassol" },
    { type: "BUTTONS", buttons: [{ type: "QUICK_REPLY", text: "Sim, continuar" }] },
  ],
  ...more,
});
export const VALUES = { "header.1": "B-12", "body.1": "Lia" };

/** Meta for templates: what it lists, what it was sent, and how it answers either. */
export class TemplateMeta {
  list: Row[] = [wireTemplate("retomar")];
  listAnswer: (() => Response) | null = null;
  sendAnswer: (() => Response) | null = null;
  /** what happens while a list is on its way */
  onListed: (() => Promise<void>) | null = null;
  readonly asked: string[] = [];
  readonly sent: Row[] = [];
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  readonly fetch = async (url: string, init: RequestInit): Promise<Response> => {
    if (url.includes("/message_templates")) {
      this.asked.push(url);
      const answer = this.listAnswer?.() ?? Response.json({ data: this.list });
      await this.onListed?.();
      return answer;
    }
    this.sent.push(JSON.parse(String(init.body)) as Row);
    return (
      this.sendAnswer?.() ??
      Response.json({ messages: [{ id: `wamid.template.${this.sent.length}` }], contacts: [] })
    );
  };

  /** as a node has it: its first look finds old lists due */
  loop(changed: string[] = []): Loop {
    const { deps } = this.#desk.world;
    return templateLoop(deps, {
      channels: channelCache(deps.system, deps.sealer),
      fetch: this.fetch,
      onChanged: async (_tx, accountId) => void changed.push(accountId),
    });
  }

  /** all that may go to Meta now goes, and what it said is written down */
  async work(): Promise<void> {
    const { deps } = this.#desk.world;
    const channels = channelCache(deps.system, deps.sealer);
    await senderLoop(deps, { channels, check: sendCheck, fetch: this.fetch }).drain();
    await this.lanes();
  }

  async lanes(): Promise<void> {
    const { deps } = this.#desk.world;
    await laneLoop(deps, { db: deps.system, handle: factHandler(deps, ticketDesk(deps)) }).drain();
  }

  /** what Meta's webhook says about templates of a company */
  async say(company: Company, field: string, value: Row): Promise<void> {
    const { deps, clock } = this.#desk.world;
    const { accountId, channelId: id } = company;
    const target = { accountId, id, lane: laneOf(id), phoneNumberId: "0" };
    const entry = [{ id: WABA, time: Math.floor(clock.now() / 1000), changes: [{ field, value }] }];
    const body = Buffer.from(JSON.stringify({ object: "whatsapp_business_account", entry }));
    await insertDeliveries(deps.system, [deliveryOf(target, new Map(), body, clock.now())]);
    await this.lanes();
    // Meta tells whole seconds: what is said next is said in another
    clock.advance(1000);
  }

  async rows(query: ReturnType<typeof sql<Row>>): Promise<Row[]> {
    return (await query.execute(this.#desk.world.deps.system)).rows;
  }
}
