import type { BotView, Team, TriggerView } from "@balcao/api";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Plus, Workflow } from "lucide-react";
import { useLayoutEffect, useMemo, useRef, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { ErrorNotice, Notice } from "../app/page-states.tsx";
import { ApiError, sentenceOf } from "../lib/api.ts";
import { useKeys } from "../lib/keys.ts";
import { hasRole, useSelf, useTeams } from "../lib/queries.ts";
import { toast } from "../lib/toast.ts";
import { Loading } from "../settings/parts/loading.tsx";
import { ReadOnlyNote } from "../settings/parts/form-frame.tsx";
import { PageHead } from "../settings/parts/page-head.tsx";
import { DeleteDialog } from "./delete-dialog.tsx";
import { ExampleLinks } from "./example-links.tsx";
import { stepTarget, type Step } from "./move.ts";
import { PublishBar } from "./publish-bar.tsx";
import { askBotAgain, botNow, fieldsOfView, guessTrigger, updateTrigger, useBot } from "./queries.ts";
import { filterTriggers } from "./search.ts";
import { TriggerRow, type RowActs } from "./trigger-row.tsx";
import { TriggerTools } from "./trigger-tools.tsx";
import classes from "./triggers-page.module.css";
import { useDrag } from "./use-drag.ts";
import { useTongue } from "./use-tongue.ts";
import { useOrder } from "./use-order.ts";

/** Switches a trigger on or off at once, and back when the server refuses. */
async function toggle({ id }: TriggerView, active: boolean): Promise<void> {
  const trigger = botNow()?.triggers.find((other) => other.id === id);
  if (!trigger) return;
  guessTrigger(id, { active });
  try {
    await updateTrigger(id, { ...fieldsOfView(trigger), active }, trigger.version);
  } catch (error) {
    const field = error instanceof ApiError ? error.problem?.fields?.[0]?.message : undefined;
    toast(field ?? sentenceOf(error), { tone: "error" });
    await askBotAgain();
  }
}

/** J and K, or the arrows, walk through the names of the triggers. */
function useListKeys(list: React.RefObject<HTMLElement | null>): void {
  const { t } = useTranslation("triggers");
  const walk = (by: 1 | -1): void => {
    const links = [...(list.current?.querySelectorAll<HTMLElement>("[data-trigger] a") ?? [])];
    const row = document.activeElement?.closest("[data-trigger]") ?? null;
    const at = links.findIndex((link) => row?.contains(link));
    links[
      at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + by, 0), links.length - 1)
    ]?.focus();
  };
  useKeys([
    { id: "trigger-next", keys: "j", label: t("keys.next"), group: "global", run: () => walk(1) },
    { id: "trigger-previous", keys: "k", label: t("keys.previous"), group: "global", run: () => walk(-1) },
  ]);
}

type ListProps = { bot: BotView; teams: readonly Team[]; isAdministrator: boolean };

