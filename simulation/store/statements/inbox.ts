import type * as Inbox from "../../../server/src/modules/channels/inbox.queries.ts";
import type { LaneFactBody } from "../../../server/src/modules/channels/lane-facts.ts";
import { planted } from "../../production/bridge.ts";
import type { Modelled } from "../modelled.ts";
import type { FactRow } from "../rows.ts";
import type { Session } from "../store.ts";

const DEAD_MS = 4000;
const HOUR_MS = 3_600_000;

function append(at: Session, fact: Parameters<typeof Inbox.appendFacts>[1][number]): void {
  const row: FactRow = {
    id: at.store.nextOfSequence(),
    lane: fact.lane,
    account_id: fact.accountId,
    channel_id: fact.channelId,
    delivery_id: fact.deliveryId,
    kind: fact.body.kind,
    payload: JSON.parse(JSON.stringify(fact.body)),
    received_at: fact.receivedAt,
  };
  at.insert(at.tables.fact, row);
}

export const inbox: Modelled<typeof Inbox> = {
  insertDeliveries(at, deliveries) {
    for (const { accountId, id, channelId, body, error, facts } of deliveries) {
      at.insert(at.tables.webhook_delivery, {
        account_id: accountId,
        id,
        channel_id: channelId,
        body,
        error,
      });
      for (const fact of facts) append(at, fact);
    }
  },
  lockLanes: (at, lanes) =>
    lanes.filter((lane) => {
      // the bugs' lock is let go of before the commit
      if (planted(1) || planted(2)) return true;
      const got = at.tryAdvisory(`lane:${lane}`);
      if (!got) at.store.saw("lane contended");
      return got;
    }),
  takeFacts(at, lanes, limit) {
    const rows = at.all(at.tables.fact, ({ lane }) => lanes.includes(lane));
    rows.sort((a, b) => (planted(4) ? b.id - a.id : a.id - b.id));
    return rows.slice(0, limit).map((row) => ({
      id: row.id,
      accountId: row.account_id,
      channelId: row.channel_id,
      deliveryId: row.delivery_id,
      receivedAt: row.received_at,
      body: row.payload as LaneFactBody,
    }));
  },
  removeFacts(at, ids) {
    let gone = 0;
    for (const id of ids) {
      const row = at.find(at.tables.fact, String(id));
      const { conversationId } = (row?.payload ?? {}) as { conversationId?: string };
      if (
        row?.kind === "timer_due" &&
        at.tables.conversation.rows.get(conversationId ?? "")?.status === "closed"
      )
        at.store.saw("timer fired for what had just ended");
      if (row && at.remove(at.tables.fact, row)) gone++;
    }
    return gone;
  },
  quarantineFact(at, fact, error) {
    at.insert(at.tables.quarantined_fact, {
      id: String(at.store.nextOfSequence()),
      account_id: fact.accountId,
      kind: fact.body.kind,
      payload: fact.body,
      error,
    });
  },
  loadDeliveryBodies: (at, ids) =>
    new Map(
      ids.flatMap(({ id }) => {
        const found = at.find(at.tables.webhook_delivery, id);
        return found ? [[id, found.body] as const] : [];
      }),
    ),
  busyLanes: (at) => [...new Set(at.all(at.tables.fact).map(({ lane }) => lane))],
  beat(at, nodeId) {
    const known = at.find(at.tables.worker_node, nodeId);
    if (known) at.update(at.tables.worker_node, known, { seen_at: at.begun });
    else at.insert(at.tables.worker_node, { id: nodeId, seen_at: at.begun });
    return at
      .all(at.tables.worker_node, ({ seen_at }) => seen_at > at.begun - DEAD_MS)
      .map(({ id }) => id)
      .sort();
  },
  leave(at, nodeId) {
    const known = at.find(at.tables.worker_node, nodeId);
    if (known) at.remove(at.tables.worker_node, known);
    for (const row of at.all(at.tables.worker_node, ({ seen_at }) => seen_at < at.begun - HOUR_MS))
      at.remove(at.tables.worker_node, row);
  },
};
