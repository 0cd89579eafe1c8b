import type { Agent, ConversationRow, Label, Team } from "@balcao/api";
import { Bot } from "lucide-react";
import type { TFunction } from "i18next";
import {
  memo,
  useDeferredValue,
  useMemo,
  type CSSProperties,
  type MouseEvent,
  type ReactElement,
} from "react";
import { useTranslation } from "../../lib/texts.ts";
import { windowLevel } from "@balcao/core";
import { Avatar } from "../../app/avatar.tsx";
import { useNow } from "../../lib/clock.ts";
import { shortDuration, useFormats, type Formats } from "../../lib/format.ts";
import { draftInRow, useDrafts } from "../drafts.ts";
import { useKindLabel } from "../kinds.ts";
import { LabelChips } from "../marks/label-chips.tsx";
import { PriorityMark } from "../marks/priority-mark.tsx";
import { labelsOf } from "../marks/labels-of.ts";
import { aliasOf, nameOf } from "../names.ts";
import { FormattedLine } from "../thread/formatted-text.tsx";
import { Ticks } from "../ticks.tsx";
import { WindowChip } from "../window-chip.tsx";
import choice from "../chosen/choice-box.module.css";
import classes from "./conversation-row.module.css";

export const ROW_HEIGHT = 76;
const MOST_SHOWN = 9;

export type RowProps = {
  row: ConversationRow;
  index: number;
  top: number;
  isOpen: boolean;
  isFocusable: boolean;
  /** which colleagues type an answer, as a sentence */
  typing?: string | undefined;
  team: Team | undefined;
  agent: Agent | undefined;
  labelOf: ReadonlyMap<string, Label>;
  /** left out where nothing is chosen */
  isSelected?: boolean;
  isSelecting?: boolean;
  href: string;
  open: (id: string, index: number) => void;
  hover: (id: string) => void;
  /** by its box, or with Shift up to here */
  select?: (id: string, isRange: boolean) => void;
};

/** How long the customer has waited for a person, in milliseconds; null while nobody keeps them waiting. */
const waitOf = ({ waitingSince, owner, status }: ConversationRow, now: number): number | null =>
  waitingSince === null || owner === "bot" || status === "resolved" || status === "closed"
    ? null
    : Math.max(0, now - Date.parse(waitingSince));

/** What is scheduled, or was not sent; null = nothing. */
const scheduledText = (row: ConversationRow, t: TFunction<"desk">, formats: Formats): string | null =>
  row.hasUnsent
    ? t("row.unsent")
    : row.scheduledAt && t("row.scheduled", { at: formats.full(Date.parse(row.scheduledAt)) });

/** "Maria Souza, 2 não lidas, Suporte, janela fecha em 3 h, boleto não abre, 9:41": the row as a screen reader says it. */
function useRowLabel(
  { row, team, agent, labelOf }: RowProps,
  name: string,
  preview: string,
  draft: string | undefined,
): string {
  const { t } = useTranslation("desk");
  const formats = useFormats();
  const now = useNow();
  return useMemo(
    () => labelOfRow({ row, team, agent, labelOf }, { name, preview, draft }, now, t, formats),
    [row, team, agent, labelOf, name, preview, draft, now, t, formats],
  );
}

function labelOfRow(
  { row, team, agent, labelOf }: Pick<RowProps, "row" | "team" | "agent" | "labelOf">,
  { name, preview, draft }: { name: string; preview: string; draft: string | undefined },
  now: number,
  t: TFunction<"desk">,
  formats: Formats,
): string {
  const closes = row.windowClosesAt ? Date.parse(row.windowClosesAt) : null;
  const isOpen = windowLevel(closes, now) !== "closed";
  const wait = waitOf(row, now);
  const labels = labelsOf(row.labelIds, labelOf);
  return [
    name,
    aliasOf(row.contact),
    row.unread > 0 && t("unread", { count: row.unread }),
    row.priority > 0 && t("row.priority", { priority: t(`priority.${row.priority}`) }),
    row.status === "pending" && t("row.pending"),
    row.snoozedUntil && t("row.snoozed", { at: formats.full(Date.parse(row.snoozedUntil)) }),
    scheduledText(row, t, formats),
    row.owner === "bot" && t("row.bot"),
    team?.name,
    agent && t("row.agent", { name: agent.name }),
    labels.length > 0 && t("row.labels", { names: labels.map((label) => label.name).join(", ") }),
    wait !== null && t("row.waits", { time: shortDuration(wait) }),
    row.status === "closed"
      ? t("row.ended")
      : isOpen
        ? t("row.closesIn", { left: shortDuration((closes ?? 0) - now) })
        : t("window.closed"),
    draft ? t("row.draft", { text: draft }) : preview,
    row.lastMessage && formats.listTime(Date.parse(row.lastMessage.at), now),
  ]
    .filter(Boolean)
    .join(", ");
}

/** Chooses the conversation for an act on many; stands in the face's place. */
function SelectBox({
  row,
  isSelected = false,
  select,
  name,
}: Pick<CellProps, "row" | "isSelected" | "select" | "name">): ReactElement | null {
  const { t } = useTranslation("desk");
  if (!select) return null;
  return (
    <input
      type="checkbox"
      className={`${choice.box} ${classes.box}`}
      tabIndex={-1}
      checked={isSelected}
      aria-label={t("row.select", { name })}
      onChange={({ nativeEvent }) =>
        select(row.id, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)
      }
    />
  );
}

