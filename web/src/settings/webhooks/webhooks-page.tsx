import type { WebhookDelivery, WebhookList, WebhookNumber, WebhookState } from "@balcao/api";
import { formatPhone } from "@balcao/core";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import type { UseInfiniteQueryResult, InfiniteData } from "@tanstack/react-query";
import { Clock, RefreshCw, Webhook } from "lucide-react";
import { useState, type ReactElement } from "react";
import { SnakeName } from "../../app/snake-name.tsx";
import { sentenceOf } from "../../lib/api.ts";
import { useFormats } from "../../lib/format.ts";
import { useTranslation } from "../../lib/texts.ts";
import { toast } from "../../lib/toast.ts";
import { ChannelsFrame } from "../channels/channels-frame.tsx";
import { Caution } from "../parts/caution.tsx";
import { ListBody } from "../parts/list-frame.tsx";
import table from "../parts/table.module.css";
import { DeliveryDialog } from "./delivery-dialog.tsx";
import { KeepDialog } from "./keep-dialog.tsx";
import { LedgerFilters } from "./ledger-filters.tsx";
import { lookAgain, useDeliveries, useReplayLoose, useWebhookState } from "./queries.ts";
import { ResultMark } from "./result-mark.tsx";
import { EVERYTHING, isNarrowed, lagText, LATE_MS, type LedgerFilter } from "./values.ts";
import classes from "./webhooks.module.css";

type RowProps = { delivery: WebhookDelivery; numberName: string | null; open: () => void };

function DeliveryRow({ delivery, numberName, open }: RowProps): ReactElement {
  const { t, i18n } = useTranslation("webhooks");
  const formats = useFormats();
  const { receivedAt, lagMs, fields, result, error } = delivery;
  return (
    <tr>
      <th scope="row">
        <button type="button" className={`${table.link} ${classes.open}`} onClick={open}>
          {formats.precise(Date.parse(receivedAt))}
        </button>
      </th>
      {numberName !== null && <td data-label={t("number")}>{numberName}</td>}
      <td data-label={t("field")}>
        <span className={classes.fields}>
          {fields.length > 0
            ? fields.map((field) => (
                <code key={field}>
                  <SnakeName name={field} />
                </code>
              ))
            : "–"}
        </span>
      </td>
      <td data-label={t("lag")} className={classes.lag} data-late={(lagMs ?? 0) >= LATE_MS || undefined}>
        {lagMs === null ? <span aria-label={t("undated")}>–</span> : lagText(lagMs, i18n.language)}
      </td>
      <td data-label={t("result")}>
        <span className={classes.outcome}>
          <ResultMark result={result} />
          {error !== null && <span className={table.hint}>{error}</span>}
        </span>
      </td>
    </tr>
  );
}

type TableProps = { items: readonly WebhookDelivery[]; numbers: readonly WebhookNumber[] };

function DeliveryTable({ items, numbers }: TableProps): ReactElement {
  const { t } = useTranslation("webhooks");
  const [opened, setOpened] = useState<string | null>(null);
  const names = new Map(
    numbers.map(({ channelId, name, removed }) => [channelId, removed ? t("removedNumber", { name }) : name]),
  );
  const several = numbers.length > 1;
  return (
    <>
      <table className={table.table} aria-label={t("title")}>
        <thead>
          <tr>
            <th scope="col">{t("receivedAt")}</th>
            {several && <th scope="col">{t("number")}</th>}
            <th scope="col">{t("field")}</th>
            <th scope="col">{t("lag")}</th>
            <th scope="col">{t("result")}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((delivery) => (
            <DeliveryRow
              key={delivery.id}
              delivery={delivery}
              numberName={several ? (names.get(delivery.channelId) ?? "–") : null}
              open={() => setOpened(delivery.id)}
            />
          ))}
        </tbody>
      </table>
      {opened !== null && <DeliveryDialog id={opened} close={() => setOpened(null)} />}
    </>
  );
}

