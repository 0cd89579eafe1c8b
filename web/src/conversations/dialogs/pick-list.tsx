import { TextInput } from "@mantine/core";
import { Search } from "lucide-react";
import { useId, useState, type KeyboardEvent, type ReactElement, type ReactNode } from "react";
import classes from "./dialogs.module.css";

export type PickItem = { id: string; label: string; facts: string; mark: ReactNode };

const fold = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

type Props = {
  label: string;
  placeholder: string;
  nothing: string;
  items: readonly PickItem[];
  value: string | null;
  choose: (id: string) => void;
  focus?: boolean;
  /** told what is typed, when the items are looked up elsewhere */
  search?: (query: string) => void;
};

/** One choice out of many: letters narrow it down, arrows move, Enter in the field takes the first, and then sends the form. */
export function PickList({
  label,
  placeholder,
  nothing,
  items,
  value,
  choose,
  focus = false,
  search,
}: Props): ReactElement {
  const [query, setQuery] = useState("");
  const name = useId();
  const shown = items.filter(({ label: text, facts }) =>
    fold(`${text} ${facts}`).includes(fold(query.trim())),
  );
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    const first = shown[0];
    // Enter chooses; once more, it sends the form
    if (event.key === "Enter" && first && query && first.id !== value) {
      event.preventDefault();
      choose(first.id);
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      event.currentTarget.closest("fieldset")?.querySelector<HTMLInputElement>("input[type=radio]")?.focus();
    }
  };
  return (
    <fieldset className={classes.pick}>
      <legend>{label}</legend>
      <TextInput
        data-autofocus={focus || undefined}
        value={query}
        placeholder={placeholder}
        aria-label={placeholder}
        leftSection={<Search size={15} />}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          search?.(event.currentTarget.value);
        }}
        onKeyDown={onKeyDown}
      />
      <div className={classes.options}>
        {shown.map((item) => (
          <label key={item.id} className={classes.option}>
            <input
              type="radio"
              name={name}
              value={item.id}
              checked={item.id === value}
              onChange={() => choose(item.id)}
            />
            {item.mark}
            <span className={classes.optionText}>
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
