import type { Ticket, World } from "./world.ts";

let world: World | null = null;

/** The run whose time is told from now on. */
export function timeOf(run: World): void {
  world = run;
}

const here = (): World => {
  if (!world) throw new Error("no run is under way: nothing may wait or ask for the time");
  return world;
};

type Handle = Ticket & { unref(): Handle; ref(): Handle };

function handleOf(ticket: Ticket): Handle {
  const handle = { cancel: () => ticket.cancel(), unref: () => handle, ref: () => handle };
  return handle;
}

/** Waits this long or longer are loops at rest, which may be skipped; shorter ones are work under way. */
const REST_MS = 100;
export const isRest = (what: string): boolean => what.startsWith("rest");

function later(run: () => void, ms = 0): Handle {
  const of = here();
  return handleOf(of.after(ms, of.current, `${ms >= REST_MS ? "rest" : "timer"} ${ms}`, run));
}

function again(run: () => void, ms = 0): Handle {
  const of = here();
  const epoch = of.current;
  let ticket: Ticket;
  const next = (): void => {
    ticket = of.after(ms, epoch, `${ms >= REST_MS ? "rest" : "timer"} ${ms}`, () => {
      next();
      run();
    });
  };
  next();
  return handleOf({ cancel: () => ticket.cancel() });
}

const cancel = (handle?: { cancel?: () => void }): void => handle?.cancel?.();

function refuse(what: string): () => never {
  return () => {
    throw new Error(`${what} is not to be had in a simulation`);
  };
}

/** From now on the process has no time and no chance but the run's. After everything was imported, before the first run. Answers what gives them back. */
export function takeOverGlobals(): () => void {
  const { setTimeout, setInterval, clearTimeout, clearInterval, fetch } = globalThis;
  const before = { now: Date.now, random: Math.random, timeout: AbortSignal.timeout };
  Object.assign(globalThis, {
    setTimeout: later,
    setInterval: again,
    clearTimeout: cancel,
    clearInterval: cancel,
    fetch: refuse("fetch"),
  });
  Object.defineProperty(performance, "now", { value: () => here().now, configurable: true });
  Date.now = () => here().business();
  Math.random = refuse("Math.random");
  // the run ends calls that last too long by itself
  AbortSignal.timeout = () => new AbortController().signal;
  return () => {
    Object.assign(globalThis, { setTimeout, setInterval, clearTimeout, clearInterval, fetch });
    // what stands on the prototype is its own again
    Reflect.deleteProperty(performance, "now");
    Date.now = before.now;
    Math.random = before.random;
    AbortSignal.timeout = before.timeout;
  };
}
