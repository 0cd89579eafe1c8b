/**
 * How long a journey waits for what it expects to see: every action in the browser and every `expect.poll`. Far longer than anything
 * takes on a machine that does much else; what is there sooner costs nothing.
 */
export const PATIENCE_MS = 30_000;
