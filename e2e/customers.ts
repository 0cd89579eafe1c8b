import { vi } from "vitest";
import type { RunningDesk } from "./desk.ts";
import { PATIENCE_MS } from "./patience.ts";

export type Customer = {
  name: string;
  say: (text: string) => string;
  /** all that the company's messages on this phone say, oldest first */
  received: () => string[];
};

/** A person with a phone who has asked the bot for Comercial and now waits there for somebody, with these last words. */
export async function customerInComercial(
  desk: RunningDesk,
  person: { id: string; name: string; waId: string },
  words: string,
): Promise<Customer> {
  const { sim } = desk;
  const { id, name } = person;
  sim.addUser(person);
  const incoming = () => sim.messages(id).filter(({ direction }) => direction === "out");
  const customer: Customer = {
    name,
    say: (text) => sim.sendAsUser(id, { type: "text", text }).id,
    received: () => incoming().map(({ content }) => JSON.stringify(content)),
  };
  for (const [index, text] of ["oi", "Comercial", "Atendimento"].entries()) {
    customer.say(text);
    await vi.waitFor(
      () => {
        if (incoming().length <= index) throw new Error(`${name} waits for the bot after "${text}"`);
      },
      { timeout: PATIENCE_MS, interval: 50 },
    );
  }
  customer.say(words);
  return customer;
}
