/** Structured lines on stderr, one JSON object each. Never message text, phone numbers or secrets: ids and codes only. */
export type Logger = {
  info(event: string, data?: Record<string, unknown>): void;
  warn(event: string, data?: Record<string, unknown>): void;
  error(event: string, data?: Record<string, unknown>): void;
};

/** `write` gets one line without its newline. */
export function createLogger(write: (line: string) => void, now: () => number): Logger {
  const line =
    (level: string) =>
    (event: string, data: Record<string, unknown> = {}) =>
      write(JSON.stringify({ at: new Date(now()).toISOString(), level, event, ...data }));
  return { info: line("info"), warn: line("warn"), error: line("error") };
}

export const silentLogger: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** What of an error may be logged: its kind and database code, with the message cut short. */
export function errorData(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: String(error).slice(0, 200) };
  const code = "code" in error ? String(error.code) : undefined;
  return { error: error.name, message: error.message.slice(0, 300), ...(code ? { code } : {}) };
}
