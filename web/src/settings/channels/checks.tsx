import type { ChannelCheck, ChannelPart, CheckState } from "@balcao/api";
import { CircleCheck, CircleDashed, CircleHelp, CircleX, TriangleAlert, type LucideIcon } from "lucide-react";
import type { ReactElement, ReactNode } from "react";
import { useTranslation } from "../../lib/texts.ts";
import classes from "./checks.module.css";

const ICONS: Readonly<Record<CheckState, LucideIcon>> = {
  ok: CircleCheck,
  warn: TriangleAlert,
  fail: CircleX,
  wait: CircleDashed,
  unknown: CircleHelp,
};

/** How something stands, by sign and word: never by colour alone. */
export function StateMark({ state }: { state: CheckState }): ReactElement {
  const { t } = useTranslation("channels");
  const Icon = ICONS[state];
  return (
    <span className={classes.mark} data-state={state}>
      <Icon size={16} aria-hidden />
      {t(`states.${state}`)}
    </span>
  );
}

function CheckItem({ check, children }: { check: ChannelCheck; children: ReactNode }): ReactElement {
  const { name, state, sentence, repair, small } = check;
  return (
    <li className={classes.check} data-check={check.id} data-state={state}>
      <div className={classes.checkHead}>
        <h3>{name}</h3>
        <StateMark state={state} />
      </div>
      <p>{sentence}</p>
      {repair !== null && <p className={classes.repair}>{repair}</p>}
      {small !== null && <p className={classes.small}>{small}</p>}
      {children}
    </li>
  );
}

/** The checks of one part, each with what can be done about it here. */
export function CheckList({
  part,
  actOf,
}: {
  part: ChannelPart;
  actOf?: (check: ChannelCheck) => ReactNode;
}): ReactElement {
  return (
    <ul className={classes.checks} aria-label={part.name}>
      {part.checks.map((check) => (
        <CheckItem key={check.id} check={check}>
          {actOf?.(check)}
        </CheckItem>
      ))}
    </ul>
  );
}
