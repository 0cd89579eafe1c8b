import {
  useEffect,
  useId,
  useState,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  type RefObject,
  type SyntheticEvent,
} from "react";
import { callAt, type Call } from "./call.ts";
import classes from "./suggestions.module.css";
import { typeOver } from "./typing.ts";

export type Suggestion = { id: string; label: string; detail?: string; mark?: ReactNode };

/** What one sign calls up in a message field: people for "@", quick replies for "/", emoji for ":". */
export type SuggestionSource = {
  /** one character; the list opens when it stands at the start or after a blank */
  trigger: string;
  /** letters after the sign before the list opens; 0 = the sign alone opens it */
  from: number;
  /** names the list */
  label: string;
  /** said when the list opens or changes: "5 pessoas" */
  count: (items: number) => string;
  /** best first, at most some dozens; none closes the list */
  items: (query: string) => readonly Suggestion[];
  /** shown when the sign alone finds nothing, because there is nothing at all yet */
  none?: ReactNode;
  /** what is typed in the place of sign and query. What else choosing does, it does here too */
  insert: (item: Suggestion) => string;
};

type FieldProps = {
  "aria-autocomplete": "list";
  "aria-haspopup": "listbox";
  "aria-controls": string | undefined;
  "aria-activedescendant": string | undefined;
  onSelect: (event: SyntheticEvent<HTMLTextAreaElement>) => void;
  onBlur: () => void;
};

export type Suggestions = {
  /** for the textarea, which keeps the focus throughout */
  fieldProps: FieldProps;
  /** to be asked first for every key; true = the list took it */
  onKeyDown: (event: KeyboardEvent<HTMLTextAreaElement>) => boolean;
  /** stands in the same positioned box as the field */
  popup: ReactElement;
};

const sameCall = (a: Call | null, b: Call): boolean => a?.trigger === b.trigger && a.start === b.start;

function Listbox({
  id,
  source,
  items,
  active,
  pick,
}: {
  id: string;
  source: SuggestionSource;
  items: readonly Suggestion[];
  active: number;
  pick: (item: Suggestion) => void;
}): ReactElement {
  useEffect(() => {
    document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: "nearest" });
  }, [id, active]);
  return (
    <div id={id} role="listbox" aria-label={source.label} className={classes.list}>
      {items.map((item, index) => (
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the field keeps the focus and the keys
        <div
          key={item.id}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          className={classes.option}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => pick(item)}
        >
          {item.mark}
          <span className={classes.label}>{item.label}</span>
          {item.detail && <span className={classes.detail}>{item.detail}</span>}
        </div>
      ))}
    </div>
  );
}

/**
 * A list over a message field, called up by signs typed into it. Arrows move, Enter and Tab choose, Esc closes until the sign is
 * typed anew. The focus stays in the field (WAI-ARIA: listbox with aria-activedescendant).
 */
export function useSuggestions(
  field: RefObject<HTMLTextAreaElement | null>,
  text: string,
  sources: readonly SuggestionSource[],
): Suggestions {
  const id = useId();
  /** null where nothing is called */
  const [caret, setCaret] = useState<number | null>(null);
  const [closed, setClosed] = useState<Call | null>(null);
  const [moved, setMoved] = useState({ call: "", index: 0 });
  const triggers = sources.map(({ trigger }) => trigger);
  const call = caret === null ? null : callAt(text, Math.min(caret, text.length), triggers);
  const source = call && sources.find(({ trigger }) => trigger === call.trigger);
  const isCalled = call && source && !sameCall(closed, call) && call.query.length >= source.from;
  const items = isCalled ? source.items(call.query) : [];
  const name = call ? `${call.trigger}${call.start}${call.query}` : "";
  const active = moved.call === name ? Math.min(moved.index, items.length - 1) : 0;
  const isOpen = items.length > 0;
  const isOver = closed !== null && (call === null || !sameCall(closed, call));
  useEffect(() => {
    // the sign that was waved off is gone: the next one opens the list again
    if (isOver) setClosed(null);
  }, [isOver]);

  const pick = (item: Suggestion): void => {
    const element = field.current;
    if (!element || !call || !source) return;
    typeOver(element, call.start, call.start + 1 + call.query.length, source.insert(item));
    setCaret(element.selectionStart);
  };
  const move = (by: number): void =>
    setMoved({ call: name, index: (active + by + items.length) % items.length });
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): boolean => {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
    if (!isOpen || !isPlain || event.nativeEvent.isComposing) return false;
    const item = items[active];
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if ((event.key === "Enter" || event.key === "Tab") && item) pick(item);
    else if (event.key === "Escape") setClosed(call);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };

  return {
    fieldProps: {
      "aria-autocomplete": "list",
      "aria-haspopup": "listbox",
      "aria-controls": isOpen ? id : undefined,
      "aria-activedescendant": isOpen ? `${id}-${active}` : undefined,
      // told at each letter: setting what is set already would have the field drawn a second time all the same
      onSelect: ({ currentTarget: { value, selectionStart, selectionEnd } }) => {
        const isCalling = selectionStart === selectionEnd && callAt(value, selectionStart, triggers) !== null;
        const next = isCalling ? selectionStart : null;
        if (next !== caret) setCaret(next);
      },
      onBlur: () => setCaret(null),
    },
    onKeyDown,
    popup: (
      <>
        {isOpen && source && <Listbox id={id} source={source} items={items} active={active} pick={pick} />}
        {isCalled && !isOpen && call.query === "" && source.none && (
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a press on its link leaves the field as it is
          <p className={classes.none} role="status" onMouseDown={(event) => event.preventDefault()}>
            {source.none}
          </p>
        )}
        <span role="status" className="visually-hidden">
          {isOpen && source ? source.count(items.length) : ""}
        </span>
      </>
    ),
  };
}
