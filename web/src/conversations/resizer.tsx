import type { KeyboardEvent, PointerEvent, ReactElement } from "react";
import classes from "./resizer.module.css";

const STEP = 24;

type Props = {
  label: string;
  value: number;
  min: number;
  max: number;
  /** which side of the handle grows when it moves right */ grows: "left" | "right";
  change: (value: number) => void;
};

/** A handle between two panes: dragged, or moved with the arrow keys. */
export function Resizer({ label, value, min, max, grows, change }: Props): ReactElement {
  const sign = grows === "left" ? 1 : -1;
  const clamp = (next: number): number => Math.round(Math.min(max, Math.max(min, next)));
  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    const start = event.clientX;
    const element = event.currentTarget;
    element.setPointerCapture(event.pointerId);
    element.dataset["dragging"] = "true";
    // a page within the page would take the pointer
    document.body.dataset["dragging"] = "true";
    const move = (moved: globalThis.PointerEvent): void =>
      change(clamp(value + sign * (moved.clientX - start)));
    const stop = (): void => {
      delete element.dataset["dragging"];
      delete document.body.dataset["dragging"];
      element.removeEventListener("pointermove", move);
    };
    element.addEventListener("pointermove", move);
    element.addEventListener("lostpointercapture", stop, { once: true });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = event.key === "ArrowRight" ? STEP : event.key === "ArrowLeft" ? -STEP : 0;
    if (by === 0) return;
    event.preventDefault();
    change(clamp(value + sign * by));
  };
  return (
    <div
      className={classes.handle}
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
    />
  );
}
