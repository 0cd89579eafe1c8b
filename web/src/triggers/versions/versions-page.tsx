import type { BotView } from "@balcao/api";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { GitCompare, History, RotateCcw } from "lucide-react";
import { useState, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { ErrorNotice, Notice } from "../../app/page-states.tsx";
import { useFormats } from "../../lib/format.ts";
import { hasRole, useSelf } from "../../lib/queries.ts";
import { Loading } from "../../settings/parts/loading.tsx";
import { PageHead } from "../../settings/parts/page-head.tsx";
import table from "../../settings/parts/table.module.css";
import { useBot, useVersions } from "../queries.ts";
import { TriggersNav } from "../triggers-nav.tsx";
import { Comparison } from "./comparison.tsx";
import { RestoreDialog } from "./restore-dialog.tsx";
import classes from "./versions.module.css";

type Version = NonNullable<ReturnType<typeof useVersions>["data"]>[number];

type RowProps = { version: Version; isLive: boolean; restore: ((number: number) => void) | null };

function VersionRow({ version, isLive, restore }: RowProps): ReactElement {
  const { t } = useTranslation("triggers");
  const formats = useFormats();
  const { number, publishedAt, publishedBy, note, triggers } = version;
  const search = number > 1 ? { from: number - 1, to: number } : { from: number };
  return (
    <tr>
      <th scope="row">
        {t("versions.number", { number })}{" "}
        {isLive && <span className={classes.live}>{t("versions.current")}</span>}
      </th>
      <td>{formats.full(Date.parse(publishedAt))}</td>
      <td>{publishedBy ?? t("versions.unsigned")}</td>
      <td className={classes.note}>{note}</td>
      <td>{formats.number(triggers)}</td>
      <td>
        <div className={classes.acts}>
          <Link
            to="/settings/triggers/versions"
            search={search}
            aria-label={t("versions.compareLabel", { number })}
          >
            <GitCompare size={14} aria-hidden /> {t("versions.compare")}
          </Link>
          {restore && (
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<RotateCcw size={14} aria-hidden />}
              aria-label={t("versions.restoreLabel", { number })}
              onClick={() => restore(number)}
            >
              {t("versions.restore")}
            </Button>
          )}
        </div>
      </td>
    </tr>
  );
}

function Versions({ bot, versions }: { bot: BotView; versions: readonly Version[] }): ReactElement {
  const { t } = useTranslation("triggers");
  const navigate = useNavigate();
  const { from, to } = useSearch({ from: "/desk/settings/triggers/versions" });
  const mayRestore = hasRole(useSelf(), "administrator");
  const [restoring, setRestoring] = useState<number | null>(null);
  if (versions.length === 0)
    return (
      <Notice icon={<History size={26} aria-hidden />} title={t("versions.none")}>
        {t("versions.noneText")}
      </Notice>
    );
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a table wider than a phone is scrolled by keyboard too */}
      <div className={classes.scroll} tabIndex={0} role="region" aria-label={t("versions.title")}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{t("versions.title")}</th>
              <th scope="col">{t("versions.when")}</th>
              <th scope="col">{t("versions.by")}</th>
              <th scope="col">{t("versions.note")}</th>
              <th scope="col">{t("versions.triggers")}</th>
              <th scope="col">{t("versions.acts")}</th>
            </tr>
          </thead>
          <tbody>
            {versions.map((version) => (
              <VersionRow
                key={version.number}
                version={version}
                isLive={version.number === bot.published?.number}
                restore={mayRestore ? setRestoring : null}
              />
            ))}
          </tbody>
        </table>
      </div>
      <Comparison
        draft={bot.triggers}
        numbers={versions.map(({ number }) => number)}
        from={from ?? versions[0]?.number ?? 1}
        to={to ?? null}
        choose={(search) => void navigate({ to: "/settings/triggers/versions", search, replace: true })}
      />
      {restoring !== null && <RestoreDialog number={restoring} bot={bot} close={() => setRestoring(null)} />}
    </>
  );
}

/** Every publication of the bot: what was in it, what two of them tell apart, and the way back to one. */
export function VersionsPage(): ReactElement {
  const { t } = useTranslation("triggers");
  const bot = useBot();
  const versions = useVersions();
  const error = bot.error ?? versions.error;
  return (
    <div className={classes.page}>
      <PageHead title={t("versions.title")} lead={t("versions.lead")} />
      <TriggersNav />
      {bot.data && versions.data ? (
        <Versions bot={bot.data} versions={versions.data} />
      ) : error ? (
        <ErrorNotice
          error={error}
          retry={() => {
            void bot.refetch();
            void versions.refetch();
          }}
        />
      ) : (
        <Loading />
      )}
    </div>
  );
}
