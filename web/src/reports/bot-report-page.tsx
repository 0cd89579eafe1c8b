import type { BotReport } from "@balcao/api";
import { Button, TextInput } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useState, type FormEvent, type ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { ErrorNotice, Notice } from "../app/page-states.tsx";
import { api } from "../lib/api.ts";
import { serverNow } from "../lib/clock.ts";
import { useFormats } from "../lib/format.ts";
import { hasRole, useSelf } from "../lib/queries.ts";
import { Loading } from "../settings/parts/loading.tsx";
import { PageHead } from "../settings/parts/page-head.tsx";
import { lastDays, thisMonth, type Period } from "./period.ts";
import classes from "./reports.module.css";
import { Unmatched } from "./unmatched.tsx";

const SEARCH = { from: "/desk/reports/bot" } as const;
const USUAL_DAYS = 30;

type VersionActs = BotReport["versions"][number];
const ACTS = ["entered", "answered", "handedOver", "gaveUp", "askedForPerson"] as const;

function PeriodForm({ period, show }: { period: Period; show: (period: Period) => void }): ReactElement {
  const { t } = useTranslation("reports");
  const { timeZone } = useSelf().account;
  const [typed, setTyped] = useState(period);
  const { from, to } = period;
  useEffect(() => setTyped({ from, to }), [from, to]);
  const isWrong = typed.from !== "" && typed.to !== "" && typed.to < typed.from;
  const change = (patch: Partial<Period>): void => {
    const next = { ...typed, ...patch };
    setTyped(next);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isWrong && typed.from && typed.to) show(typed);
  };
  return (
    <form className={classes.period} onSubmit={submit} aria-label={t("bot.period")}>
      <TextInput
        type="date"
        label={t("bot.from")}
        value={typed.from}
        onChange={(event) => change({ from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={t("bot.to")}
        value={typed.to}
        error={isWrong && t("bot.wrongOrder")}
        onChange={(event) => change({ to: event.currentTarget.value })}
      />
      <Button type="submit" disabled={isWrong || !typed.from || !typed.to}>
        {t("bot.show")}
      </Button>
      <div className={classes.quick}>
        <Button variant="default" onClick={() => show(lastDays(7, serverNow(), timeZone))}>
          {t("bot.days7")}
        </Button>
        <Button variant="default" onClick={() => show(lastDays(30, serverNow(), timeZone))}>
          {t("bot.days30")}
        </Button>
        <Button variant="default" onClick={() => show(thisMonth(serverNow(), timeZone))}>
          {t("bot.month")}
        </Button>
      </div>
    </form>
  );
}

/** A version's numbers, each with a bar against the largest of them; the number says it all to who does not see the bar. */
function Version({ acts }: { acts: VersionActs }): ReactElement {
  const { t } = useTranslation("reports");
  const formats = useFormats();
  const most = Math.max(...ACTS.map((act) => acts[act]), 1);
  const title = acts.number === null ? t("bot.unpublished") : t("bot.version", { number: acts.number });
  return (
    <section className={classes.version} aria-label={title}>
      <h3>{title}</h3>
      <dl>
        {ACTS.map((act) => (
          <div key={act} data-act={act}>
            <dt>
              {t(`bot.${act}`)}
              {(act === "entered" || act === "gaveUp") && <small>{t(`bot.${act}Help`)}</small>}
            </dt>
            <dd>
              <span className={classes.bar} aria-hidden>
                <i style={{ width: `${(acts[act] / most) * 100}%` }} />
              </span>
              <strong>{formats.number(acts[act])}</strong>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Report({ period }: { period: Period }): ReactElement {
  const { t } = useTranslation("reports");
  const { from, to } = period;
  const { data, error, refetch, isPlaceholderData } = useQuery({
    queryKey: ["reports", "bot", from, to],
    queryFn: () => api<BotReport>("/api/reports/bot", { query: { from, to } }),
    // conversations go on while one looks: no word of the server's renews this
    staleTime: 0,
    placeholderData: keepPreviousData,
  });
  if (error) return <ErrorNotice error={error} retry={() => void refetch()} />;
  if (!data) return <Loading />;
  return (
    <div aria-busy={isPlaceholderData} className={classes.report}>
      <section aria-label={t("bot.versions")}>
        <h2>{t("bot.versions")}</h2>
        {data.versions.length === 0 ? (
          <p className={classes.faint}>{t("bot.none")}</p>
        ) : (
          <div className={classes.versions}>
            {data.versions.map((acts) => (
              <Version key={acts.number} acts={acts} />
            ))}
          </div>
        )}
      </section>
      <Unmatched texts={data.unmatched} />
    </div>
  );
}

/** Relatórios > Bot: what each version did in a period, and what customers wrote that nothing answered. */
export function BotReportPage(): ReactElement {
  const { t } = useTranslation("reports");
  const me = useSelf();
  const navigate = useNavigate();
  const { from, to } = useSearch(SEARCH);
  const period = from && to ? { from, to } : lastDays(USUAL_DAYS, serverNow(), me.account.timeZone);
  return (
    <div className={classes.scroll}>
      <div className={classes.page}>
        <PageHead title={`${t("title")}: ${t("bot.title")}`} lead={t("bot.lead")} />
        {hasRole(me, "supervisor") ? (
          <>
            <PeriodForm
              period={period}
              show={(search) => void navigate({ to: "/reports/bot", search, replace: true })}
            />
            <Report period={period} />
          </>
        ) : (
          <Notice title={t("bot.forbidden")} />
        )}
      </div>
    </div>
  );
}
