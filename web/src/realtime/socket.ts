import type { ClientFrame, PeopleFrame, RealtimeChange, ServerFrame } from "@balcao/api";

/** A socket that says nothing this long after a ping is dead, whatever the browser believes. */
const SILENCE_MS = 12_000;
const FIRST_PAUSE_MS = 400;
const LONGEST_PAUSE_MS = 15_000;
/** Changes are gathered this long, so that a burst is one drawing of the screen. */
const GATHER_MS = 50;
/** The server's words at closing: no session (1008), or rights that changed (4001). */
const POLICY_CLOSE = 1008;
const RIGHTS_CLOSE = 4001;

export type SocketEvents = {
  changes: (changes: RealtimeChange[], countsChanged: boolean) => void;
  /** all that is cached may be stale */
  reset: () => void;
  state: (state: "connecting" | "live" | "waiting") => void;
  now: (iso: string) => void;
  /** who is at work, and where */
  people: (frame: PeopleFrame) => void;
  /** the server closed for want of a session or right */
  refused: () => void;
};

/** The wait before the nth try in a row: doubling, at most 15 s, with `luck` (0..1) spreading many browsers apart. */
export const pauseBefore = (attempt: number, luck: number): number =>
  Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(attempt, 10)) * (0.5 + luck / 2);

type Timer = ReturnType<typeof setTimeout> | undefined;

/** One WebSocket to `/api/realtime` kept alive: resumes from the last cursor after a drop, pings, and gives up on a silent line. */
export class RealtimeLine {
  private socket: WebSocket | null = null;
  private cursor: string | null = null;
  private attempt = 0;
  private stopped = false;
  private retry: Timer;
  private pinger: ReturnType<typeof setInterval> | undefined;
  private deadline: Timer;
  private gathering: Timer;
  private gathered: RealtimeChange[] = [];
  private countsChanged = false;
  private readonly url: string;
  private readonly events: SocketEvents;
  private readonly pingMs: number;

  /** `pingMs`: how often a sign of life and the account's time are asked for. */
  constructor(url: string, events: SocketEvents, pingMs: number) {
    this.url = url;
    this.events = events;
    this.pingMs = pingMs;
    this.connect();
  }

  /** Tries now instead of waiting; on a living line, asks whether it still lives. */
  wake(): void {
    if (this.stopped) return;
    if (!this.socket) this.connect();
    else if (this.socket.readyState === WebSocket.OPEN) this.ping();
  }

  /** Asks for a sign of life and the account's time. */
  ping(): void {
    this.send({ type: "ping" });
    clearTimeout(this.deadline);
    this.deadline = setTimeout(() => this.socket?.close(), SILENCE_MS);
  }

  /** Hangs up for good; what was gathered is still told. */
  stop(): void {
    this.stopped = true;
    clearTimeout(this.retry);
    clearInterval(this.pinger);
    clearTimeout(this.deadline);
    this.flush();
    this.socket?.close();
  }

  /** Says something that is worth nothing later: while the line is down it is lost. */
  tell(frame: Extract<ClientFrame, { type: "here" }>): void {
    this.send(frame);
  }

  private send(frame: ClientFrame): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
  }

  private flush(): void {
    clearTimeout(this.gathering);
    this.gathering = undefined;
    const changes = this.gathered;
    const counts = this.countsChanged;
    this.gathered = [];
    this.countsChanged = false;
    if (changes.length > 0 || counts) this.events.changes(changes, counts);
  }

  private receive(frame: ServerFrame): void {
    clearTimeout(this.deadline);
    switch (frame.type) {
      case "ready":
        // without a cursor the stream starts now: what was fetched before it may lack the last moment
        if (this.cursor === null) this.events.reset();
        this.live(frame.cursor);
        break;
      case "reset":
        this.gathered = [];
        this.events.reset();
        this.live(frame.cursor);
        break;
      case "changes":
        this.cursor = frame.cursor;
        this.gathered.push(...frame.changes);
        this.countsChanged ||= frame.countsChanged;
        this.gathering ??= setTimeout(() => this.flush(), GATHER_MS);
        break;
      case "pong":
        this.events.now(frame.now);
        break;
      case "people":
        this.events.people(frame);
        break;
    }
  }

  private live(cursor: string): void {
    this.cursor = cursor;
    this.attempt = 0;
    this.events.state("live");
  }

  private connect(): void {
    clearTimeout(this.retry);
    this.events.state("connecting");
    const socket = new WebSocket(this.url);
    this.socket = socket;
    socket.addEventListener("open", () => {
      if (this.socket !== socket) return;
      this.send({ type: "hello", cursor: this.cursor });
      this.ping();
      this.pinger = setInterval(() => this.ping(), this.pingMs);
    });
    socket.addEventListener("message", ({ data }) => this.receive(JSON.parse(String(data)) as ServerFrame));
    socket.addEventListener("close", ({ code }) => {
      if (this.socket === socket) this.lost(code);
    });
  }

  private lost(code: number): void {
    this.socket = null;
    clearInterval(this.pinger);
    clearTimeout(this.deadline);
    this.flush();
    if (this.stopped) return;
    // with other rights, other things are to be seen: the stream begins anew
    if (code === RIGHTS_CLOSE) this.cursor = null;
    if (code === RIGHTS_CLOSE || code === POLICY_CLOSE) this.events.refused();
    this.events.state("waiting");
    this.retry = setTimeout(() => this.connect(), pauseBefore(this.attempt++, Math.random()));
  }
}
