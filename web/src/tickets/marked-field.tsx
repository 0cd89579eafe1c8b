import { Textarea } from "@mantine/core";
import { useLayoutEffect, useRef, type KeyboardEvent, type ReactElement, type RefObject } from "react";
import { MarkTools, pressOf, Preview } from "../conversations/composer/field-parts.tsx";
import { markOf, toggleMark, type Mark } from "../conversations/composer/marks.ts";
import { useTranslation } from "../lib/texts.ts";
import classes from "./marked-field.module.css";

type Props = {
  label: string;
  description?: string;
  value: string;
  change: (text: string) => void;
  longest: number;
  minRows: number;
  maxRows?: number;
  onKeyDown?: (event: KeyboardEvent) => void;
  ref?: RefObject<HTMLTextAreaElement | null>;
};

/** A text with WhatsApp's marks: buttons and keys put them around the selected words, and what comes of them stands below. */
export function MarkedField({ value, change, longest, onKeyDown, ref, ...field }: Props): ReactElement {
  const { t } = useTranslation("desk");
  const own = useRef<HTMLTextAreaElement>(null);
  const input = ref ?? own;
  const selection = useRef<[number, number] | null>(null);
  useLayoutEffect(() => {
    if (selection.current) input.current?.setSelectionRange(...selection.current);
    selection.current = null;
  }, [value, input]);
  const mark = (sign: Mark): void => {
    const element = input.current;
    if (!element) return;
    const { text, start, end } = toggleMark(
      { text: value, start: element.selectionStart, end: element.selectionEnd },
      sign,
    );
    if (text.length > longest) return;
    selection.current = [start, end];
    change(text);
  };
  return (
    <div className={classes.field}>
      <Textarea
        {...field}
        ref={input}
        autosize
        maxLength={longest}
        value={value}
        onChange={(event) => change(event.currentTarget.value)}
        onKeyDown={(event) => {
          const sign = markOf(pressOf(event));
          if (sign === null) return onKeyDown?.(event);
          event.preventDefault();
          mark(sign);
        }}
      />
      <div className={classes.tools}>
        <MarkTools mark={mark} />
      </div>
      <Preview text={value} label={t("composer.previewNote")} />
    </div>
  );
}
