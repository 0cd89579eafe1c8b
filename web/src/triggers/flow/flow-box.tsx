import { Link } from "@tanstack/react-router";
import {
  Archive,
  ArrowRight,
  CircleX,
  Info,
  Menu,
  MessageSquare,
  Play,
  TriangleAlert,
  Users,
} from "lucide-react";
import type { ReactElement } from "react";
import type { Box } from "./drawing.ts";
import classes from "./flow.module.css";

const KINDS: Record<Box["kind"], typeof Info> = {
  start: Play,
  menu: Menu,
  message: MessageSquare,
  hand_over: ArrowRight,
  people: Users,
  closing: Archive,
};
const MARKS = { error: CircleX, warning: TriangleAlert, info: Info } as const;

export const boxId = (id: string): string => `flow:${id}`;

type Props = {
  box: Box;
  /** said after its name: what it is, what is found of it, where it comes from and leads to */
  rest: string;
  isLit: boolean;
  /** the one that Tab leads to */
  isCurrent: boolean;
};

function Inside({ box, rest }: { box: Box; rest: string }): ReactElement {
  const Kind = KINDS[box.kind];
  const Mark = box.mark && MARKS[box.mark.severity];
  return (
    <>
      <Kind size={15} aria-hidden />
      <span className={classes.text}>
        <span className={classes.title}>{box.title}</span>
        {box.triggerId !== null && (
          <>
            <span className="visually-hidden">, </span>
            <span className={classes.team}>{box.team}</span>
          </>
        )}
        <span className="visually-hidden">, {rest}</span>
      </span>
      {Mark && box.mark && (
        <span className={classes.mark} data-severity={box.mark.severity}>
          <Mark size={15} aria-hidden />
        </span>
      )}
    </>
  );
}

/** One box of the drawing; a trigger's leads to its form. */
export function FlowBox({ box, rest, isLit, isCurrent }: Props): ReactElement {
  const shared = {
    id: boxId(box.id),
    className: `nopan ${classes.box}`,
    "data-kind": box.kind,
    "data-lit": isLit || undefined,
    "data-alone": box.isAlone || undefined,
    "data-severity": box.mark?.severity,
    tabIndex: isCurrent ? 0 : -1,
    style: box.color ? { borderLeftColor: box.color } : undefined,
  };
  if (box.triggerId === null)
    return (
      <div role="img" aria-label={`${box.title}. ${rest}`} {...shared}>
        <Inside box={box} rest={rest} />
      </div>
    );
  return (
    <Link to="/settings/triggers/$id" params={{ id: box.triggerId }} draggable={false} {...shared}>
      <Inside box={box} rest={rest} />
    </Link>
  );
}
