import type { RealtimeChange, ServerFrame } from "@balcao/api";
import WebSocket from "ws";

export type Line = {
  frames: ServerFrame[];
  /** resolves with the next frame not taken yet */
  next(): Promise<ServerFrame>;
  /** everything told so far: a ping is answered after what was pushed before it */
  settled(): Promise<RealtimeChange[]>;
  cursor(): string;
  send(text: string): void;
  closed: Promise<number>;
  hangUp(): Promise<void>;
};

/** A socket of whoever has the cookie, from a page of this origin; it has said hello. Rejects when the handshake is refused. */
export async function listenAt(
  port: number,
  cookie: string,
  cursor: string | null,
  origin: string | null = "http://127.0.0.1:3000",
): Promise<Line> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/api/realtime`, {
    headers: { cookie, ...(origin === null ? {} : { origin }) },
  });
  const frames: ServerFrame[] = [];
  const waiting: ((frame: ServerFrame) => void)[] = [];
  let taken = 0;
  const closed = new Promise<number>((resolve) => socket.on("close", (code) => resolve(code)));
  socket.on("message", (data: Buffer) => {
    frames.push(JSON.parse(data.toString()) as ServerFrame);
    const first = waiting.shift();
    if (first) first(frames[taken++] as ServerFrame);
  });
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  const next = (): Promise<ServerFrame> =>
    taken < frames.length
      ? Promise.resolve(frames[taken++] as ServerFrame)
      : new Promise((resolve) => waiting.push(resolve));
  socket.send(JSON.stringify({ type: "hello", cursor }));
  return {
    frames,
    next,
    closed,
    send: (text) => socket.send(text),
    async settled() {
      socket.send(JSON.stringify({ type: "ping" }));
      const changes: RealtimeChange[] = [];
      for (let frame = await next(); frame.type !== "pong"; frame = await next())
        if (frame.type === "changes") changes.push(...frame.changes);
      return changes;
    },
    cursor: () => frames.flatMap((frame) => ("cursor" in frame ? [frame.cursor] : [])).at(-1) ?? "",
    async hangUp() {
      socket.close();
      await closed;
    },
  };
}
