import { FREE_SERVICE_MESSAGES, REGULAR } from "@balcao/core";
import type { CostReport } from "@balcao/api";
import { Link } from "@tanstack/react-router";
import type { ReactElement, ReactNode } from "react";
import { nameOf } from "../../conversations/names.ts";
import { useNames } from "../../conversations/use-names.ts";
import { useFormats } from "../../lib/format.ts";
import { useTranslation } from "../../lib/texts.ts";
import table from "../parts/table.module.css";
import classes from "./costs.module.css";
import { money } from "./money.ts";
import { Price } from "./price.tsx";
import { useCostWords } from "./use-words.ts";

function CostTable({ heads, children }: { heads: readonly string[]; children: ReactNode }): ReactElement {
  return (
    <table className={`${table.table} ${classes.figures}`}>
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

/** Each number by category and type, with what it has used of the free replies. */
export function Numbers({ report }: { report: CostReport }): ReactElement {
  const { t, i18n } = useTranslation("costs");
  const words = useCostWords();
  const shown = useFormats().number;
  const { numbers, currency } = report;
  return (
    <>
      {numbers.map((number) => (
        <section key={number.channelId} className={classes.block} aria-label={number.name}>
          <header>
            <h3>
              {number.name} · {money(number.micros, currency, i18n.language)}
            </h3>
            <progress
              className={classes.meter}
              aria-label={t("free.meter")}
              value={number.usedFree}
              max={FREE_SERVICE_MESSAGES}
            />
            <p className={classes.quiet}>
              {t("free.used", { used: shown(number.usedFree), free: shown(FREE_SERVICE_MESSAGES) })}
            </p>
          </header>
          <CostTable heads={[t("category"), t("type"), t("messages"), t("cost")]}>
            {number.lines.map((line) => (
              <tr key={`${line.category} ${line.type}`}>
                <th scope="row">{words.category(line.category)}</th>
                <td data-label={t("type")}>{words.type(line.type)}</td>
                <td data-label={t("messages")}>{shown(line.count)}</td>
                <td data-label={t("cost")}>
                  {line.type === REGULAR ? (
                    <Price amount={line} currency={currency} />
                  ) : (
                    <span className={classes.free}>{t("free.none")}</span>
                  )}
                </td>
              </tr>
            ))}
          </CostTable>
        </section>
      ))}
    </>
  );
}

export function Teams({ report }: { report: CostReport }): ReactElement {
  const { t } = useTranslation("costs");
  const names = useNames();
  const shown = useFormats().number;
  return (
    <section className={classes.block} aria-label={t("byTeam")}>
      <h3>{t("byTeam")}</h3>
      <CostTable heads={[t("team"), t("messages"), t("cost")]}>
        {report.teams.map((team) => (
          <tr key={team.teamId}>
            <th scope="row">{names.team(team.teamId)}</th>
            <td data-label={t("messages")}>{shown(team.count)}</td>
            <td data-label={t("cost")}>
              <Price amount={team} currency={report.currency} />
            </td>
          </tr>
        ))}
      </CostTable>
    </section>
  );
}

/** The dearest conversations of the month, each with the way there. */
export function Conversations({ report }: { report: CostReport }): ReactElement | null {
  const { t } = useTranslation(["costs", "desk"]);
  const shown = useFormats().number;
  const dear = report.conversations.filter(({ micros, unpriced }) => micros + unpriced > 0);
  if (dear.length === 0) return null;
  return (
    <section className={classes.block} aria-label={t("costs:byConversation")}>
      <h3>{t("costs:byConversation")}</h3>
      <CostTable heads={[t("costs:conversation"), t("costs:messages"), t("costs:cost")]}>
        {dear.map(({ conversationId, about, ...amount }) => (
          <tr key={conversationId}>
            <th scope="row">
              {about ? (
                <Link to="/conversations/$id" params={{ id: conversationId }}>
                  {nameOf(about.contact, t("desk:unknownContact"))} · #{about.protocol}
                </Link>
              ) : (
                t("costs:gone")
              )}
            </th>
            <td data-label={t("costs:messages")}>{shown(amount.count)}</td>
            <td data-label={t("costs:cost")}>
              <Price amount={amount} currency={report.currency} />
            </td>
          </tr>
        ))}
      </CostTable>
    </section>
  );
}
