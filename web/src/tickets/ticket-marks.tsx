import type { Ticket } from "@balcao/api";
import { takesMore } from "@balcao/core";
import { Bell, BellOff, Tag, UserPlus } from "lucide-react";
import { Suspense, useState, type ReactElement } from "react";
import { LabelChips } from "../conversations/marks/label-chips.tsx";
import { labelsOf } from "../conversations/marks/labels-of.ts";
import { useNames } from "../conversations/use-names.ts";
import { useKeys, useLayer } from "../lib/keys.ts";
import { useSelf } from "../lib/queries.ts";
import { useTranslation } from "../lib/texts.ts";
import { actOn } from "./commands.ts";
import { FollowerPicker } from "./follower-picker.tsx";
import marks from "./ticket-marks.module.css";
import classes from "./tickets.module.css";
import { lazyPart } from "../lib/part.ts";

const LabelPicker = lazyPart(async () => ({
  default: (await import("../conversations/dialogs/label-picker.tsx")).LabelPicker,
}));

/** The account's labels on a ticket. */
export function TicketLabels({ ticket }: { ticket: Ticket }): ReactElement | null {
  const { t } = useTranslation("tickets");
  const [isOpen, setOpen] = useState(false);
  useLayer(isOpen);
  const { id, labelIds, stage } = ticket;
  useKeys([{ id: "ticketLabels", run: () => setOpen(true), enabled: takesMore(stage), palette: true }]);
  const labels = labelsOf(labelIds, useNames().labels);
  if (labels.length === 0 && !takesMore(stage)) return null;
  return (
    <div className={marks.marks}>
      <h2>{t("labels.title")}</h2>
      {labels.length > 0 && <LabelChips labels={labels} />}
      {takesMore(stage) && (
        <button type="button" className={classes.edit} onClick={() => setOpen(true)}>
          <Tag size={14} aria-hidden /> {t("labels.choose")}
        </button>
      )}
      <Suspense>
        {isOpen && (
          <LabelPicker
            title={t("labels.title")}
            hasOf={(labelId) => (labelIds.includes(labelId) ? "all" : "none")}
            apply={(changes) => void actOn(id, { type: "labels", ...changes })}
            close={() => setOpen(false)}
          />
        )}
      </Suspense>
    </div>
  );
}

/** Who hears of a ticket: oneself by one press, others by choice. */
export function TicketFollowers({ ticket }: { ticket: Ticket }): ReactElement | null {
  const { t } = useTranslation("tickets");
  const names = useNames();
  const me = useSelf().agent.id;
  const [isOpen, setOpen] = useState(false);
  useLayer(isOpen);
  const { id, followerIds, stage } = ticket;
  if (followerIds.length === 0 && !takesMore(stage)) return null;
  const isMine = followerIds.includes(me);
  const follow = isMine ? { add: [], remove: [me] } : { add: [me], remove: [] };
  return (
    <div className={marks.marks}>
      <h2>{t("followers.title")}</h2>
      {followerIds.length > 0 && <p>{followerIds.map((follower) => names.agent(follower)).join(", ")}</p>}
      {takesMore(stage) && (
        <div className={marks.markActs}>
          <button
            type="button"
            className={classes.edit}
            onClick={() => void actOn(id, { type: "followers", ...follow })}
          >
            {isMine ? <BellOff size={14} aria-hidden /> : <Bell size={14} aria-hidden />}
            {t(isMine ? "followers.leave" : "followers.follow")}
          </button>
          <button type="button" className={classes.edit} onClick={() => setOpen(true)}>
            <UserPlus size={14} aria-hidden /> {t("followers.choose")}
          </button>
        </div>
      )}
      {isOpen && <FollowerPicker ticket={ticket} close={() => setOpen(false)} />}
    </div>
  );
}
