import { useEffect, type ReactElement } from "react";
import { Calls } from "../calls/calls.tsx";
import { OwnScheduledPlace } from "../conversations/scheduled/own-place.tsx";
import { fetchAhead } from "../lib/fetch-ahead.ts";

/**
 * What goes on beside every screen and is no part of the first load: calls for the person, what they scheduled when they ask for it, and
 * parts fetched ahead.
 */
export function Beside(): ReactElement {
  useEffect(fetchAhead, []);
  return (
    <>
      <Calls />
      <OwnScheduledPlace />
    </>
  );
}
