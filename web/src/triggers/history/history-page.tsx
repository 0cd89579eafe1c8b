import type { BotReplay } from "@balcao/api";
import { Button, NativeSelect } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useMutation } from "@tanstack/react-query";
import { History } from "lucide-react";
import { useEffect, useRef, useState, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { ErrorNotice, Notice } from "../../app/page-states.tsx";
import { api } from "../../lib/api.ts";
import { hasRole, useSelf } from "../../lib/queries.ts";
import { Loading } from "../../settings/parts/loading.tsx";
import { PageHead } from "../../settings/parts/page-head.tsx";
import { TriggersNav } from "../triggers-nav.tsx";
import { Differences } from "./differences.tsx";
import classes from "./history.module.css";

const COUNTS = [20, 50, 200] as const;

/** How much was played and how much of it would change. */
function Result({ replay }: { replay: BotReplay }): ReactElement {
  const { t } = useTranslation("tester");
  const { played, same, differences } = replay;
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), [replay]);
  if (played === 0) return <Notice title={t("history.emptyTitle")}>{t("history.emptyText")}</Notice>;
  return (
    <section className={classes.result}>
      <h2 ref={head} tabIndex={-1}>
        {t("history.different", { count: differences.length })}
      </h2>
      <p className={classes.faint}>
        {t("history.played", { count: played })} · {t("history.same", { count: same })}
      </p>
      {differences.length === 0 ? (
        <Notice title={t("history.sameTitle")}>{t("history.sameText")}</Notice>
      ) : (
        <Differences differences={differences} />
      )}
    </section>
  );
}

function Comparison(): ReactElement {
  const { t } = useTranslation("tester");
  const [count, setCount] = useState<number>(COUNTS[0]);
  const replay = useMutation({
    mutationFn: (conversations: number) =>
      api<BotReplay>("/api/bot/replay", { method: "POST", body: { conversations } }),
  });
  const compare = (): void => replay.mutate(count);
  return (
    <>
      <form
        className={classes.ask}
        onSubmit={(event) => {
          event.preventDefault();
          compare();
        }}
      >
        <NativeSelect
          label={t("history.count")}
          value={count}
          onChange={(event) => setCount(Number(event.currentTarget.value))}
          data={COUNTS.map((each) => ({
            value: String(each),
            label: t("history.countOption", { count: each }),
          }))}
        />
        <Button type="submit" loading={replay.isPending} leftSection={<History size={16} aria-hidden />}>
          {t(replay.data ? "history.again" : "history.run")}
        </Button>
      </form>
      {replay.isPending ? (
        <>
          <p role="status" className={classes.faint}>
            {t("history.running")}
          </p>
          <Loading />
        </>
      ) : replay.error ? (
        <ErrorNotice error={replay.error} retry={compare} />
      ) : replay.data ? (
        <Result replay={replay.data} />
      ) : (
        <p className={classes.faint}>{t("history.first")}</p>
      )}
    </>
  );
}

/** Configurações > Gatilhos Conversas > Comparar com o histórico: real conversations with what the draft would have said. */
export function HistoryPage(): ReactElement {
  const { t } = useTranslation("tester");
  const isAdministrator = hasRole(useSelf(), "administrator");
  return (
    <div className={classes.page}>
      <PageHead title={t("history.title")} lead={t("history.lead")} />
      <TriggersNav />
      {isAdministrator ? <Comparison /> : <Notice title={t("history.onlyAdministrators")} />}
    </div>
  );
}
