import type { BotView, Team, TriggerView } from "@balcao/api";
import { present, type Severity } from "@balcao/core";
import { Menu } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { ArrowRight, Clock, Ellipsis, GripVertical, MessageCircle, Star, TriangleAlert } from "lucide-react";
import { memo, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactElement } from "react";
import { FormattedLine } from "../conversations/thread/formatted-text.tsx";
import type { Step } from "./move.ts";
import { shortText, whenSentence, type Tongue } from "./sentences.ts";
import classes from "./trigger-row.module.css";

export type RowActs = {
  step: (id: string, step: Step) => void;
  dragStart: (event: PointerEvent<HTMLElement>, id: string) => void;
  toggle: (trigger: TriggerView, active: boolean) => void;
  remove: (trigger: TriggerView) => void;
  duplicate: (id: string) => void;
  edit: (id: string) => void;
};

type Props = {
  trigger: TriggerView;
  /** its place in the whole list, from 1 */
  place: number;
  isFirst: boolean;
  isLast: boolean;
  team: Team | undefined;
  change: BotView["changes"][number]["kind"] | null;
  /** the worst the verifier says of it, and how often; apart, so that the same again is no other row */
  severity: Severity | undefined;
  findings: number | undefined;
  /** null = may only look */
  acts: RowActs | null;
  drag: "self" | "before" | null;
  /** one for all rows: two hundred that each listen for another language are slow */
  tongue: Tongue;
};

const MARKS = { error: "verify.errors", warning: "verify.warnings", info: "verify.infos" } as const;
const FIRES = { on_message: MessageCircle, on_entry: Star, on_silence: Clock };

type PartProps = { trigger: TriggerView; acts: RowActs; t: Tongue["t"] };

function Handle({ trigger, place, acts, t }: PartProps & { place: number }): ReactElement {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    event.stopPropagation();
    acts.step(trigger.id, event.key === "ArrowUp" ? "up" : "down");
  };
  return (
    <button
      type="button"
      className={classes.handle}
      data-handle
      aria-label={t("list.handle", { description: trigger.description, position: place })}
      aria-describedby="trigger-handle-help"
      title={t("list.handleHelp")}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => acts.dragStart(event, trigger.id)}
    >
      <GripVertical size={16} aria-hidden />
    </button>
  );
}

