import { fold, handleOf, type Mentionable } from "@balcao/core";
import { useEffect, type KeyboardEvent, type ReactElement, type ReactNode } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { Avatar } from "../../app/avatar.tsx";
import { usePreferences } from "../../lib/preferences.ts";
import classes from "./composer.module.css";
import { Count, lengthOf, LONGEST, MarkTools, pressOf, Preview, useAutoGrow } from "./field-parts.tsx";
import { isSendPress, markOf, type Mark } from "./marks.ts";
import { useSuggestions, type SuggestionSource } from "./suggestions.tsx";
import { typeMark } from "./typing.ts";

const MOST_PEOPLE = 20;

/** People whose name, or a word of it, begins like the query; all of them for none. */
function peopleLike(people: readonly Mentionable[], query: string): Mentionable[] {
  const wanted = fold(query);
  const found = people.filter(({ name }) => {
    const folded = fold(name);
    return folded.startsWith(wanted) || folded.includes(` ${wanted}`);
  });
  return found.slice(0, MOST_PEOPLE);
}

function usePeopleSource(people: readonly Mentionable[]): SuggestionSource {
  const { t } = useTranslation("desk");
  return {
    trigger: "@",
    from: 0,
    label: t("mentions.people"),
    count: (count) => t("mentions.peopleCount", { count }),
    items: (query) =>
      peopleLike(people, query).map((person) => ({
        id: person.id,
        label: person.name,
        detail: person.email,
        mark: <Avatar id={person.id} name={person.name} size={24} />,
      })),
    insert: ({ id }) => {
      const person = people.find((one) => one.id === id);
      return person ? `@${handleOf(person, people)} ` : "";
    },
  };
}

type Props = {
  text: string;
  change: (text: string) => void;
  /** the keystroke that sends elsewhere saves here */
  save: () => void;
  people: readonly Mentionable[];
  label: string;
  /** ways out of the field by the keyboard: Esc, and with nothing in it the arrow up. A dialog has its own */
  leave?: { up: () => void };
  /** where the keyboard goes first, when it is wanted here */
  takesFocus: () => boolean;
  /** what else stands beside the tools */
  children?: ReactNode;
};

/** Where a note is written: WhatsApp's marks, and people of the team by "@". */
export function NoteField(props: Props): ReactElement {
  const { text, change, save, people, label, leave, takesFocus, children } = props;
  const { t } = useTranslation("desk");
  const sendWith = usePreferences((state) => state.sendWith);
  const field = useAutoGrow(text);
  const suggestions = useSuggestions(field, text, [usePeopleSource(people)]);
  const length = lengthOf(text);
  useEffect(() => {
    if (takesFocus()) field.current?.focus();
  }, [takesFocus, field]);
  const mark = (sign: Mark): void => {
    if (field.current) typeMark(field.current, sign);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (suggestions.onKeyDown(event)) return;
    const press = pressOf(event);
    const sign = markOf(press);
    if (sign) mark(sign);
    else if (isSendPress(press, sendWith)) save();
    else if (leave && event.key === "Escape" && !press.isComposing) field.current?.blur();
    else if (leave && event.key === "ArrowUp" && text === "") leave.up();
    else return;
    event.preventDefault();
  };
  return (
    <>
      <Preview text={text} label={t("composer.previewNote")} />
      <div className={classes.box} data-note>
        {suggestions.popup}
        <textarea
          ref={field}
          data-composer
          rows={1}
          value={text}
          dir="auto"
          placeholder={t("note.placeholder")}
          aria-label={label}
          aria-describedby={leave ? "composer-help" : undefined}
          aria-invalid={length > LONGEST || undefined}
          onChange={(event) => change(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          {...suggestions.fieldProps}
        />
        <div className={classes.bar}>
          <MarkTools mark={mark} />
          <Count length={length} />
          {children}
        </div>
      </div>
    </>
  );
}
