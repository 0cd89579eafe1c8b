import { windowLevel } from "@balcao/core";
import { useEffect, useRef, useState, type ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { useNow } from "../lib/clock.ts";
import { shortDuration } from "../lib/format.ts";
import classes from "./window-chip.module.css";

const at = (closesAt: string | null): number | null => (closesAt === null ? null : Date.parse(closesAt));

/** How long the 24-hour window stays open, ticking by itself. Colour only underlines what the words say. */
export function WindowChip({
  closesAt,
  long = false,
}: {
  closesAt: string | null;
  long?: boolean;
}): ReactElement {
  const { t } = useTranslation("desk");
  const now = useNow();
  const level = windowLevel(at(closesAt), now);
  const left = level === "closed" ? null : shortDuration(Date.parse(closesAt ?? "") - now);
  if (left === null)
    return (
      <span className={classes.chip} data-level={level} title={t("window.closedHint", { left: "" })}>
        {t(long ? "window.closed" : "window.closedShort")}
      </span>
    );
  return (
    <time
      className={classes.chip}
      data-level={level}
      dateTime={closesAt ?? undefined}
      title={t("window.openHint", { left })}
    >
      {long ? t("window.left", { left }) : left}
    </time>
  );
}

/** Says once, to screen readers, that the open conversation's window is nearing its end or closed. */
export function WindowSpeaker({ closesAt }: { closesAt: string | null }): ReactElement {
  const { t } = useTranslation("desk");
  const level = windowLevel(at(closesAt), useNow());
  const before = useRef(level);
  const [text, setText] = useState("");
  useEffect(() => {
    if (before.current !== level && level !== "ok") setText(t(`window.spoken.${level}`));
    before.current = level;
  }, [level, t]);
  return (
    <span className="visually-hidden" aria-live="polite">
      {text}
    </span>
  );
}
