import type { ChannelHealth } from "@balcao/api";
import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { explanationOf } from "../../conversations/thread/failure-texts.ts";
import { api } from "../../lib/api.ts";
import { useFormats } from "../../lib/format.ts";
import { keys } from "../../lib/queries.ts";
import { useTranslation } from "../../lib/texts.ts";
import { Section } from "../parts/page-head.tsx";
import classes from "./checks.module.css";
import { StateMark } from "./checks.tsx";
import { kindOf } from "./values.ts";

/** Whom the company wrote to outside their windows, of how many Meta allows. */
function Portfolio({
  portfolio: { used, most, isUnlimited, freeAt },
}: Pick<ChannelHealth, "portfolio">): ReactElement {
  const { t } = useTranslation("channels");
  const formats = useFormats();
  if (isUnlimited) return <>{t("traffic.portfolioUnlimited")}</>;
  const isFull = most !== null && used >= most && freeAt !== null;
  return (
    <>
      {isFull && <StateMark state="warn" />}{" "}
      {most === null
        ? t("traffic.portfolioFree", { used: formats.number(used) })
        : t("traffic.portfolioOf", { used: formats.number(used), most: formats.number(most) })}
      . {isFull && t("traffic.portfolioFull", { time: formats.full(Date.parse(freeAt)) })}{" "}
      <small>{t("traffic.portfolioHelp")}</small>
    </>
  );
}

/** What became of the number's messages lately: failures by reason, what waits to go out, what waits to be handled. */
export function Traffic({
  id,
  lastWebhookAt,
}: {
  id: string;
  lastWebhookAt: string | null;
}): ReactElement | null {
  const { t } = useTranslation(["channels", "desk"]);
  const formats = useFormats();
  const { data } = useQuery({
    queryKey: [...keys.channels, "health", id],
    queryFn: () => api<ChannelHealth>(`/api/channels/${id}/health`),
    refetchOnMount: "always",
  });
  if (!data) return null;
  const { failures, waiting, behindSince, troubles, portfolio } = data;
  const moment = (time: string): string => formats.full(Date.parse(time));
  return (
    <Section title={t("channels:traffic.title")} lead={t("channels:traffic.lead")}>
      <dl className={classes.traffic}>
        {troubles.length > 0 && (
          <>
            <dt>{t("channels:traffic.troubles")}</dt>
            <dd>
              <ul>
                {troubles.map((trouble) => (
                  <li key={`${trouble.kind} ${trouble.cause}`}>
                    <StateMark state={trouble.severity === "critical" ? "fail" : "warn"} />{" "}
                    {t(`channels:troubles.${kindOf(trouble.kind)}`)}{" "}
                    {t("channels:traffic.since", { time: moment(trouble.since) })} {trouble.words}{" "}
                    <small>{trouble.cause}</small>
                  </li>
                ))}
              </ul>
            </dd>
          </>
        )}
        <dt>{t("channels:lastWebhook")}</dt>
        <dd>{lastWebhookAt === null ? t("channels:noWebhook") : moment(lastWebhookAt)}</dd>
        <dt>{t("channels:traffic.behind")}</dt>
        <dd>
          {behindSince === null
            ? t("channels:traffic.notBehind")
            : t("channels:traffic.behindSince", { time: moment(behindSince) })}
        </dd>
        <dt>{t("channels:traffic.waiting")}</dt>
        <dd>{t("channels:traffic.messages", { count: waiting })}</dd>
        <dt>{t("channels:traffic.portfolio")}</dt>
        <dd>
          <Portfolio portfolio={portfolio} />
        </dd>
        <dt>{t("channels:traffic.failures")}</dt>
        <dd>
          {failures.length === 0 ? (
            t("channels:traffic.noFailures")
          ) : (
            <ul>
              {failures.map(({ code, explanation, count }) => (
                <li key={`${code} ${explanation}`}>
                  {t("channels:traffic.messages", { count })}:{" "}
                  {t(`desk:failure.explanations.${explanationOf(explanation)}`)}{" "}
                  {code !== null && <small>{t("desk:failure.code", { code })}</small>}
                </li>
              ))}
            </ul>
          )}
        </dd>
      </dl>
    </Section>
  );
}
