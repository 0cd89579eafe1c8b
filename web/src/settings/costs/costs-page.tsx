import type { CostReport } from "@balcao/api";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useNavigate, useSearch, Link } from "@tanstack/react-router";
import { ChevronLeft, ChevronRight, Download, ReceiptText } from "lucide-react";
import type { ReactElement } from "react";
import { ErrorNotice, Notice } from "../../app/page-states.tsx";
import { urlOf } from "../../lib/api.ts";
import { useFormats } from "../../lib/format.ts";
import { hasRole, useSelf } from "../../lib/queries.ts";
import { useTranslation } from "../../lib/texts.ts";
import { Caution } from "../parts/caution.tsx";
import { Loading } from "../parts/loading.tsx";
import { CostsFrame } from "./costs-frame.tsx";
import classes from "./costs.module.css";
import { Conversations, Numbers, Teams } from "./cost-tables.tsx";
import { money, monthBy, monthName } from "./money.ts";
import { useCosts } from "./queries.ts";

const YEAR = 12;

function ExportLink({ label, ...of }: { month: string; months: number; label: string }): ReactElement {
  const { i18n } = useTranslation("costs");
  return (
    <Button
      component="a"
      variant="default"
      download
      href={urlOf("/api/costs/export", { ...of, locale: i18n.language })}
      leftSection={<Download size={16} aria-hidden />}
    >
      {label}
    </Button>
  );
}

function Months({ report }: { report: CostReport }): ReactElement {
  const { t, i18n } = useTranslation("costs");
  const navigate = useNavigate();
  const { month, thisMonth } = report;
  const go = (to: string): void =>
    void navigate({ to: "/settings/costs", search: to === thisMonth ? {} : { month: to } });
  const isLast = month >= thisMonth;
  return (
    <div className={classes.months}>
      <Button
        variant="subtle"
        size="compact-md"
        aria-label={t("before", { month: monthName(monthBy(month, -1), i18n.language) })}
        onClick={() => go(monthBy(month, -1))}
      >
        <ChevronLeft size={18} aria-hidden />
      </Button>
      <h2 aria-live="polite">{monthName(month, i18n.language)}</h2>
      <Button
        variant="subtle"
        size="compact-md"
        aria-label={t("after", { month: monthName(monthBy(month, 1), i18n.language) })}
        // a disabled one would drop the focus of whoever came here by it
        aria-disabled={isLast}
        data-disabled={isLast || undefined}
        onClick={() => {
          if (!isLast) go(monthBy(month, 1));
        }}
      >
        <ChevronRight size={18} aria-hidden />
      </Button>
      <span className={classes.files}>
        <ExportLink month={month} months={1} label={t("export.month")} />
        <ExportLink month={month} months={YEAR} label={t("export.year")} />
      </span>
    </div>
  );
}

function Budget({ report }: { report: CostReport }): ReactElement | null {
  const { t, i18n } = useTranslation("costs");
  const shown = useFormats().number;
  const { budget, micros, currency } = report;
  if (!budget) return null;
  const amount = money(budget.micros, currency, i18n.language);
  const percent = shown(Math.floor((micros * 100) / budget.micros));
  return (
    <>
      <progress
        className={classes.meter}
        data-level={budget.level}
        aria-label={t("budget.meter")}
        value={Math.min(micros, budget.micros)}
        max={budget.micros}
      />
      <p className={classes.quiet}>{t("budget.spent", { percent, amount })}</p>
    </>
  );
}

/** What whoever looks should know: a budget that is spent, messages without a price. */
function Cautions({ report, isNow }: { report: CostReport; isNow: boolean }): ReactElement {
  const { t, i18n } = useTranslation("costs");
  const shown = useFormats().number;
  const mayMend = hasRole(useSelf(), "administrator");
  const { budget, currency, unpriced, hasRates } = report;
  return (
    <div className={classes.cautions}>
      {isNow && budget && budget.level !== "within" && (
        <Caution>
          {t(`budget.${budget.level}`, { amount: money(budget.micros, currency, i18n.language) })}
        </Caution>
      )}
      {unpriced > 0 && (
        <Caution>
          {t(hasRates ? "unpriced" : "noRates", { count: unpriced, shown: shown(unpriced) })}{" "}
          {mayMend && <Link to="/settings/costs/rates">{t("toRates")}</Link>}
        </Caution>
      )}
    </div>
  );
}

function Report({ report }: { report: CostReport }): ReactElement {
  const { t, i18n } = useTranslation("costs");
  const shown = useFormats().number;
  const { count, micros, currency, month, thisMonth } = report;
  const isNow = month === thisMonth;
  return (
    <>
      <Months report={report} />
      <p className={classes.total}>
        <strong>{money(micros, currency, i18n.language)}</strong>
        <span className={classes.quiet}>{t("counted", { count, shown: shown(count) })}</span>
      </p>
      {isNow && <Budget report={report} />}
      <Cautions report={report} isNow={isNow} />
      {count === 0 ? (
        <Notice icon={<ReceiptText size={24} aria-hidden />} title={t("empty")}>
          {t("emptyText")}
        </Notice>
      ) : (
        <>
          <Numbers report={report} />
          <Teams report={report} />
          <Conversations report={report} />
        </>
      )}
    </>
  );
}

/** Configurações > Custos: what Meta counted in a month, and what that costs. */
export function CostsPage(): ReactElement {
  useTranslation(["costs", "desk"]);
  const { month } = useSearch({ from: "/desk/settings/costs" });
  const { data, error, refetch } = useCosts(month);
  return (
    <CostsFrame>
      {data ? (
        <Report report={data} />
      ) : error ? (
        <ErrorNotice error={error} retry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </CostsFrame>
  );
}
