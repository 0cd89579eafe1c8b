import { useEffect, useRef, useState } from "react";
import { ApiError, sentenceOf } from "../../lib/api.ts";
import { useStable } from "../../lib/stable.ts";
import { toast } from "../../lib/toast.ts";
import { rebase, sameValue } from "./rebase.ts";

/** What is wrong, by the path of its field as the contract names it ("autoMessages.welcome.text"), in words to show. */
export type Errors = Record<string, string>;

export type Editor<V extends object> = {
  values: V;
  /** this, `submit` and `discard` stay the same functions */
  change: (patch: Partial<V>) => void;
  errors: Errors;
  isDirty: boolean;
  isSaving: boolean;
  submit: () => void;
  discard: () => void;
  /** somebody else saved meanwhile; `clashes` are the fields both changed, with the value that is saved now */
  conflict: { clashes: (keyof V)[]; saved: V } | null;
  takeSaved: (field: keyof V) => void;
};

type Options<S, V extends object> = {
  /** as the server has it now; another object = it was fetched again. Null = begun from nothing */
  saved: S | null;
  valuesOf: (saved: S) => V;
  /** what a new one begins with */
  empty?: V;
  validate: (values: V) => Errors;
  save: (values: V, saved: S | null) => Promise<S>;
  onSaved: (saved: S) => void;
  /** gives the current state out of a refusal, so that it can be told beside one's own */
  onConflict?: (current: unknown) => void;
};

type State<S, V> = {
  /** whose version a save names */
  saved: S | null;
  /** the last `saved` from outside that was merged in; an answer of our own gets here later than to `saved` */
  seen: S | null;
  base: V;
  values: V;
  clashes: (keyof V)[];
  isBehind: boolean;
};

/** Puts the cursor where the first error is. Fields carry their path in `data-path`. */
export function focusField(path: string): void {
  const holder = document.querySelector<HTMLElement>(`[data-path="${CSS.escape(path)}"]`);
  const field = holder?.matches("input, textarea, select, button")
    ? holder
    : holder?.querySelector<HTMLElement>("input, textarea, select, button");
  field?.focus();
  field?.scrollIntoView({ block: "center" });
}

const fieldErrors = (error: unknown): Errors =>
  error instanceof ApiError
    ? Object.fromEntries((error.problem?.fields ?? []).map(({ path, message }) => [path, message]))
    : {};

/** The draft over what is saved, which may change underneath: what others saved is merged in, what both changed is told. */
function useDraftOver<S, V extends object>(saved: S | null, valuesOf: (saved: S) => V, empty: V | undefined) {
  const begin = (from: S | null): State<S, V> => {
    const base = from === null ? (empty as V) : valuesOf(from);
    return { saved: from, seen: from, base, values: base, clashes: [], isBehind: false };
  };
  const [state, setState] = useState(() => begin(saved));
  if (saved !== null && saved !== state.seen) {
    const theirs = valuesOf(saved);
    const { values, clashes, hasTheirs } = rebase(state.base, state.values, theirs);
    const isDirty = !sameValue(state.base, state.values);
    setState({
      saved,
      seen: saved,
      base: theirs,
      values,
      clashes: [...new Set([...state.clashes, ...clashes])],
      isBehind: state.isBehind || (isDirty && (hasTheirs || clashes.length > 0)),
    });
  }
  return { state, setState };
}

/** What is wrong, and the cursor at the first of it. */
function useErrors() {
  const [errors, setErrors] = useState<Errors>({});
  const focusNext = useRef<string | null>(null);
  useEffect(() => {
    if (focusNext.current) focusField(focusNext.current);
    focusNext.current = null;
  }, [errors]);
  /** Are there any? Then they show. */
  const show = (found: Errors): boolean => {
    const [first] = Object.keys(found);
    focusNext.current = first ?? null;
    setErrors(found);
    return first !== undefined;
  };
  /** What was repaired is told no longer; nothing new is complained of before the next save. */
  const keepOnly = (left: Errors): void =>
    setErrors((now) => Object.fromEntries(Object.entries(left).filter(([path]) => path in now)));
  return { errors, show, keepOnly, hasErrors: Object.keys(errors).length > 0 };
}

/**
 * A form over something with versions on the server. Nothing typed is ever lost: a refusal leaves it standing, and what
 * somebody else saves meanwhile is merged in field by field.
 */
export function useEditor<S, V extends object>(options: Options<S, V>): Editor<V> {
  const { valuesOf, validate, save, onSaved, onConflict } = options;
  const { state, setState } = useDraftOver(options.saved, valuesOf, options.empty);
  const { errors, show, keepOnly, hasErrors } = useErrors();
  const [isSaving, setSaving] = useState(false);

  const submit = async (): Promise<void> => {
    if (isSaving || show(validate(state.values))) return;
    setSaving(true);
    const sent = state.values;
    try {
      const answer = await save(sent, state.saved);
      const base = valuesOf(answer);
      setState((now) => ({
        ...now,
        saved: answer,
        base,
        values: rebase(sent, now.values, base).values,
        clashes: [],
        isBehind: false,
      }));
      onSaved(answer);
    } catch (error) {
      const current = error instanceof ApiError ? error.problem?.data?.["current"] : undefined;
      if (current !== undefined && onConflict) onConflict(current);
      else if (!show(fieldErrors(error))) toast(sentenceOf(error), { tone: "error" });
    } finally {
      setSaving(false);
    }
  };

  const change = useStable((patch: Partial<V>): void => {
    setState((now) => ({ ...now, values: { ...now.values, ...patch } }));
    if (hasErrors) keepOnly(validate({ ...state.values, ...patch }));
  });
  const isDirty = !sameValue(state.values, state.base);
  const clashes = state.clashes.filter((field) => !sameValue(state.values[field], state.base[field]));
  return {
    values: state.values,
    change,
    errors,
    isDirty,
    isSaving,
    submit: useStable(() => void submit()),
    discard: useStable(() => {
      show({});
      setState((now) => ({ ...now, values: now.base, clashes: [], isBehind: false }));
    }),
    conflict: state.isBehind && isDirty ? { clashes, saved: state.base } : null,
    takeSaved: (field) =>
      setState((now) => ({ ...now, values: { ...now.values, [field]: now.base[field] } })),
  };
}