function TriggerList({ bot, teams, isAdministrator }: ListProps): ReactElement {
  const { t } = useTranslation("triggers");
  const navigate = useNavigate();
  const filter = useSearch({ from: "/desk/settings/triggers" });
  const { ordered, move } = useOrder(bot.triggers);
  const [removing, setRemoving] = useState<TriggerView | null>(null);
  const [said, setSaid] = useState("");
  const tongue = useTongue();
  const list = useRef<HTMLOListElement>(null);
  const focusNext = useRef<string | null>(null);
  const shown = filterTriggers(ordered, filter);
  const all = ordered.map(({ id }) => id);
  const places = new Map(all.map((id, index) => [id, index + 1]));
  const teamsById = useMemo(() => new Map(teams.map((team) => [team.id, team])), [teams]);
  const changes = useMemo(
    () => new Map(bot.changes.map(({ triggerId, kind }) => [triggerId, kind])),
    [bot.changes],
  );
  useListKeys(list);
  useLayoutEffect(() => {
    // a row that changed its place lost the focus of its handle on the way
    if (focusNext.current === null) return;
    list.current?.querySelector<HTMLElement>(`[data-trigger="${focusNext.current}"] [data-handle]`)?.focus();
    focusNext.current = null;
  });

  const moveAndSay = (id: string, before: string | null): void => {
    focusNext.current = id;
    move(id, before);
    const rest = all.filter((other) => other !== id);
    const position = before === null ? all.length : rest.indexOf(before) + 1;
    const description = ordered.find((trigger) => trigger.id === id)?.description ?? "";
    setSaid(t("list.moved", { description, position, count: all.length }));
  };
  // back to the row; when it is gone, to the one that took its place
  const leaveDialog = (id: string): void => {
    setRemoving(null);
    const next = shown[shown.findIndex((trigger) => trigger.id === id) + 1] ?? shown.at(-2);
    setTimeout(() => (linkOf(id) ?? (next && linkOf(next.id)))?.focus());
  };
  const linkOf = (id: string): HTMLElement | null =>
    list.current?.querySelector<HTMLElement>(`[data-trigger="${id}"] a`) ?? null;
  const { drag, start } = useDrag(list, moveAndSay, (id) => all[all.indexOf(id) + 1] ?? null);
  const now = useRef({ moveAndSay, all, shown });
  now.current = { moveAndSay, all, shown };
  const acts = useMemo<RowActs>(
    () => ({
      step: (id: string, step: Step) => {
        const { all: ids, shown: rows, moveAndSay: go } = now.current;
        const before = stepTarget(
          ids,
          rows.map((row) => row.id),
          id,
          step,
        );
        if (before !== undefined) go(id, before);
      },
      dragStart: start,
      toggle: (trigger, active) => void toggle(trigger, active),
      remove: setRemoving,
      duplicate: (copy) => void navigate({ to: "/settings/triggers/new", search: { copy } }),
      edit: (id) => void navigate({ to: "/settings/triggers/$id", params: { id } }),
    }),
    [navigate, start],
  );
  return (
    <>
      <TriggerTools teams={teams} shown={shown.length} />
      <p className="visually-hidden" role="status">
        {said}
      </p>
      <span id="trigger-handle-help" hidden>
        {t("list.handleHelp")}
      </span>
      {shown.length === 0 ? (
        <Notice
          title={t("search.none")}
          action={
            <Link to="/settings/triggers" search={{}}>
              {t("search.clear")}
            </Link>
          }
        >
          {t("search.noneText")}
        </Notice>
      ) : (
        <div className={classes.table} data-changes={isAdministrator || undefined}>
          <div className={classes.heads} aria-hidden>
            <span />
            <span>{t("list.trigger")}</span>
            <span>{t("list.when")}</span>
            <span>{t("list.action")}</span>
            <span>{t("list.fired")}</span>
            <span>{t("list.active")}</span>
          </div>
          <ol ref={list} className={classes.list} aria-label={t("list.label")}>
            {shown.map((trigger) => (
              <TriggerRow
                key={trigger.id}
                trigger={trigger}
                tongue={tongue}
                place={places.get(trigger.id) ?? 0}
                isFirst={all[0] === trigger.id}
                isLast={all.at(-1) === trigger.id}
                team={teamsById.get(trigger.team.team)}
                change={changes.get(trigger.id) ?? null}
                acts={isAdministrator ? acts : null}
                drag={drag?.id === trigger.id ? "self" : drag?.before === trigger.id ? "before" : null}
              />
            ))}
          </ol>
        </div>
      )}
      <p className={classes.order}>{t("list.orderHelp")}</p>
      {removing && (
        <DeleteDialog trigger={removing} close={() => leaveDialog(removing.id)} onDeleted={() => undefined} />
      )}
    </>
  );
}

function EmptyBot({ isAdministrator }: { isAdministrator: boolean }): ReactElement {
  const { t } = useTranslation("triggers");
  return (
    <div className={classes.empty}>
      <Notice icon={<Workflow size={26} aria-hidden />} title={t("empty.title")}>
        {t(isAdministrator ? "empty.text" : "empty.readOnly")}
      </Notice>
      {isAdministrator && <ExampleLinks chosen={null} />}
    </div>
  );
}

/** Configurações > Gatilhos Conversas: the draft in its order, what is published, and the way to each trigger. */
export function TriggersPage(): ReactElement {
  const { t } = useTranslation("triggers");
  const navigate = useNavigate();
  const isAdministrator = hasRole(useSelf(), "administrator");
  const { data: bot, error, refetch } = useBot();
  const { data: teams } = useTeams();
  useKeys([
    {
      id: "new-trigger",
      keys: "n",
      label: t("keys.new"),
      group: "global",
      palette: true,
      enabled: isAdministrator,
      run: () => void navigate({ to: "/settings/triggers/new" }),
    },
  ]);
  return (
    <div className={classes.page}>
      <PageHead title={t("title")} lead={t("lead")}>
        {isAdministrator && (
          <Button component={Link} to="/settings/triggers/new" leftSection={<Plus size={16} aria-hidden />}>
            {t("new")}
          </Button>
        )}
      </PageHead>
      {!isAdministrator && <ReadOnlyNote />}
      {bot && teams ? (
        <>
          <PublishBar bot={bot} mayPublish={isAdministrator} />
          {bot.triggers.length === 0 ? (
            <EmptyBot isAdministrator={isAdministrator} />
          ) : (
            <TriggerList bot={bot} teams={teams} isAdministrator={isAdministrator} />
          )}
        </>
      ) : error ? (
        <ErrorNotice error={error} retry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </div>
  );
}
