import type { WebhookDetail } from "@balcao/api";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { RotateCcw } from "lucide-react";
import { useEffect, type ReactElement } from "react";
import { Dialog } from "../../app/dialog.tsx";
import { ErrorNotice } from "../../app/page-states.tsx";
import { sentenceOf } from "../../lib/api.ts";
import { useFormats } from "../../lib/format.ts";
import { useTranslation } from "../../lib/texts.ts";
import { Loading } from "../parts/loading.tsx";
import parts from "../parts/parts.module.css";
import table from "../parts/table.module.css";
import { countAgain, keepDelivery, useDelivery, useReplay } from "./queries.ts";
import { ResultMark } from "./result-mark.tsx";
import { lagText } from "./values.ts";
import classes from "./webhooks.module.css";

function Facts({ detail }: { detail: WebhookDetail }): ReactElement {
  const { t, i18n } = useTranslation("webhooks");
  const formats = useFormats();
  const { receivedAt, lagMs, fields, facts, bytes, result, replayedAt } = detail.delivery;
  const rows: [string, ReactElement | string][] = [
    [t("result"), <ResultMark key="result" result={result} />],
    [t("receivedAt"), formats.precise(Date.parse(receivedAt))],
    [t("lag"), lagMs === null ? t("undated") : lagText(lagMs, i18n.language)],
    [t("field"), fields.length > 0 ? fields.join(", ") : "–"],
    [t("size"), t("sizeOf", { count: facts, bytes: formats.bytes(bytes) })],
  ];
  if (replayedAt !== null) rows.push([t("replayedAt"), formats.precise(Date.parse(replayedAt))]);
  return (
    <dl className={classes.facts}>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What could not be handled, each with the reason in the program's words. */
function Problems({ detail }: { detail: WebhookDetail }): ReactElement | null {
  const { t } = useTranslation("webhooks");
  const { problems, delivery } = detail;
  if (delivery.result === "unreadable")
    return (
      <p className={classes.problem}>
        {t("unreadableWhy")} <code>{delivery.error}</code>
      </p>
    );
  if (problems.length === 0) return null;
  return (
    <div className={classes.problem}>
      <p>{t("setAsideWhy", { count: problems.length })}</p>
      <ul>
        {problems.map(({ kind, error }, index) => (
          // eslint-disable-next-line react/no-array-index-key -- several may fail alike
          <li key={`${index}-${kind}`}>
            <code>{kind}</code>: {error}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Detail({ detail, close }: { detail: WebhookDetail; close: () => void }): ReactElement {
  const { t } = useTranslation(["webhooks", "common"]);
  const { delivery, raw, isCut } = detail;
  const replay = useReplay(delivery.id);
  const isBusy = replay.isPending || delivery.result === "waiting";
  return (
    <>
      <Facts detail={detail} />
      <Problems detail={detail} />
      <textarea className={classes.raw} readOnly rows={16} aria-label={t("webhooks:raw")} value={raw} />
      {isCut && <p className={table.hint}>{t("webhooks:isCut")}</p>}
      <p className={table.hint}>{t("webhooks:replayHint")}</p>
      {replay.isError && (
        <p role="alert" className={parts.error}>
          {sentenceOf(replay.error)}
        </p>
      )}
      <div className={parts.buttons}>
        <span role="status" className={classes.told}>
          {replay.isSuccess &&
            (delivery.result === "waiting" ? t("webhooks:replaying") : t("webhooks:replayed"))}
        </span>
        <Button variant="default" onClick={close}>
          {t("common:close")}
        </Button>
        <Button
          leftSection={<RotateCcw size={16} aria-hidden />}
          loading={isBusy}
          onClick={() => replay.mutate()}
        >
          {t("webhooks:replay")}
        </Button>
      </div>
    </>
  );
}

/** One delivery: what it says, what became of it, and its second chance. */
export function DeliveryDialog({ id, close }: { id: string; close: () => void }): ReactElement {
  const { t } = useTranslation("webhooks");
  const { data, error, refetch } = useDelivery(id);
  useEffect(() => {
    if (data) keepDelivery(data);
  }, [data]);
  const result = data?.delivery.result;
  useEffect(() => {
    // what waited has an end now: how many are with a problem may be another
    if (result !== undefined) void countAgain();
  }, [result]);
  return (
    <Dialog title={t("delivery")} onClose={close} size="xl">
      <div className={parts.dialog}>
        {data ? (
          <Detail detail={data} close={close} />
        ) : error ? (
          <ErrorNotice error={error} retry={() => void refetch()} />
        ) : (
          <Loading />
        )}
      </div>
    </Dialog>
  );
}
