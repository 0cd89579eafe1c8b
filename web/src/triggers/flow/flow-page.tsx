import { Button, Menu } from "@mantine/core";
import { Link, useSearch } from "@tanstack/react-router";
import { Download, Workflow } from "lucide-react";
import { useMemo, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { ErrorNotice, Notice } from "../../app/page-states.tsx";
import { useSelf } from "../../lib/queries.ts";
import { toast } from "../../lib/toast.ts";
import { Loading } from "../../settings/parts/loading.tsx";
import { PageHead } from "../../settings/parts/page-head.tsx";
import { download, fileName } from "../file/download.ts";
import { useBot } from "../queries.ts";
import { TriggersNav } from "../triggers-nav.tsx";
import { useTongue } from "../use-tongue.ts";
import { FlowCanvas } from "./flow-canvas.tsx";
import { FlowList } from "./flow-list.tsx";
import { flowSvg, paletteNow, pngOf } from "./flow-svg.ts";
import classes from "./flow.module.css";
import type { Layout } from "./layout.ts";
import { useFlow } from "./use-flow.ts";

const NO_PATH: readonly string[] = [];

/** Baixar: the drawing as it is, lit path included, as SVG or PNG. */
function Downloads({ layout, lit }: { layout: Layout; lit: ReadonlySet<string> }): ReactElement {
  const { t } = useTranslation("triggers");
  const { account } = useSelf();
  const title = `${t("flow.title")} ${account.name}`;
  const draw = (): string => flowSvg(layout, lit, paletteNow(), title);
  const saveSvg = (): void => download(new Blob([draw()], { type: "image/svg+xml" }), fileName(title, "svg"));
  const savePng = async (): Promise<void> => {
    try {
      download(await pngOf(draw(), layout.width, layout.height), fileName(title, "png"));
    } catch {
      toast(t("flow.pngFailed"), { tone: "error" });
    }
  };
  return (
    <Menu position="bottom-end" shadow="md" withinPortal={false}>
      <Menu.Target>
        <Button variant="default" leftSection={<Download size={16} aria-hidden />}>
          {t("flow.export")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={saveSvg}>{t("flow.exportSvg")}</Menu.Item>
        <Menu.Item onClick={() => void savePng()}>{t("flow.exportPng")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Views({ isList }: { isList: boolean }): ReactElement {
  const { t } = useTranslation("triggers");
  return (
    <nav className={classes.views} aria-label={t("flow.view")}>
      <Link
        to="/settings/triggers/flow"
        search={({ view: _view, ...rest }) => rest}
        aria-current={isList ? undefined : "true"}
      >
        {t("flow.drawing")}
      </Link>
      <Link
        to="/settings/triggers/flow"
        search={(search) => ({ ...search, view: "list" as const })}
        aria-current={isList ? "true" : undefined}
      >
        {t("flow.list")}
      </Link>
    </nav>
  );
}

function Legend(): ReactElement {
  const { t } = useTranslation("triggers");
  return (
    <ul className={classes.legend} aria-label={t("flow.legend")}>
      <li data-tone="reply">{t("flow.legendReply")}</li>
      <li data-tone="time">{t("flow.legendTime")}</li>
      <li data-tone="people">{t("flow.legendPeople")}</li>
    </ul>
  );
}

/** Fluxo: the bot as a drawing that nobody lays out by hand, and as a list of the same. */
export function FlowPage(): ReactElement {
  const { t } = useTranslation("triggers");
  const tongue = useTongue();
  const { lit: asked, view } = useSearch({ from: "/desk/settings/triggers/flow" });
  const path = useMemo(() => asked?.split(",") ?? NO_PATH, [asked]);
  const bot = useBot();
  const { layout, lit, error } = useFlow(bot.data, path, tongue);
  const isList = view === "list";
  const isEmpty = bot.data?.triggers.length === 0;
  return (
    <div className={classes.page}>
      <PageHead title={t("flow.title")} lead={t("flow.lead")}>
        {layout && !isEmpty && <Downloads layout={layout} lit={lit} />}
      </PageHead>
      <TriggersNav />
      {isEmpty ? (
        <Notice icon={<Workflow size={26} aria-hidden />} title={t("flow.empty")}>
          {t("flow.emptyText")}
        </Notice>
      ) : layout ? (
        <>
          <div className={classes.above}>
            <Views isList={isList} />
            {!isList && (
              <>
                <p id="flow-help">{t("flow.help")}</p>
                <Legend />
              </>
            )}
          </div>
          {isList ? (
            <FlowList layout={layout} lit={lit} tongue={tongue} />
          ) : (
            <FlowCanvas layout={layout} lit={lit} tongue={tongue} />
          )}
        </>
      ) : (bot.error ?? error) ? (
        <ErrorNotice error={bot.error ?? error} retry={() => void bot.refetch()} />
      ) : (
        <Loading />
      )}
    </div>
  );
}
