import type { ServerFrame } from "@balcao/api";
import type { Actor } from "../../platform/actor.ts";
import { changesFor, type AccountBatch } from "./realtime-changes.ts";
import type { Cursor } from "./tail.queries.ts";

/** Why a socket is hung up on: no right to listen any more, or other rights than those its screen was filled by. */
export type Farewell = "session" | "rights";
/** One browser. It hears only what its agent may see; the server chooses, never the browser. */
export type Listener = { actor: Actor; send(frame: string): void; close(why: Farewell): void };
/** A listener with what it missed still being read keeps what comes meanwhile in `held`. */
export type Member = { listener: Listener; held: string[] | null };

export const frame = (value: ServerFrame): string => JSON.stringify(value);
export const cursorText = (cursor: Cursor): string => `${cursor.epoch}:${cursor.txid}:${cursor.id}`;
const CURSOR = /^([0-9a-f-]{36}):(\d{1,19}):(\d{1,15})$/;

export function parseCursor(value: string | null): Cursor | null {
  const [, epoch, txid, id] = CURSOR.exec(value ?? "") ?? [];
  return epoch !== undefined && txid !== undefined && id !== undefined
    ? { epoch, txid, id: Number(id) }
    : null;
}

export const sameRights = (a: Actor, b: Actor): boolean =>
  a.role === b.role &&
  a.segmentedView === b.segmentedView &&
  a.owesTwoStep === b.owesTwoStep &&
  a.teamIds.toSorted().join() === b.teamIds.toSorted().join();

export function say(member: Member, what: string): void {
  if (member.held) member.held.push(what);
  else member.listener.send(what);
}

/** A frame out of changes that are JSON already, so that what many see is written once. */
export function sayChanges(member: Member, batch: AccountBatch, cursor: string): void {
  const { changes, countsChanged } = changesFor(member.listener.actor, batch);
  if (changes.length > 0)
    say(
      member,
      `{"type":"changes","cursor":${JSON.stringify(cursor)},"changes":[${changes.join(",")}],"countsChanged":${countsChanged}}`,
    );
}
