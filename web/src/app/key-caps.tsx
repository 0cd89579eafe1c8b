import { Fragment, type ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import classes from "./key-caps.module.css";

const isMac = typeof navigator !== "undefined" && /Mac|iP(hone|ad)/u.test(navigator.userAgent);
const NAMES: Record<string, string> = {
  $mod: isMac ? "⌘" : "Ctrl",
  Escape: "Esc",
  ArrowDown: "↓",
  ArrowUp: "↑",
  Space: isMac ? "␣" : "Space",
};

/** "$mod+Shift+x" as caps to read: Ctrl Shift X. A sequence is joined by "depois". */
export function KeyCaps({ keys }: { keys: string }): ReactElement {
  const { t } = useTranslation("common");
  return (
    <span className={classes.keys}>
      {keys.split(" ").map((press, index) => (
        <Fragment key={press}>
          {index > 0 && <span className={classes.then}>{t("keys.then")}</span>}
          {press
            .replace("[Shift]+", "")
            .split(/(?<=.)\+/u)
            .map((key) => (
              <kbd key={key}>{NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key)}</kbd>
            ))}
        </Fragment>
      ))}
    </span>
  );
}
