import { laneOf } from "../../server/src/modules/channels/index.ts";
import { explode } from "../../server/src/modules/channels/explode.ts";
import { insertDeliveries } from "../../server/src/modules/channels/inbox.queries.ts";
import { deliveryOf } from "../../server/src/modules/channels/webhook.ts";
import { factHandler } from "../../server/src/modules/conversations/index.ts";
import { ticketDesk } from "../../server/src/modules/tickets/index.ts";
import { NUMBER, type Installation } from "./product.ts";
import { storyWebhook } from "./traffic.ts";

/** Messages under way at once, each on a connection of its own: more only wait for one another on two cores. */
const AT_ONCE = 8;

/**
 * What the same work costs without sharing: the delivery and all its effects in one transaction per message, by the product's
 * own handler, without HTTP and without the way through a lane. Answers the seconds that `count` messages took.
 */
export async function writeNaively(
  { deps, company }: Installation,
  count: number,
  firstPerson: number,
): Promise<number> {
  const channel = {
    accountId: company.accountId,
    id: company.channelId,
    lane: laneOf(company.channelId),
    phoneNumberId: NUMBER.phoneNumberId,
  };
  const siblings = new Map([[channel.phoneNumberId, channel]]);
  const handle = factHandler(deps, ticketDesk(deps));
  const one = async (place: number): Promise<void> => {
    const { body } = storyWebhook(place, firstPerson);
    const delivery = deliveryOf(channel, siblings, Buffer.from(body), Date.now());
    await deps.system.transaction().execute(async (tx) => {
      await insertDeliveries(tx, [{ ...delivery, facts: [] }]);
      const facts = delivery.facts.map((fact) => ({ ...fact, id: place }));
      await handle(tx, await explode(tx, facts));
    });
  };
  const begun = performance.now();
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < count) await one(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return (performance.now() - begun) / 1000;
}
