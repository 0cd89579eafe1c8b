import {
  beginTest,
  momentOf,
  playStep,
  type TesterRun,
  type TesterStep,
  type TesterWorld,
} from "@balcao/core";
import { create } from "zustand";
import { beginAt } from "./begin.ts";
import { localOf } from "./clock.ts";
import { HOURS_MOST, STEPS_MOST } from "./steps.ts";

const HOUR_MS = 3_600_000;

/**
 * A customer of the tester: what was done, from which everything else follows. So undo is one step less, and the same life can be
 * lived again with another version, or with the draft after a change.
 */
export type Customer = {
  id: number;
  /** by WhatsApp's profile; "" = without one */
  name: string;
  /** the script it plays; "" = none */
  label: string;
  /** the account's wall clock at the beginning: "2026-11-23T09:00" */
  begin: string;
  /** the number it writes to, where that one begins its conversations elsewhere; null = as the account does */
  number: string | null;
  /** the trigger it was brought to; null = a new contact */
  start: string | null;
  steps: readonly TesterStep[];
  /** steps of a case or script still to be played */
  queue: readonly TesterStep[];
};

export type Session = { customers: readonly Customer[]; current: number; next: number };

export const EMPTY: Session = { customers: [], current: 0, next: 1 };

/** As many tabs as one can tell apart. */
export const CUSTOMERS_MOST = 8;

export function addCustomer(session: Session, fresh: Pick<Customer, "begin"> & Partial<Customer>): Session {
  const id = session.next;
  const customer: Customer = {
    name: "",
    label: "",
    number: null,
    start: null,
    steps: [],
    queue: [],
    ...fresh,
    id,
  };
  const kept = session.customers.slice(-(CUSTOMERS_MOST - 1));
  return { customers: [...kept, customer], current: id, next: id + 1 };
}

/** Without this customer; the neighbour is looked at then. */
export function removeCustomer(session: Session, id: number): Session {
  const at = session.customers.findIndex((customer) => customer.id === id);
  const customers = session.customers.filter((customer) => customer.id !== id);
  const neighbour = customers[Math.max(0, at - 1)]?.id ?? 0;
  return { ...session, customers, current: session.current === id ? neighbour : session.current };
}

export function changeCustomer(
  session: Session,
  id: number,
  change: (customer: Customer) => Customer,
): Session {
  return {
    ...session,
    customers: session.customers.map((customer) => (customer.id === id ? change(customer) : customer)),
  };
}

/** One step more; nothing once the script is as long as it may be. */
export const act = (customer: Customer, step: TesterStep): Customer =>
  customer.steps.length < STEPS_MOST ? { ...customer, steps: [...customer.steps, step] } : customer;

/** One step less; what is still to be played stays to be played. */
export const undo = (customer: Customer): Customer => ({ ...customer, steps: customer.steps.slice(0, -1) });

/** The next step of what is to be played, or all of them. */
export function advance(customer: Customer, all = false): Customer {
  const [step] = customer.queue;
  if (!step) return customer;
  const played = { ...act(customer, step), queue: customer.queue.slice(1) };
  return all ? advance(played, true) : played;
}

/** The same customer from the beginning, at this moment. */
export const reset = (customer: Customer, begin: string): Customer => ({
  ...customer,
  begin,
  steps: [],
  queue: [],
});

/** The customer's life so far with this bot. A trigger that is gone is not begun at: the customer is new then. */
export function lifeOf(customer: Customer, world: TesterWorld): TesterRun {
  const begin = momentOf(customer.begin, world.context.timeZone);
  const trigger = world.running?.bot.triggers.find(({ id }) => id === customer.start);
  const start = trigger ? beginAt(trigger, world, begin) : beginTest(begin);
  return customer.steps.reduce((run, step) => playStep(run, world, step), start);
}

/** Moves the customer's clock to a moment: forward is lived through (a year at most); without a life yet it simply begins then. */
export function moveClock(customer: Customer, run: TesterRun, to: number, timeZone: string): Customer {
  if (run.entries.length === 0 && customer.steps.every(({ does }) => does === "waits"))
    return { ...customer, steps: [], begin: localOf(to, timeZone) };
  const hours = Math.min((to - run.now) / HOUR_MS, HOURS_MOST);
  return hours > 0 ? act(customer, { does: "waits", hours }) : customer;
}

/** Kept while the desk is open: who leaves to change the bot finds the same customers, and what the bot says now. */
export const useSession = create<Session>(() => EMPTY);
