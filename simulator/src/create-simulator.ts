import type { SimulatorOptions } from "./options.ts";
import { Simulator } from "./simulator.ts";

/** Makes a simulator; nothing listens before `start()`. Throws when the state or clock file cannot be read. */
export function createSimulator(options: SimulatorOptions = {}): Simulator {
  return new Simulator(options);
}
