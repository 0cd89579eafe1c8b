import type { BotView, Team } from "@balcao/api";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { Link } from "@tanstack/react-router";
import { Plus, Workflow } from "lucide-react";
import { useMemo, type ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { ErrorNotice, Notice } from "../app/page-states.tsx";
import { hasRole, useSelf, useTeams } from "../lib/queries.ts";
import { ReadOnlyNote } from "../settings/parts/form-frame.tsx";
import { Loading } from "../settings/parts/loading.tsx";
import { PageHead } from "../settings/parts/page-head.tsx";
import { ExampleLinks } from "./example-links.tsx";
import { BotExamples } from "./file/bot-examples.tsx";
import { FileMenu } from "./file/file-menu.tsx";
import { PublishBar } from "./publish-bar.tsx";
import { useBot } from "./queries.ts";
import { TriggerList } from "./trigger-list.tsx";
import { TriggersNav } from "./triggers-nav.tsx";
import classes from "./triggers-page.module.css";
import { useNewKey } from "./use-new-key.ts";
import { useTongue } from "./use-tongue.ts";
import { AlarmBar } from "./verify/alarm-bar.tsx";
import { marksOf } from "./verify/findings.ts";
import { FindingsPanel } from "./verify/findings-panel.tsx";
import { useFindings } from "./verify/use-findings.ts";

function EmptyBot({ isAdministrator }: { isAdministrator: boolean }): ReactElement {
  const { t } = useTranslation("triggers");
  return (
    <div className={classes.empty}>
      <Notice icon={<Workflow size={26} aria-hidden />} title={t("empty.title")}>
        {t(isAdministrator ? "empty.text" : "empty.readOnly")}
      </Notice>
      {isAdministrator && (
        <>
          <BotExamples />
          <ExampleLinks chosen={null} />
        </>
      )}
    </div>
  );
}

type Props = { bot: BotView; teams: readonly Team[]; isAdministrator: boolean };

/** What is published, what the verifier says of the draft, and the draft itself. */
function Draft({ bot, teams, isAdministrator }: Props): ReactElement {
  const tongue = useTongue();
  const verdict = useFindings(bot.triggers);
  const marks = useMemo(() => marksOf(verdict.findings ?? []), [verdict.findings]);
  const triggers = useMemo(
    () => new Map(bot.triggers.map((trigger) => [trigger.id, trigger])),
    [bot.triggers],
  );
  const checked = { verdict, triggers, tongue };
  return (
    <>
      <AlarmBar alarms={bot.alarms} triggers={triggers} tongue={tongue} />
      <PublishBar bot={bot} mayPublish={isAdministrator} {...checked} />
      {bot.triggers.length === 0 ? (
        <EmptyBot isAdministrator={isAdministrator} />
      ) : (
        <>
          <FindingsPanel mayRepair={isAdministrator} {...checked} />
          <TriggerList
            bot={bot}
            teams={teams}
            marks={marks}
            tongue={tongue}
            isAdministrator={isAdministrator}
          />
        </>
      )}
    </>
  );
}

/** Configurações > Gatilhos Conversas: the draft in its order, what is published, and the way to each trigger. */
export function TriggersPage(): ReactElement {
  const { t } = useTranslation("triggers");
  const isAdministrator = hasRole(useSelf(), "administrator");
  const { data: bot, error, refetch } = useBot();
  const { data: teams } = useTeams();
  useNewKey();
  return (
    <div className={classes.page}>
      <PageHead title={t("title")} lead={t("lead")}>
        {isAdministrator && (
          <>
            <FileMenu isEmpty={bot?.triggers.length === 0} />
            <Button component={Link} to="/settings/triggers/new" leftSection={<Plus size={16} aria-hidden />}>
              {t("new")}
            </Button>
          </>
        )}
      </PageHead>
      <TriggersNav />
      {!isAdministrator && <ReadOnlyNote />}
      {bot && teams ? (
        <Draft bot={bot} teams={teams} isAdministrator={isAdministrator} />
      ) : error ? (
        <ErrorNotice error={error} retry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </div>
  );
}
