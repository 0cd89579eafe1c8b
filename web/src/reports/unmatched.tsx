import type { BotReport } from "@balcao/api";
import { Link } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { useNames } from "../conversations/use-names.ts";
import { useFormats } from "../lib/format.ts";
import { hasRole, useSelf } from "../lib/queries.ts";
import type { NewTriggerSearch } from "../triggers/routes.ts";
import classes from "./reports.module.css";

type Text = BotReport["unmatched"][number];

function Row({ entry, mayCreate }: { entry: Text; mayCreate: boolean }): ReactElement {
  const { t } = useTranslation("reports");
  const names = useNames();
  const formats = useFormats();
  const { text, count, teamId, lastAt } = entry;
  const search: NewTriggerSearch = teamId === null ? { reply: text } : { reply: text, team: teamId };
  return (
    <tr>
      <th scope="row" dir="auto">
        {text}
      </th>
      <td data-label={t("bot.count")}>{t("bot.times", { count })}</td>
      <td data-label={t("bot.team")}>{teamId === null ? t("bot.noTeam") : names.team(teamId)}</td>
      <td data-label={t("bot.last")}>{formats.full(Date.parse(lastAt))}</td>
      {mayCreate && (
        <td>
          <Link
            to="/settings/triggers/new"
            search={search}
            className={classes.create}
            aria-label={t("bot.createNamed", { text })}
          >
            <Plus size={15} aria-hidden /> {t("bot.create")}
          </Link>
        </td>
      )}
    </tr>
  );
}

/** What customers wrote and no trigger answered; each leads to a new trigger that expects it. */
export function Unmatched({ texts }: { texts: readonly Text[] }): ReactElement {
  const { t } = useTranslation("reports");
  const mayCreate = hasRole(useSelf(), "administrator");
  return (
    <section aria-label={t("bot.unmatched")}>
      <h2>{t("bot.unmatched")}</h2>
      <p className={classes.faint}>{t("bot.unmatchedLead")}</p>
      {texts.length === 0 ? (
        <p className={classes.nothing}>{t("bot.unmatchedNone")}</p>
      ) : (
        <table className={classes.texts}>
          <thead>
            <tr>
              <th scope="col">{t("bot.text")}</th>
              <th scope="col">{t("bot.count")}</th>
              <th scope="col">{t("bot.team")}</th>
              <th scope="col">{t("bot.last")}</th>
              {mayCreate && <th scope="col">{t("bot.act")}</th>}
            </tr>
          </thead>
          <tbody>
            {texts.map((entry) => (
              <Row key={`${entry.teamId} ${entry.text}`} entry={entry} mayCreate={mayCreate} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