/** Numbers that nobody hears of though they should be heard of. */
function Alarms({ numbers }: { numbers: readonly WebhookNumber[] }): ReactElement {
  const { t } = useTranslation("webhooks");
  const formats = useFormats();
  return (
    <>
      {numbers.map(
        ({ channelId, name, displayPhone, silence }) =>
          silence && (
            <Caution key={channelId}>
              {t("silent", {
                name: `${name} (${formatPhone(displayPhone)})`,
                time: formats.full(Date.parse(silence.since)),
                count: silence.usual,
              })}
            </Caution>
          ),
      )}
    </>
  );
}

/** What was set aside and stands in no line of the list. */
function Loose({ count }: { count: number }): ReactElement | null {
  const { t } = useTranslation("webhooks");
  const replay = useReplayLoose();
  if (count === 0) return null;
  return (
    <Caution>
      {t("loose", { count })}{" "}
      <Button
        variant="subtle"
        size="compact-sm"
        loading={replay.isPending}
        onClick={() =>
          replay.mutate(undefined, { onError: (error) => toast(sentenceOf(error), { tone: "error" }) })
        }
      >
        {t("replay")}
      </Button>
    </Caution>
  );
}

/** What is kept, and for how long. */
function Keeping({ state }: { state: WebhookState }): ReactElement {
  const { t } = useTranslation("webhooks");
  const formats = useFormats();
  const [isEditing, setEditing] = useState(false);
  const day = state.numbers.reduce((sum, number) => sum + number.day, 0);
  return (
    <p className={classes.keeping}>
      <span>{t("lastDay", { count: day, number: formats.number(day) })}</span>
      <span>{t("problems", { count: state.problems, number: formats.number(state.problems) })}</span>
      <span>{t("kept", { count: state.keepDays })}</span>
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<Clock size={15} aria-hidden />}
        onClick={() => setEditing(true)}
      >
        {t("keepChange")}
      </Button>
      {isEditing && <KeepDialog state={state} close={() => setEditing(false)} />}
    </p>
  );
}

/** The next page, or the next stretch of a search that has not been everywhere. */
function More({ query }: { query: UseInfiniteQueryResult<InfiniteData<WebhookList>> }): ReactElement | null {
  const { t } = useTranslation("webhooks");
  const formats = useFormats();
  const searchedTo = query.data?.pages.at(-1)?.searchedTo ?? null;
  if (!query.hasNextPage) return null;
  return (
    <div className={classes.more}>
      {searchedTo !== null && (
        <span role="status">{t("searchedTo", { time: formats.full(Date.parse(searchedTo)) })}</span>
      )}
      <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        {searchedTo === null ? t("more") : t("searchOn")}
      </Button>
    </div>
  );
}

/** Configurações > Canais > Webhooks: everything Meta posted, what became of it, and its second chance. */
export function WebhooksPage(): ReactElement {
  const { t } = useTranslation("webhooks");
  const [filter, setFilter] = useState<LedgerFilter>(EVERYTHING);
  const query = useDeliveries(filter);
  const { data: state } = useWebhookState();
  const numbers = state?.numbers ?? [];
  const narrowed = isNarrowed(filter);
  const searches = narrowed && query.hasNextPage;
  return (
    <ChannelsFrame
      acts={
        <Button
          variant="default"
          leftSection={<RefreshCw size={16} aria-hidden />}
          loading={query.isRefetching && !query.isFetchingNextPage}
          onClick={() => void lookAgain()}
        >
          {t("refresh")}
        </Button>
      }
    >
      <div className={classes.alarms}>
        <Alarms numbers={numbers} />
        {state && <Loose count={state.loose} />}
      </div>
      {state && <Keeping state={state} />}
      <LedgerFilters filter={filter} change={setFilter} numbers={numbers} />
      <ListBody
        query={query}
        items={query.data?.pages.flatMap(({ items }) => items)}
        icon={Webhook}
        empty={searches ? t("notYet") : narrowed ? t("nothing") : t("empty")}
        emptyText={searches ? t("notYetText") : narrowed ? t("nothingText") : t("emptyText")}
      >
        {(items) => <DeliveryTable items={items} numbers={numbers} />}
      </ListBody>
      <More query={query} />
    </ChannelsFrame>
  );
}
