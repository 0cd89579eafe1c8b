import { TextInput } from "@mantine/core";
import { memo, useEffect, useRef, useState, type KeyboardEvent, type ReactElement } from "react";
import { flushSync } from "react-dom";
import { useTranslation } from "../lib/texts.ts";
import type { WordDraft } from "./form-values.ts";
import { WORD_MOST } from "./limits.ts";
import { WordChips } from "./word-chips.tsx";
import classes from "./words-field.module.css";
import { addWords, shiftWord } from "./words.ts";

export type WordsFieldProps = {
  label: string;
  description: string;
  path: string;
  /** what is wrong, by path: of the field itself or of "path.2" */
  errors: Record<string, string>;
  words: readonly WordDraft[];
  change: (words: WordDraft[]) => void;
  /** how many there may be */
  most: number;
  /** characters that fit one, for the counter beside each; null = no counter */
  fits: number | null;
  /** offers "contains the word" for each */
  canContain?: boolean;
  /** words to add at one click */
  also?: readonly string[];
};

/**
 * Words one by one: comma, semicolon, Enter or leaving the field adds what was typed; Backspace in the empty field, or Enter on a
 * word, takes it back for editing; arrows on a word change the order.
 */
export const WordsField = memo(function WordsField(props: WordsFieldProps): ReactElement {
  const { label, description, path, errors, words, change, most, also = [] } = props;
  const { t } = useTranslation("triggers");
  const [typed, setTyped] = useState("");
  /** where an edited word goes back to, and how it compared */
  const [place, setPlace] = useState<{ at: number; contains: boolean } | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const focusNext = useRef<number | null>(null);
  useEffect(() => {
    if (focusNext.current !== null)
      list.current?.children[focusNext.current]?.querySelector("button")?.focus();
    focusNext.current = null;
  }, [words]);

  const add = (text: string): void => {
    const at = Math.min(place?.at ?? words.length, words.length);
    if (text.trim() !== "") change(addWords(words, text, at, { most, contains: place?.contains ?? false }));
    setTyped("");
    setPlace(null);
  };
  const take = (at: number): void => {
    const item = words[at];
    if (!item) return;
    change(words.filter((_word, index) => index !== at));
    setTyped(item.word);
    setPlace({ at, contains: item.contains });
    input.current?.focus();
  };
  const remove = (at: number): void => {
    change(words.filter((_word, index) => index !== at));
    if (words.length === 1) input.current?.focus();
    else focusNext.current = Math.min(at, words.length - 2);
  };
  const onInputKey = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if ((event.ctrlKey || event.metaKey) && (event.key === "s" || event.key === "Enter")) {
      // the form is about to be saved: what stands in the field belongs to it
      if (typed.trim() !== "") flushSync(() => add(typed));
    } else if (event.key === "Enter") {
      event.preventDefault();
      add(typed);
    } else if (event.key === "Backspace" && typed === "" && words.length > 0) {
      event.preventDefault();
      take(words.length - 1);
    }
  };
  const onChipKey =
    (at: number) =>
    (event: KeyboardEvent<HTMLButtonElement>): void => {
      if (event.key === "Delete" || event.key === "Backspace") remove(at);
      else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
        const by = event.key === "ArrowLeft" ? -1 : 1;
        const moved = shiftWord(words, at, by);
        if (moved === words) return;
        focusNext.current = at + by;
        change([...moved]);
      } else return;
      event.preventDefault();
    };
  return (
    <div>
      <TextInput
        ref={input}
        data-path={path}
        label={label}
        description={description}
        error={errors[path]}
        placeholder={t("words.placeholder")}
        value={typed}
        maxLength={WORD_MOST}
        onChange={(event) => {
          const { value } = event.currentTarget;
          if (/[,;]/u.test(value)) add(value);
          else setTyped(value);
        }}
        onPaste={(event) => {
          const pasted = event.clipboardData.getData("text");
          if (!/[,;\n]/u.test(pasted)) return;
          event.preventDefault();
          add(`${typed}${pasted}`);
        }}
        onKeyDown={onInputKey}
        onBlur={() => add(typed)}
      />
      {words.length > 0 && (
        <WordChips {...props} list={list} edit={take} remove={remove} onChipKey={onChipKey} />
      )}
      {also.length > 0 && words.length < most && (
        <p className={classes.also}>
          {t("words.also")}
          {also.map((word) => (
            <button
              key={word}
              type="button"
              onClick={() => {
                change(addWords(words, word, words.length, { most }));
                // the button goes with its word
                input.current?.focus();
              }}
            >
              + {word}
            </button>
          ))}
        </p>
      )}
    </div>
  );
});
