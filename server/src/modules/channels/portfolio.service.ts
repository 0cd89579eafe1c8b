import type { ChannelHealth, ChannelRoom } from "@balcao/api";
import { portfolioLeft } from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { conflict } from "../../platform/problem.ts";
import { loadNumbers } from "./channels.queries.ts";
import { countedPeople, portfoliosOf } from "./portfolio.queries.ts";

type Number = { accountId: string; id: string };
const timeOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/**
 * Refuses a template outside the window to a person for whom the portfolio has no room now, before Meta would: a problem 409 with how many
 * were written to, how many may be and when there is room. What is queued already is not counted: the sender asks again.
 */
export async function refuseFull(
  tx: Tx,
  person: { accountId: string; channelId: string; contactId: string },
  now: number,
): Promise<void> {
  const [standing] = await portfoliosOf(tx, [person], now);
  if (!standing || portfolioLeft(standing) !== 0) return;
  if ((await countedPeople(tx, [person], now)).size > 0) return;
  const { most, used, freeAt } = standing;
  throw conflict("messaging_limit_reached", { most, used, left: 0, freeAt: timeOf(freeAt) });
}

/** How the portfolio of a number stands, as its page tells it. */
export async function portfolioView(
  tx: Tx,
  { accountId, id }: Number,
  now: number,
): Promise<ChannelHealth["portfolio"]> {
  const [standing] = await portfoliosOf(tx, [{ accountId, channelId: id }], now);
  const { used = 0, most = null, freeAt = null, isUnlimited = false } = standing ?? {};
  return { used, most, isUnlimited, freeAt: timeOf(freeAt) };
}

/** The room that is left on each number of the account, where Meta has told a limit. */
export const getRoom = (deps: Deps, { accountId }: Actor): Promise<ChannelRoom> =>
  inAccount(deps.app, accountId, async (tx) => {
    const numbers = (await loadNumbers(tx, accountId)).flatMap((one) => one.numbers);
    const asked = numbers.map(({ id: channelId }) => ({ accountId, channelId }));
    const standings = await portfoliosOf(tx, asked, deps.clock.now());
    return {
      items: standings.flatMap(({ channelId, most, freeAt, ...standing }) => {
        const left = portfolioLeft({ most, freeAt, ...standing });
        return most === null || left === null ? [] : [{ channelId, left, most, freeAt: timeOf(freeAt) }];
      }),
    };
  });
