import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import type { Tongue } from "../sentences.ts";
import type { Box } from "./drawing.ts";
import classes from "./flow.module.css";
import type { Layout } from "./layout.ts";
import { boxText, waysOf, type Way } from "./reading.ts";
import { readingOrder } from "./walk.ts";

const itemId = (id: string): string => `flow-item:${id}`;

function Ways({ title, ways }: { title: string; ways: readonly Way[] }): ReactElement | null {
  if (ways.length === 0) return null;
  return (
    <div className={classes.ways}>
      <h3>{title}</h3>
      <ul>
        {ways.map(({ box, why }) => (
          <li key={box.id}>
            <button type="button" onClick={() => document.getElementById(itemId(box.id))?.focus()}>
              {box.title}
            </button>{" "}
            <span>{why}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Item({ box, from, to, isLit, tongue }: ItemProps): ReactElement {
  const { t } = tongue;
  const text = boxText(box, tongue);
  return (
    <li id={itemId(box.id)} tabIndex={-1} className={classes.item} data-lit={isLit || undefined}>
      <h2>
        {box.triggerId === null ? (
          text
        ) : (
          <Link to="/settings/triggers/$id" params={{ id: box.triggerId }}>
            {text}
          </Link>
        )}
      </h2>
      <Ways title={t("flow.from")} ways={from} />
      <Ways title={t("flow.to")} ways={to} />
      {to.length === 0 && box.triggerId !== null && <p>{t("flow.nowhere")}</p>}
    </li>
  );
}

type ItemProps = { box: Box; from: readonly Way[]; to: readonly Way[]; isLit: boolean; tongue: Tongue };
type Props = { layout: Layout; lit: ReadonlySet<string>; tongue: Tongue };

/** The same boxes and lines as a list: nothing is told by place or colour alone. */
export function FlowList({ layout, lit, tongue }: Props): ReactElement {
  const ways = waysOf(layout);
  const ends = new Set(layout.lines.filter(({ id }) => lit.has(id)).flatMap(({ from, to }) => [from, to]));
  return (
    <ol className={classes.items} aria-label={tongue.t("flow.label")}>
      {readingOrder(layout.boxes).map((box) => (
        <Item
          key={box.id}
          box={box}
          from={ways.get(box.id)?.from ?? []}
          to={ways.get(box.id)?.to ?? []}
          isLit={ends.has(box.id)}
          tongue={tongue}
        />
      ))}
    </ol>
  );
}
