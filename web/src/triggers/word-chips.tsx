import { X } from "lucide-react";
import { useId, type KeyboardEvent, type ReactElement, type RefObject } from "react";
import { useTranslation } from "../lib/texts.ts";
import { lengthOf } from "./fit.ts";
import type { WordDraft } from "./form-values.ts";
import type { WordsFieldProps } from "./words-field.tsx";
import classes from "./words-field.module.css";

type ChipProps = {
  item: WordDraft;
  fits: number | null;
  path: string;
  error: string | undefined;
  onKeyDown: (event: KeyboardEvent<HTMLButtonElement>) => void;
  edit: () => void;
  remove: () => void;
  setContains: ((contains: boolean) => void) | null;
};

function Chip({ item, fits, path, error, onKeyDown, edit, remove, setContains }: ChipProps): ReactElement {
  const { t } = useTranslation("triggers");
  const { word, contains } = item;
  const count = lengthOf(word);
  const isLong = fits !== null && count > fits;
  const errorId = useId();
  return (
    <li className={classes.chip} data-path={path} data-wrong={error ? true : undefined}>
      <button
        type="button"
        className={classes.word}
        aria-describedby={error || isLong ? errorId : undefined}
        onClick={edit}
        onKeyDown={onKeyDown}
      >
        <span className="visually-hidden">{t("words.edit")} </span>
        {word}
        {fits !== null && (
          <span className={classes.length} data-long={isLong || undefined}>
            {t("words.length", { count, most: fits })}
          </span>
        )}
      </button>
      {(error || isLong) && (
        <span id={errorId} hidden>
          {error ?? t("words.tooLong", { word, count, most: fits })}
        </span>
      )}
      {setContains && (
        <button
          type="button"
          className={classes.match}
          data-contains={contains || undefined}
          onClick={() => setContains(!contains)}
        >
          {t(contains ? "words.contains" : "words.equals")}
          <span className="visually-hidden">, {t("words.match", { word })}</span>
        </button>
      )}
      <button
        type="button"
        className={classes.remove}
        aria-label={t("words.remove", { word })}
        onClick={remove}
      >
        <X size={14} />
      </button>
    </li>
  );
}

type Props = WordsFieldProps & {
  list: RefObject<HTMLUListElement | null>;
  edit: (at: number) => void;
  remove: (at: number) => void;
  onChipKey: (at: number) => (event: KeyboardEvent<HTMLButtonElement>) => void;
};

/** The words that were added, each with what can be done to it, and what is wrong with any of them. */
export function WordChips(props: Props): ReactElement {
  const {
    label,
    path,
    errors,
    words,
    change,
    fits,
    canContain = false,
    list,
    edit,
    remove,
    onChipKey,
  } = props;
  const { t } = useTranslation("triggers");
  const keysId = useId();
  const setContains = (at: number, contains: boolean): void =>
    change(words.map((other, index) => (index === at ? { ...other, contains } : other)));
  return (
    <>
      <ul
        ref={list}
        className={classes.chips}
        aria-label={t("words.label", { label })}
        aria-describedby={keysId}
      >
        {words.map((item, index) => (
          <Chip
            key={`${index} ${item.word}`}
            item={item}
            fits={fits}
            path={`${path}.${index}`}
            error={errors[`${path}.${index}`]}
            edit={() => edit(index)}
            remove={() => remove(index)}
            onKeyDown={onChipKey(index)}
            setContains={canContain ? (contains) => setContains(index, contains) : null}
          />
        ))}
      </ul>
      {words.map((_item, index) => {
        const error = errors[`${path}.${index}`];
        return error ? (
          <p key={index} className={classes.error}>
            {error}
          </p>
        ) : null;
      })}
      <p id={keysId} className={classes.keys}>
        {t("words.keys")}
      </p>
    </>
  );
}
