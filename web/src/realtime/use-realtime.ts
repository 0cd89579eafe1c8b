import type { RealtimeChange } from "@balcao/api";
import { useEffect } from "react";
import { serverNow, setServerNow } from "../lib/clock.ts";
import { useConnection } from "../lib/connection.ts";
import { hasRole, keys, queryClient, useSelf } from "../lib/queries.ts";
import { receiveChanges, refetchEverything, refetchFailed, setViewer } from "./cache.ts";
import { here, watchPerson } from "./here.ts";
import { forgetPeople, receivePeople } from "./presence.ts";
import { RealtimeLine } from "./socket.ts";

/** Something dated this far ahead means that the account's clock was moved. */
const CLOCK_MOVED_MS = 60_000;

const PING_MS = 20_000;
/** In the demo anybody may move the clock at any moment, and wants to see what it does. */
const DEMO_PING_MS = 3_000;

const isAhead = (changes: readonly RealtimeChange[]): boolean =>
  changes.some(
    (change) =>
      change.type === "conversation" &&
      Date.parse(change.row.lastMessage?.at ?? "") > serverNow() + CLOCK_MOVED_MS,
  );

/** The line to the server at `url`, which keeps what is cached true. Asks for a sign of life every `pingMs`. */
export function openLine(url: string, pingMs: number): RealtimeLine {
  const line: RealtimeLine = new RealtimeLine(
    url,
    {
      changes: (changes, countsChanged) => {
        receiveChanges(changes, countsChanged);
        if (isAhead(changes)) line.ping();
      },
      reset: refetchEverything,
      state: (state) => {
        useConnection.setState({ state });
        if (state === "live") {
          here.announce();
          refetchFailed();
        } else forgetPeople();
      },
      people: receivePeople,
      now: setServerNow,
      // who one is, asked again: an answer of 401 ends the session on the screen too
      refused: () => void queryClient.invalidateQueries({ queryKey: keys.me }),
    },
    pingMs,
  );
  here.say = (frame) => line.tell(frame);
  return line;
}

/** The living line to the server, for as long as somebody is signed in. Mounted once, by the shell. */
export function useRealtime(): void {
  const me = useSelf();
  const agentId = me.agent.id;
  const pingMs = me.demo ? DEMO_PING_MS : PING_MS;
  useEffect(
    () => setViewer({ agentId, teamIds: me.teamIds, seesAll: hasRole(me, "supervisor") }),
    [agentId, me],
  );
  useEffect(() => {
    const url = new URL("/api/realtime", window.location.href);
    url.protocol = url.protocol.replace("http", "ws");
    const line = openLine(url.href, pingMs);
    const leave = watchPerson();
    const wake = (): void => {
      if (document.visibilityState === "visible") line.wake();
    };
    window.addEventListener("online", wake);
    document.addEventListener("visibilitychange", wake);
    return () => {
      window.removeEventListener("online", wake);
      document.removeEventListener("visibilitychange", wake);
      leave();
      line.stop();
    };
  }, [agentId, pingMs]);
}
