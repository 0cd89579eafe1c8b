import type { BotView, TriggerFields } from "@balcao/api";
import type { Finding } from "@balcao/core";
import { openDesk, type Desk, type Method, type Reply } from "./desk-world.ts";

export { START } from "./desk-world.ts";

type Trigger = BotView["triggers"][number];
export type View = Omit<BotView, "alarms"> & { alarms: Finding[] };
export type Script = { id: string; name: string; version: number };

/** A desk with the guide's bot, seen by its administrator. */
export type BotDesk = Desk & {
  helena: string;
  ask(method: Method, url: string, payload?: object): Promise<Reply>;
  view(): Promise<View>;
  /** the trigger of the draft with this description */
  trigger(description: string): Promise<Trigger>;
  change(description: string, change: Partial<TriggerFields>): Promise<Reply>;
  /** publishes, or fails the test with what was answered */
  publish(note?: string): Promise<number>;
};

export const fieldsOf = ({
  id: _id,
  position: _position,
  version: _version,
  firedLast7Days: _fired,
  updatedAt: _at,
  ...fields
}: Trigger): TriggerFields => fields;

export const says = (text: string, keywords: string[] = []): TriggerFields["action"] => ({
  type: "smart_message",
  text,
  keywords,
  presentation: "auto",
  template: null,
});

export async function openBotDesk(): Promise<BotDesk> {
  const desk = await openDesk({ withBot: true });
  const helena = await desk.cookie(desk.ours, "Helena");
  const ask: BotDesk["ask"] = (method, url, payload) => desk.call(helena, method, url, payload);
  const view = async (): Promise<View> => (await ask("GET", "/api/bot")).body as unknown as View;
  const trigger: BotDesk["trigger"] = async (description) => {
    const found = (await view()).triggers.find((each) => each.description === description);
    if (!found) throw new Error(`no trigger called ${description}`);
    return found;
  };
  return {
    ...desk,
    helena,
    ask,
    view,
    trigger,
    async change(description, change) {
      const known = await trigger(description);
      const body = { ...fieldsOf(known), ...change, version: known.version };
      return ask("PUT", `/api/bot/triggers/${known.id}`, body);
    },
    async publish(note = "") {
      const { status, body } = await ask("POST", "/api/bot/publish", { note });
      if (status !== 200) throw new Error(`not published: ${JSON.stringify(body)}`);
      return (body["published"] as { number: number }).number;
    },
  };
}
