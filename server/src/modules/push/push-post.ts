import { lookup as systemLookup } from "node:dns";
import { request } from "node:https";
import { publicLookup, type Lookup } from "../../platform/public-address.ts";
import { makerOf } from "./push-hosts.ts";

/** What goes to a push host; the body is encrypted for one browser alone. */
export type PushRequest = { endpoint: string; headers: Record<string, string>; body: Uint8Array };
/** `retryAfterMs`: when the host asks to be left alone for so long */
export type PushAnswer = { status: number; retryAfterMs: number | null };
/** Throws when there is no answer. */
export type PushPost = (wanted: PushRequest) => Promise<PushAnswer>;

const PATIENCE_MS = 10_000;
const MOST_WAIT_S = 600;

function retryAfter(header: string | undefined): number | null {
  const seconds = Number(header);
  return header !== undefined && seconds > 0 ? Math.min(seconds, MOST_WAIT_S) * 1000 : null;
}

/** Posts to the makers' hosts over https: the address that was looked up is the one that is called, and no answer leads elsewhere. */
export const makersPost =
  (lookup: Lookup = systemLookup): PushPost =>
  ({ endpoint, headers, body }) =>
    new Promise((resolve, reject) => {
      if (makerOf(endpoint) === null) return reject(new Error("push_host_not_allowed"));
      const call = request(
        endpoint,
        {
          method: "POST",
          headers,
          lookup: publicLookup(lookup),
          signal: AbortSignal.timeout(PATIENCE_MS),
          agent: false,
        },
        (answer) => {
          // only its status is of use
          answer.resume();
          resolve({
            status: answer.statusCode ?? 0,
            retryAfterMs: retryAfter(answer.headers["retry-after"]),
          });
        },
      );
      call.on("error", reject);
      call.end(body);
    });
