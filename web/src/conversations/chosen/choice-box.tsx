import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { useChosen } from "./chosen.ts";
import classes from "./choice-box.module.css";

/** Left of a bubble: chooses its message; with Shift all from the last one chosen. */
export function ChoiceBox({
  id,
  message,
  isStop,
  choose,
}: {
  id: string;
  /** the message in words, for who does not see it */
  message: string;
  isStop: boolean;
  choose: (id: string, isRange: boolean) => void;
}): ReactElement {
  const { t } = useTranslation("desk");
  const isChosen = useChosen(({ ids }) => ids.has(id));
  return (
    <input
      type="checkbox"
      className={`${classes.box} ${classes.choice}`}
      title={t("chosen.choose")}
      checked={isChosen}
      tabIndex={isStop ? 0 : -1}
      aria-label={t("chosen.chooseThis", { message })}
      onChange={({ nativeEvent }) => choose(id, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)}
    />
  );
}
