import type { Composition } from "@balcao/core";
import { readJson, write } from "../../lib/storage.ts";

export type RecentPlace = Omit<Extract<Composition, { type: "location" }>, "type">;

const MOST = 6;
/** a person's own: nothing of one person's is shown to another in the same browser */
const storeOf = (agentId: string): string => `balcao.places.${agentId}`;

/** The places that a person sent of late from this browser, newest first. */
export const recentPlaces = (agentId: string): RecentPlace[] => readJson<RecentPlace[]>(storeOf(agentId), []);

/** Keeps a place that was sent; the same point and name is kept once. */
export function rememberPlace(agentId: string, { latitude, longitude, name, address }: RecentPlace): void {
  const others = recentPlaces(agentId).filter(
    (other) => other.latitude !== latitude || other.longitude !== longitude || other.name !== name,
  );
  write(storeOf(agentId), JSON.stringify([{ latitude, longitude, name, address }, ...others].slice(0, MOST)));
}