/** The menu is made when it is opened: a hundred rows that wait with one each are slow to come. */
function RowMenu({
  trigger,
  acts,
  isFirst,
  isLast,
  t,
}: PartProps & Pick<Props, "isFirst" | "isLast">): ReactElement {
  const { id, description } = trigger;
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className={classes.more}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-label={t("list.menu", { description })}
        onClick={() => setOpen(!isOpen)}
      >
        <Ellipsis size={18} aria-hidden />
      </button>
      {isOpen && (
        <Menu
          opened
          onClose={close}
          position="bottom-end"
          shadow="md"
          withinPortal={false}
          width={210}
          returnFocus={false}
        >
          <Menu.Target>
            <span className={classes.anchor} aria-hidden />
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => acts.edit(id)}>{t("list.menuEdit")}</Menu.Item>
            <Menu.Item onClick={() => acts.duplicate(id)}>{t("list.duplicate")}</Menu.Item>
            <Menu.Divider />
            <Menu.Item disabled={isFirst} onClick={() => acts.step(id, "up")}>
              {t("list.up")}
            </Menu.Item>
            <Menu.Item disabled={isLast} onClick={() => acts.step(id, "down")}>
              {t("list.down")}
            </Menu.Item>
            <Menu.Item disabled={isFirst} onClick={() => acts.step(id, "first")}>
              {t("list.first")}
            </Menu.Item>
            <Menu.Item disabled={isLast} onClick={() => acts.step(id, "last")}>
              {t("list.last")}
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item color="red" onClick={() => acts.remove(trigger)}>
              {t("list.delete")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  );
}

function ActionCell({ trigger, tongue }: { trigger: TriggerView; tongue: Tongue }): ReactElement {
  const { t, team } = tongue;
  const { action } = trigger;
  if (action.type === "hand_over")
    return (
      <p className={classes.withIcon}>
        <ArrowRight size={15} aria-hidden />
        <span>{t("list.handOver", { team: team(action.team) })}</span>
      </p>
    );
  const { presentation } = present(action.text, action.keywords, action.presentation, "");
  return (
    <>
      <p className={classes.text}>
        <FormattedLine text={shortText(action.text, t)} />
      </p>
      {action.keywords.length > 0 && (
        <ul className={classes.options} aria-label={t(`shown.${presentation}`)}>
          {action.keywords.map((keyword, index) => (
            <li key={index}>{presentation === "text" ? `${index + 1}. ${keyword}` : keyword}</li>
          ))}
        </ul>
      )}
      {action.template && (
        <p className={classes.behind}>{t("list.template", { template: action.template.name })}</p>
      )}
    </>
  );
}

function ActiveCell({ trigger, acts, t }: Omit<PartProps, "acts"> & { acts: RowActs | null }): ReactElement {
  if (!acts) return <span>{t(trigger.active ? "list.active" : "list.inactive")}</span>;
  return (
    <input
      type="checkbox"
      role="switch"
      className={classes.switch}
      checked={trigger.active}
      aria-checked={trigger.active}
      aria-label={t("list.activate", { description: trigger.description })}
      onChange={(event) => acts.toggle(trigger, event.currentTarget.checked)}
    />
  );
}

/** One trigger in the list: what it is called, when it speaks, what it does, how often it did. */
export const TriggerRow = memo(function TriggerRow(props: Props): ReactElement {
  const { trigger, place, isFirst, isLast, team, change, acts, drag, tongue } = props;
  const { severity, findings = 0 } = props;
  const { t, number } = tongue;
  const Icon = FIRES[trigger.fires];
  return (
    <li
      className={classes.row}
      data-trigger={trigger.id}
      data-off={!trigger.active || undefined}
      data-drag={drag ?? undefined}
    >
      <div className={classes.place}>
        {acts && <Handle trigger={trigger} place={place} acts={acts} t={t} />}
        <span>{place}</span>
      </div>
      <div className={classes.name}>
        <Link to="/settings/triggers/$id" params={{ id: trigger.id }} className={classes.link}>
          {trigger.description}
        </Link>
        <span className={classes.team}>
          <i style={team && { background: team.color }} aria-hidden />
          <span className="visually-hidden">{t("list.team")}: </span>
          {t(`team.${trigger.team.operator}`, { team: tongue.team(trigger.team.team) })}
        </span>
        {(change || !trigger.active || severity) && (
          <span className={classes.tags}>
            {severity && (
              <span data-tone={severity}>
                {severity !== "info" && <TriangleAlert size={12} aria-hidden />}{" "}
                {t(MARKS[severity], { count: findings })}
              </span>
            )}
            {change && <span data-tone="change">{t(`change.${change}`)}</span>}
            {!trigger.active && <span>{t("list.inactive")}</span>}
          </span>
        )}
      </div>
      <div className={classes.when}>
        <span className={classes.label}>{t("list.when")}</span>
        <p className={classes.withIcon}>
          <Icon size={15} aria-label={t(`fires.${trigger.fires}`)} />
          <span>{whenSentence(trigger, tongue)}</span>
        </p>
      </div>
      <div className={classes.action}>
        <span className={classes.label}>{t("list.action")}</span>
        <ActionCell trigger={trigger} tongue={tongue} />
      </div>
      <div className={classes.fired}>
        <span className={classes.label}>{t("list.fired")}</span>
        <span>{number(trigger.firedLast7Days)}</span>
      </div>
      <div className={classes.active}>
        <span className={classes.label}>{t("list.active")}</span>
        <ActiveCell trigger={trigger} acts={acts} t={t} />
      </div>
      {acts && (
        <div className={classes.menu}>
          <RowMenu trigger={trigger} acts={acts} isFirst={isFirst} isLast={isLast} t={t} />
        </div>
      )}
    </li>
  );
});
