import type { ClientFrame, RealtimeChange, ServerFrame } from "@balcao/api";

const PING_MS = 20_000;
/** A socket that says nothing this long after a ping is dead, whatever the browser believes. */
const SILENCE_MS = 12_000;
const FIRST_PAUSE_MS = 400;
const LONGEST_PAUSE_MS = 15_000;
/** Changes are gathered this long, so that a burst is one drawing of the screen. */
const GATHER_MS = 50;
const POLICY_CLOSE = 1008;

export type SocketEvents = {
  changes: (changes: RealtimeChange[], countsChanged: boolean) => void;
  /** all that is cached may be stale */
  reset: () => void;
  state: (state: "connecting" | "live" | "waiting") => void;
  now: (iso: string) => void;
  /** the server closed for want of a session or right */
  refused: () => void;
};

/** The wait before the nth try in a row: doubling, at most 15 s, with `luck` (0..1) spreading many browsers apart. */
export const pauseBefore = (attempt: number, luck: number): number =>
  Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(attempt, 10)) * (0.5 + luck / 2);

/**
 * Keeps one WebSocket to `/api/realtime` alive: resumes from the last cursor after a drop, pings, and gives up on a silent line.
 * Gives `wake` (try now instead of waiting) and `stop`.
 */
export function keepSocket(url: string, events: SocketEvents): { wake: () => void; ping: () => void; stop: () => void } {
  let socket: WebSocket | null = null;
  let cursor: string | null = null;
  let attempt = 0;
  let stopped = false;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let pinger: ReturnType<typeof setInterval> | undefined;
  let deadline: ReturnType<typeof setTimeout> | undefined;
  let gathering: ReturnType<typeof setTimeout> | undefined;
  let gathered: RealtimeChange[] = [];
  let countsChanged = false;

  const send = (frame: ClientFrame): void => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
  };

  const flush = (): void => {
    clearTimeout(gathering);
    gathering = undefined;
    const changes = gathered;
    const counts = countsChanged;
    gathered = [];
    countsChanged = false;
    if (changes.length > 0 || counts) events.changes(changes, counts);
  };

  const ping = (): void => {
    send({ type: "ping" });
    clearTimeout(deadline);
    deadline = setTimeout(() => socket?.close(), SILENCE_MS);
  };

  const receive = (frame: ServerFrame): void => {
    clearTimeout(deadline);
    switch (frame.type) {
      case "ready":
        // without a cursor the stream starts now: what was fetched before it may lack the last moment
        if (cursor === null) events.reset();
        cursor = frame.cursor;
        attempt = 0;
        events.state("live");
        break;
      case "reset":
        gathered = [];
        cursor = frame.cursor;
        attempt = 0;
        events.reset();
        events.state("live");
        break;
      case "changes":
        cursor = frame.cursor;
        gathered.push(...frame.changes);
        countsChanged ||= frame.countsChanged;
        gathering ??= setTimeout(flush, GATHER_MS);
        break;
      case "pong":
        events.now(frame.now);
        break;
    }
  };

  const connect = (): void => {
    clearTimeout(retry);
    retry = undefined;
    events.state("connecting");
    const current = new WebSocket(url);
    socket = current;
    current.addEventListener("open", () => {
      send({ type: "hello", cursor });
      ping();
      pinger = setInterval(ping, PING_MS);
    });
    current.addEventListener("message", ({ data }) => receive(JSON.parse(String(data)) as ServerFrame));
    current.addEventListener("close", ({ code }) => {
      if (socket !== current) return;
      socket = null;
      clearInterval(pinger);
      clearTimeout(deadline);
      flush();
      if (stopped) return;
      if (code === POLICY_CLOSE) events.refused();
      events.state("waiting");
      retry = setTimeout(connect, pauseBefore(attempt++, Math.random()));
    });
  };

  connect();
  return {
    wake: () => {
      if (stopped) return;
      if (!socket) connect();
      else if (socket.readyState === WebSocket.OPEN) ping();
    },
    ping,
    stop: () => {
      stopped = true;
      clearTimeout(retry);
      clearInterval(pinger);
      clearTimeout(deadline);
      flush();
      socket?.close();
    },
  };
}
