import { connect, type Socket } from "node:net";
import { Times } from "./report.ts";
import type { Webhook } from "./traffic.ts";

/**
 * A load generator that costs little beside what it measures: bytes made by the caller, keep-alive sockets, one request at
 * a time on each, and of the answer only its status and its end.
 */
class Line {
  readonly #socket: Socket;
  #answer = "";
  #done: ((status: number) => void) | null = null;
  #failed: ((error: Error) => void) | null = null;

  constructor(port: number) {
    this.#socket = connect({ port, host: "127.0.0.1", noDelay: true });
    this.#socket.setEncoding("latin1");
    this.#socket.on("data", (text: string) => this.#read(text));
    const lost = (error?: Error): void => this.#failed?.(error ?? new Error("the server hung up"));
    this.#socket.on("error", lost);
    this.#socket.on("close", () => lost());
  }

  #read(text: string): void {
    this.#answer += text;
    const end = this.#answer.indexOf("\r\n\r\n");
    if (end < 0) return;
    const length = Number(/content-length: (\d+)/i.exec(this.#answer)?.[1] ?? 0);
    if (this.#answer.length < end + 4 + length) return;
    const status = Number(this.#answer.slice(9, 12));
    this.#answer = "";
    const done = this.#done;
    this.#done = null;
    this.#failed = null;
    done?.(status);
  }

  /** The server hangs up on a line on which nothing was asked for a while. */
  get isOpen(): boolean {
    return !this.#socket.destroyed && !this.#socket.readableEnded;
  }

  send(bytes: Buffer): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#done = resolve;
      this.#failed = reject;
      this.#socket.write(bytes);
    });
  }

  close(): void {
    this.#failed = null;
    this.#socket.destroy();
  }
}

export type Target = { port: number; path: string };

function bytesOf({ port, path }: Target, { body, signature }: Webhook): Buffer {
  const head =
    `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: application/json\r\nuser-agent: facebookexternalua\r\n` +
    `x-hub-signature-256: ${signature}\r\ncontent-length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head, "latin1"), body]);
}

function mustBeOk(status: number): void {
  if (status !== 200) throw new Error(`the webhook answered ${status}`);
}

/** As fast as `connections` go, each with its next request as soon as it has its answer. */
export async function closedLoop(
  target: Target,
  connections: number,
  count: number,
  webhook: (place: number) => Webhook,
): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    const line = new Line(target.port);
    while (next < count) mustBeOk(await line.send(bytesOf(target, webhook(next++))));
    line.close();
  };
  await Promise.all(Array.from({ length: connections }, work));
}

const MOST_LINES = 400;

type Rate = { perSecond: number; seconds: number };

/** Begins `what` at a steady rate, at the moment `at` (performance.now milliseconds) or as soon after it as this process can; ends with the last of them. */
export async function atRate(
  { perSecond, seconds }: Rate,
  what: (place: number, at: number) => Promise<void> | void,
): Promise<void> {
  const start = performance.now() + 50;
  const due = (place: number): number => start + (place * 1000) / perSecond;
  const count = perSecond * seconds;
  const running: (Promise<void> | void)[] = [];
  while (running.length < count) {
    while (running.length < count && due(running.length) <= performance.now())
      running.push(what(running.length, due(running.length)));
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due(running.length) - performance.now())));
  }
  await Promise.all(running);
}

/**
 * Webhooks at a steady rate whatever the server does. A request's time counts from the moment it should have gone out, also when it
 * had to wait for a free line or for this process: nothing is omitted because the server was slow (coordinated omission).
 * `webhook` is asked at that moment, and told when it was due (performance.now milliseconds).
 */
export async function openLoop(
  target: Target,
  options: Rate & { webhook: (place: number, at: number) => Webhook },
): Promise<Times> {
  const times = new Times();
  const idle: Line[] = Array.from({ length: 32 }, () => new Line(target.port));
  const all = [...idle];
  const waiting: { at: number; bytes: Buffer }[] = [];
  const fly = async (line: Line, entry: { at: number; bytes: Buffer }): Promise<void> => {
    for (let current: typeof entry | undefined = entry; current; current = waiting.shift()) {
      mustBeOk(await line.send(current.bytes));
      times.add(performance.now() - current.at);
    }
    idle.push(line);
  };
  const launch = (place: number, at: number): Promise<void> | void => {
    const entry = { at, bytes: bytesOf(target, options.webhook(place, at)) };
    let line = idle.pop();
    while (line && !line.isOpen) line = idle.pop();
    if (!line && all.length < MOST_LINES) {
      line = new Line(target.port);
      all.push(line);
    }
    if (!line) return void waiting.push(entry);
    return fly(line, entry);
  };
  await atRate(options, launch);
  for (const line of all) line.close();
  return times;
}
