/** A database error as the driver gives it. */
export function sqlError(code: string, message: string): Error & { code: string } {
  return Object.assign(new Error(message), { code });
}

/** The way to the database is gone: no SQLSTATE, as the driver says it. */
export const connectionLost = (): Error => new Error("Connection terminated unexpectedly");

/** Thrown by a statement that must wait for another transaction. */
export class Blocked extends Error {
  readonly lock: string;
  constructor(lock: string) {
    super(`waits for ${lock}`);
    this.lock = lock;
  }
}
