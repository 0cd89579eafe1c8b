import { fold } from "@balcao/core";
import { TextInput } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { Search } from "lucide-react";
import { useId, useState, type KeyboardEvent, type ReactElement, type ReactNode } from "react";
import classes from "./check-list.module.css";

export type CheckItem = { id: string; label: string; facts: string; mark: ReactNode; isOff?: boolean };

type Props = {
  label: string;
  /** said under the label, e.g. how many are chosen */
  help: string;
  searchLabel: string;
  nothing: string;
  items: readonly CheckItem[];
  chosen: readonly string[];
  choose: (ids: string[]) => void;
  path: string;
  /** who narrows the items down instead, when there are more than stand here */
  search?: (query: string) => void;
};

/** A search this short a list does not need. */
const SEARCH_FROM = 8;

/**
 * Any number out of many: letters narrow the list down, Enter in the field takes the first, arrows move. What was chosen
 * at the beginning stands first and does not jump while one ticks.
 */
export function CheckList({
  label,
  help,
  searchLabel,
  nothing,
  items,
  chosen,
  choose,
  path,
  search,
}: Props): ReactElement {
  const [query, setQuery] = useState("");
  const [first] = useState(() => new Set(chosen));
  const helpId = useId();
  const wanted = fold(query);
  const type = (text: string): void => {
    setQuery(text);
    search?.(text.trim());
  };
  const shown = items
    .filter(({ label: text, facts }) => search !== undefined || fold(`${text} ${facts}`).includes(wanted))
    .sort((a, b) => Number(first.has(b.id)) - Number(first.has(a.id)));
  const toggle = (id: string): void =>
    choose(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);
  const move = (event: KeyboardEvent<HTMLElement>, step: 1 | -1): void => {
    const boxes = [...event.currentTarget.querySelectorAll<HTMLInputElement>("input")];
    const next = boxes[boxes.indexOf(event.target as HTMLInputElement) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const [top] = shown;
    if (event.key === "ArrowDown") move(event, 1);
    else if (event.key === "ArrowUp") move(event, -1);
    else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      // Enter in a list of boxes must not save the form
      event.preventDefault();
      if (query && top && event.target instanceof HTMLInputElement && event.target.type === "search") {
        toggle(top.id);
        type("");
      }
    }
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- arrows only move the focus among its boxes
    <fieldset className={classes.pick} data-path={path} aria-describedby={helpId} onKeyDown={onKeyDown}>
      <legend>{label}</legend>
      <p id={helpId} className={classes.help}>
        {help}
      </p>
      {(search !== undefined || items.length >= SEARCH_FROM) && (
        <TextInput
          type="search"
          value={query}
          placeholder={searchLabel}
          aria-label={searchLabel}
          leftSection={<Search size={15} aria-hidden />}
          onChange={(event) => type(event.currentTarget.value)}
        />
      )}
      <div className={classes.options}>
        {shown.map((item) => (
          <label key={item.id} className={classes.option} data-off={item.isOff || undefined}>
            <input type="checkbox" checked={chosen.includes(item.id)} onChange={() => toggle(item.id)} />
            {item.mark}
            <span className={classes.text}>
              <span>{item.label}</span>
              <small>{item.facts}</small>
            </span>
          </label>
        ))}
        {shown.length === 0 && <p className={classes.nothing}>{nothing}</p>}
      </div>
    </fieldset>
  );
}
