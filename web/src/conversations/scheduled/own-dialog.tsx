import type { OwnScheduledList } from "@balcao/api";
import "@mantine/core/styles.layer.css";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { CalendarClock, CalendarX } from "lucide-react";
import { useEffect, type ReactElement } from "react";
import { Dialog } from "../../app/dialog.tsx";
import { useTranslation } from "../../lib/texts.ts";
import { ErrorNotice } from "../../app/page-states.tsx";
import { api } from "../../lib/api.ts";
import { useNow } from "../../lib/clock.ts";
import { useFormats } from "../../lib/format.ts";
import { onChanges } from "../../realtime/cache.ts";
import list from "../dialogs/mentions-dialog.module.css";
import { useKindLabel } from "../kinds.ts";
import { FormattedLine } from "../thread/formatted-text.tsx";
import classes from "./scheduled.module.css";

type Own = OwnScheduledList["items"][number];

function Item({ view, close }: { view: Own; close: () => void }): ReactElement {
  const { t } = useTranslation(["scheduled", "desk"]);
  const formats = useFormats();
  const kindLabel = useKindLabel();
  const now = useNow();
  const at = Date.parse(view.at);
  const isUnsent = view.unsent !== null;
  const Icon = isUnsent ? CalendarX : CalendarClock;
  return (
    <li>
      <Link
        to="/conversations/$id"
        params={{ id: view.conversationId }}
        className={list.item}
        onClick={close}
      >
        <Icon size={18} aria-hidden className={classes.sign} data-unsent={isUnsent || undefined} />
        <span className={list.text}>
          <span className={list.line}>
            <span className={list.who}>{view.contactName ?? t("desk:unknownContact")}</span>
            <time dateTime={view.at}>
              {t("scheduled:row.at", { day: formats.day(at, now), time: formats.time(at) })}
            </time>
          </span>
          {view.unsent !== null && (
            <span className={classes.why}>{t(`scheduled:unsent.${view.unsent}`)}</span>
          )}
          <span className={list.note}>
            <FormattedLine text={view.text ?? view.file?.fileName ?? kindLabel(view.kind)} />
          </span>
        </span>
      </Link>
    </li>
  );
}

/** What one has scheduled: first what could not be sent, then what waits, soonest first; each leads to its conversation. */
export function OwnDialog({ close }: { close: () => void }): ReactElement {
  const { t } = useTranslation(["scheduled", "common"]);
  const { data, error, refetch } = useQuery({
    queryKey: ["own-scheduled"],
    queryFn: () => api<OwnScheduledList>("/api/scheduled"),
    refetchOnMount: "always",
  });
  const items = data?.items ?? [];
  const of = items.map(({ conversationId }) => conversationId).join(" ");
  useEffect(
    () =>
      onChanges((changes) => {
        if (changes.some((change) => change.type === "conversation" && of.includes(change.row.id)))
          void refetch();
      }),
    [of, refetch],
  );
  const inOrder = [
    ...items.filter(({ unsent }) => unsent !== null),
    ...items.filter(({ unsent }) => unsent === null),
  ];
  return (
    <Dialog onClose={close} title={t("scheduled:own.title")} size="lg">
      {error && !data && <ErrorNotice error={error} retry={() => void refetch()} />}
      {data?.items.length === 0 && <p className={list.nothing}>{t("scheduled:own.none")}</p>}
      <ul className={list.list}>
        {inOrder.map((view) => (
          <Item key={view.id} view={view} close={close} />
        ))}
      </ul>
    </Dialog>
  );
}
