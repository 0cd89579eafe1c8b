import { Textarea, TextInput } from "@mantine/core";
import { Bold, Braces, Italic, Strikethrough } from "lucide-react";
import { useRef, type KeyboardEvent, type ReactElement } from "react";
import { markOf, toggleMark, type Mark } from "../../conversations/composer/marks.ts";
import { useTranslation } from "../../lib/texts.ts";
import classes from "./editor.module.css";

const MARKS = [
  { sign: "*", icon: Bold, name: "bold", keys: "Ctrl+B" },
  { sign: "_", icon: Italic, name: "italic", keys: "Ctrl+I" },
  { sign: "~", icon: Strikethrough, name: "strike", keys: "Ctrl+Shift+X" },
] as const;

type Field = HTMLTextAreaElement | HTMLInputElement;

/** Types into the field as a person would, so that Ctrl+Z takes it back. */
function typeInto(field: Field, text: string, start: number, end: number): void {
  field.focus();
  field.setSelectionRange(start, end);
  document.execCommand("insertText", false, text);
}

type Props = {
  label: string;
  path: string;
  value: string;
  longest: number;
  error: string | undefined;
  change: (text: string) => void;
  /** of several lines, with WhatsApp's marks */
  isBody?: boolean;
  /** of a few lines, without them */
  isShort?: boolean;
  /** the name of the variable that is put in next; null = this text takes none (any more) */
  nextVariable: string | null;
};

/** A text of a template: how long it may be, its marks, and a variable where the cursor stands. */
export function TemplateText(props: Props): ReactElement {
  const { label, path, value, longest, error, change, isBody = false, isShort = false, nextVariable } = props;
  const { t } = useTranslation(["templateEditor", "settings"]);
  const field = useRef<Field>(null);
  const mark = (sign: Mark): void => {
    const element = field.current;
    if (!element) return;
    const { value: text, selectionStart, selectionEnd } = element;
    const next = toggleMark({ text, start: selectionStart ?? 0, end: selectionEnd ?? 0 }, sign);
    typeInto(element, next.text, 0, text.length);
    element.setSelectionRange(next.start, next.end);
  };
  const insert = (): void => {
    const element = field.current;
    if (!element || nextVariable === null) return;
    const { selectionStart, selectionEnd } = element;
    typeInto(element, `{{${nextVariable}}}`, selectionStart ?? value.length, selectionEnd ?? value.length);
  };
  const onKeyDown = (event: KeyboardEvent<Field>): void => {
    const { key, shiftKey, ctrlKey, metaKey, altKey } = event;
    const { isComposing } = event.nativeEvent;
    const sign = isBody ? markOf({ key, shiftKey, ctrlKey, metaKey, altKey, isComposing }) : null;
    if (!sign) return;
    event.preventDefault();
    mark(sign);
  };
  const shared = { label, "data-path": path, value, error, autoComplete: "off", onKeyDown };
  const length = Array.from(value).length;
  return (
    <div className={classes.text}>
      {isBody || isShort ? (
        <Textarea
          {...shared}
          ref={field as React.RefObject<HTMLTextAreaElement>}
          required={isBody}
          autosize
          minRows={isBody ? 4 : 2}
          maxRows={16}
          onChange={(event) => change(event.currentTarget.value)}
        />
      ) : (
        <TextInput
          {...shared}
          ref={field as React.RefObject<HTMLInputElement>}
          onChange={(event) => change(event.currentTarget.value)}
        />
      )}
      <div className={classes.tools}>
        {isBody &&
          MARKS.map(({ sign, icon: Icon, name, keys }) => (
            <button
              key={sign}
              type="button"
              title={`${t(`settings:message.${name}`)} (${keys})`}
              aria-label={t(`settings:message.${name}`)}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => mark(sign)}
            >
              <Icon size={15} aria-hidden />
            </button>
          ))}
        {nextVariable !== null && (
          <button type="button" className={classes.variable} onClick={insert}>
            <Braces size={15} aria-hidden />
            {t("templateEditor:addVariable")}
            <span className="visually-hidden"> ({label})</span>
          </button>
        )}
        <span className={classes.count} data-over={length > longest || undefined}>
          {t("templateEditor:length", { length, longest })}
        </span>
      </div>
    </div>
  );
}
