import type { BotView, Team, TriggerView } from "@balcao/api";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Undo2, Redo2 } from "lucide-react";
import { useEffect, useLayoutEffect, useMemo, useRef, useState, type ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { Notice } from "../app/page-states.tsx";
import { useKeys } from "../lib/keys.ts";
import { changeTrigger, forgetActs, record, redo, undo, useActs } from "./acts.ts";
import { AnswersPanel } from "./answers-panel.tsx";
import { DeleteDialog } from "./delete-dialog.tsx";
import { moveBefore, stepTarget, type Step } from "./move.ts";
import { filterTriggers } from "./search.ts";
import type { Tongue } from "./sentences.ts";
import { TriggerRow, type RowActs } from "./trigger-row.tsx";
import { TriggerTools } from "./trigger-tools.tsx";
import classes from "./triggers-page.module.css";
import { useDrag } from "./use-drag.ts";
import { useOrder } from "./use-order.ts";
import type { Mark } from "./verify/findings.ts";

/** J and K, or the arrows, walk through the names of the triggers. */
function useListKeys(list: React.RefObject<HTMLElement | null>): void {
  const walk = (by: 1 | -1): void => {
    const links = [...(list.current?.querySelectorAll<HTMLElement>("[data-trigger] a") ?? [])];
    const row = document.activeElement?.closest("[data-trigger]") ?? null;
    const at = links.findIndex((link) => row?.contains(link));
    links[
      at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + by, 0), links.length - 1)
    ]?.focus();
  };
  useKeys([
    { id: "triggerNext", run: () => walk(1) },
    { id: "triggerPrevious", run: () => walk(-1) },
  ]);
}

/** Switches a trigger on or off at once, and back when the server refuses. */
function toggle({ id, description }: TriggerView, active: boolean, t: Tongue["t"]): void {
  void changeTrigger(id, { active }, t(active ? "undo.activated" : "undo.deactivated", { description }));
}

/** Desfazer and Refazer of what one did on the list, also by key; in a text field the key stays the browser's. */
function UndoButtons(): ReactElement {
  const { t } = useTranslation("triggers");
  const { done, undone } = useActs();
  useEffect(() => forgetActs, []);
  useKeys([
    { id: "undo", outsideFields: true, run: () => void undo() },
    { id: "redo", outsideFields: true, run: () => void redo() },
  ]);
  if (done.length + undone.length === 0) return <></>;
  return (
    <div className={classes.undo}>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<Undo2 size={14} aria-hidden />}
        disabled={done.length === 0}
        onClick={() => void undo()}
      >
        {t("undo.undoKey")}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<Redo2 size={14} aria-hidden />}
        disabled={undone.length === 0}
        onClick={() => void redo()}
      >
        {t("undo.redoKey")}
      </Button>
    </div>
  );
}

function Heads(): ReactElement {
  const { t } = useTranslation("triggers");
  return (
    <div className={classes.heads} aria-hidden>
      <span />
      <span>{t("list.trigger")}</span>
      <span>{t("list.when")}</span>
      <span>{t("list.action")}</span>
      <span>{t("list.fired")}</span>
      <span>{t("list.active")}</span>
    </div>
  );
}

function NothingFound(): ReactElement {
  const { t } = useTranslation("triggers");
  return (
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
  );
}

type Props = {
  bot: BotView;
  teams: readonly Team[];
  marks: ReadonlyMap<string, Mark>;
  tongue: Tongue;
  isAdministrator: boolean;
};

/** The draft in its order. */
export function TriggerList({ bot, teams, marks, tongue, isAdministrator }: Props): ReactElement {
  const { t } = useTranslation("triggers");
  const navigate = useNavigate();
  const filter = useSearch({ from: "/desk/settings/triggers" });
  const { ordered, arrange } = useOrder(bot.triggers);
  const [removing, setRemoving] = useState<TriggerView | null>(null);
  const [said, setSaid] = useState("");
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
    const ids = moveBefore(all, id, before);
    const position = ids.indexOf(id) + 1;
    const description = ordered.find((trigger) => trigger.id === id)?.description ?? "";
    const put = (order: readonly string[], expected: readonly string[]) => (): Promise<boolean> =>
      Promise.resolve(arrange(order, expected));
    arrange(ids, all);
    record({ label: t("undo.moved", { description }), undo: put(all, ids), redo: put(ids, all) });
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
      toggle: (trigger, active) => toggle(trigger, active, t),
      remove: setRemoving,
      duplicate: (copy) => void navigate({ to: "/settings/triggers/new", search: { copy } }),
      edit: (id) => void navigate({ to: "/settings/triggers/$id", params: { id } }),
    }),
    [navigate, start, t],
  );
  return (
    <>
      <TriggerTools teams={teams} shown={shown.length} />
      {filter.q && (
        <AnswersPanel
          query={filter.q}
          triggers={ordered}
          teams={teams}
          tongue={tongue}
          mayCreate={isAdministrator}
        />
      )}
      {isAdministrator && <UndoButtons />}
      <p className="visually-hidden" role="status">
        {said}
      </p>
      <span id="trigger-handle-help" hidden>
        {t("list.handleHelp")}
      </span>
      {shown.length === 0 ? (
        <NothingFound />
      ) : (
        <div className={classes.table} data-changes={isAdministrator || undefined}>
          <Heads />
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
                severity={marks.get(trigger.id)?.severity}
                findings={marks.get(trigger.id)?.count}
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
