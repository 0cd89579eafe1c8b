import { useEffect, type ReactElement } from "react";
import { Calls } from "../calls/calls.tsx";
import { fetchAhead } from "../lib/fetch-ahead.ts";

/** What goes on beside every screen and is no part of the first load: calls for the person, and parts fetched ahead. Shows nothing. */
export function Beside(): ReactElement {
  useEffect(fetchAhead, []);
  return <Calls />;
}
