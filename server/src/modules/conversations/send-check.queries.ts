import { isMarketing } from "@balcao/core";
import { sql } from "kysely";
import { recordset } from "../../platform/bulk.ts";
import type { SendCheck } from "../channels/index.ts";

type Row = {
  messageId: string;
  windowClosesAt: number | null;
  noMarketing: boolean;
  noAutomatic: boolean;
  /** of the template, as Meta has it now; null = no template, or one that is not known */
  category: string | null;
  isTemplate: boolean;
};

/**
 * What must be so at the moment of sending, whatever was so when the message was queued: the service window, whether the person still wants
 * marketing or anything that goes out by itself, and what category the template has by now.
 */
export const sendCheck: SendCheck = async (tx, sends) => {
  const wanted = sends.map((send) => ({
    account_id: send.accountId,
    id: send.conversationId,
    message_id: send.messageId,
    automatic: send.automatic,
    name: send.template?.name ?? null,
    language: send.template?.language ?? null,
  }));
  const columns = {
    account_id: "uuid",
    id: "uuid",
    message_id: "uuid",
    automatic: "boolean",
    name: "text",
    language: "text",
  };
  const { rows } = await sql<Row>`
    SELECT w.message_id AS "messageId", v.window_closes_at AS "windowClosesAt", c.marketing_stopped_at IS NOT NULL AS "noMarketing", w.automatic AND c.automatic_stopped_at IS NOT NULL AS "noAutomatic",
      w.name IS NOT NULL AS "isTemplate",
      CASE WHEN w.name IS NOT NULL THEN (SELECT t.category FROM channel n JOIN template t ON t.account_id = n.account_id AND t.waba_id = n.waba_id
        WHERE n.account_id = v.account_id AND n.id = v.channel_id AND t.name = w.name AND t.language = w.language
        ORDER BY t.told_at DESC LIMIT 1) END AS category
    FROM ${recordset(wanted, columns, "w")} JOIN conversation v USING (account_id, id)
    JOIN contact c ON c.account_id = v.account_id AND c.id = v.contact_id`.execute(tx);
  return new Map(
    rows.map(({ messageId, windowClosesAt, noMarketing, noAutomatic, category, isTemplate }) => {
      const isOffer = isTemplate && noMarketing && isMarketing(category ?? "");
      return [messageId, { windowClosesAt, category, isUnwanted: isOffer || noAutomatic }];
    }),
  );
};