/** That something is scheduled, or was not sent at its moment. */
function ScheduledMark({ row }: { row: ConversationRow }): ReactElement | null {
  const { t } = useTranslation("desk");
  const text = scheduledText(row, t, useFormats());
  if (!text) return null;
  return <span className={classes.scheduled} data-unsent={row.hasUnsent || undefined} title={text} />;
}

/** Whose it is, its labels, and what time does to it. */
function Foot({
  row,
  team,
  agent,
  labelOf,
}: Pick<RowProps, "row" | "team" | "agent" | "labelOf">): ReactElement {
  const { t } = useTranslation("desk");
  const formats = useFormats();
  const wait = waitOf(row, useNow());
  return (
    <span className={classes.line}>
      <span className={classes.team} style={{ "--dot": team?.color } as CSSProperties}>
        {team?.name}
        {agent ? ` · ${agent.name}` : ""}
      </span>
      <LabelChips labels={labelsOf(row.labelIds, labelOf)} most={1} />
      {wait !== null && (
        <span className={classes.wait} title={t("row.waits", { time: shortDuration(wait) })}>
          {shortDuration(wait)}
        </span>
      )}
      <ScheduledMark row={row} />
      {row.status === "pending" && <span className={classes.pending}>{t("row.pending")}</span>}
      {row.snoozedUntil ? (
        <span className={classes.snoozed}>{formats.full(Date.parse(row.snoozedUntil))}</span>
      ) : row.status === "closed" || row.status === "resolved" ? (
        <span className={classes.ended}>{t(`conversationStatus.${row.status}`)}</span>
      ) : (
        <WindowChip closesAt={row.windowClosesAt} />
      )}
    </span>
  );
}

type CellProps = Omit<RowProps, "index" | "top" | "isOpen" | "isFocusable" | "isSelecting" | "hover"> & {
  name: string;
  preview: string;
  draft: string | undefined;
};

/** What a row says. Apart from its place: when one conversation moves up, all rows below it move, and say the same as before. */
const Cell = memo(function Cell(props: CellProps): ReactElement {
  const { row, name, preview, draft, typing, href, open, select } = props;
  const { t } = useTranslation("desk");
  const formats = useFormats();
  const now = useNow();
  const last = row.lastMessage;
  const alias = aliasOf(row.contact);
  const onClick = (event: MouseEvent<HTMLElement>): void => {
    if (event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    if (event.shiftKey && select) return select(row.id, true);
    const place = event.currentTarget.closest<HTMLElement>("[data-index]");
    open(row.id, Number(place?.dataset["index"]));
  };
  return (
    // oxlint-disable-next-line jsx-a11y/control-has-associated-label -- its content names it
    <div role="gridcell" className={classes.cell}>
      <a href={href} tabIndex={-1} className={classes.link} onClick={onClick}>
        <Avatar id={row.contact.id} name={row.contact.name ?? row.contact.profileName ?? ""} size={40}>
          {row.owner === "bot" && (
            <span className={classes.botMark}>
              <Bot size={12} />
            </span>
          )}
        </Avatar>
        <span className={classes.text}>
          <span className={classes.line}>
            <bdi className={classes.name}>
              {name}
              {alias && <bdi className={classes.alias}>~{alias}</bdi>}
            </bdi>
            {last && <span className={classes.time}>{formats.listTime(Date.parse(last.at), now)}</span>}
          </span>
          <span className={classes.line}>
            <span className={classes.preview} data-typing={typing ? true : undefined}>
              {typing ? (
                typing
              ) : draft ? (
                <>
                  <b className={classes.draft}>{t("row.draftMark")}</b> {draft}
                </>
              ) : (
                <>
                  {last?.direction === "out" && <Ticks status={last.status} />}
                  <FormattedLine text={preview} />
                </>
              )}
            </span>
            <PriorityMark priority={row.priority} />
            {row.unread > 0 && (
              <span className={classes.unread}>
                {row.unread > MOST_SHOWN ? `${MOST_SHOWN}+` : row.unread}
              </span>
            )}
          </span>
          <Foot {...props} />
        </span>
      </a>
      <SelectBox {...props} />
    </div>
  );
});

/** One conversation in the list: who, what was said last, whose it is, and how long it may be answered. */
export const ConversationRowView = memo(function ConversationRowView(props: RowProps): ReactElement {
  const { row, index, top, isOpen, isFocusable, isSelecting = false, hover, ...said } = props;
  const { t } = useTranslation("desk");
  const kindLabel = useKindLabel();
  const name = nameOf(row.contact, t("unknownContact"));
  const last = row.lastMessage;
  const preview = last ? last.preview || kindLabel(last.kind) : t("row.noMessages");
  // the letter in the field comes first
  const draft = useDeferredValue(useDrafts(({ texts }) => draftInRow(texts, row.id)));
  const label = useRowLabel(props, name, said.typing ?? preview, draft);
  const style: CSSProperties = { transform: `translateY(${top}px)` };
  return (
    <div
      role="row"
      className={classes.row}
      style={style}
      aria-rowindex={index + 1}
      aria-current={isOpen ? "true" : undefined}
      aria-selected={isSelecting ? (said.isSelected ?? false) : undefined}
      aria-label={label}
      data-index={index}
      data-id={row.id}
      data-selecting={isSelecting || undefined}
      data-unread={row.unread > 0 ? true : undefined}
      data-pending={row.status === "pending" ? true : undefined}
      tabIndex={isFocusable ? 0 : -1}
      onPointerEnter={() => hover(row.id)}
    >
      <Cell row={row} name={name} preview={preview} draft={draft} {...said} />
    </div>
  );
});
