import type { CustomField } from "@balcao/api";
import { LONGEST_FIELD_TEXT } from "@balcao/core";
import { Check, Pencil, X } from "lucide-react";
import {
  useCallback,
  useEffect,
  useId,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactElement,
} from "react";
import { useTranslation } from "../../lib/texts.ts";
import { ApiError, sentenceOf } from "../../lib/api.ts";
import classes from "./contact-panel.module.css";

type Kind = CustomField["kind"];
/** Why what was typed cannot be kept; null = it was kept. */
export type Complaint = string | null;

type InputProps = {
  kind: Kind;
  options: readonly string[];
  value: string;
  change: (value: string) => void;
  longest: number;
  label: string;
  errorId: string | undefined;
};

function Input({ kind, options, value, change, longest, label, errorId }: InputProps): ReactElement {
  const { t } = useTranslation("contact");
  // the hand is on this value already: the field is where it goes on
  const begin = useCallback((field: HTMLInputElement | HTMLSelectElement | null) => {
    field?.focus();
    if (field instanceof HTMLInputElement) field.select();
  }, []);
  const shared = {
    ref: begin,
    value,
    "aria-label": label,
    "aria-invalid": errorId !== undefined || undefined,
    "aria-describedby": errorId,
  };
  if (kind === "list" || kind === "yes_no") {
    const choices =
      kind === "list"
        ? [...new Set([...options, ...(value === "" ? [] : [value])])].map((name) => ({ id: name, name }))
        : [
            { id: "yes", name: t("yes") },
            { id: "no", name: t("no") },
          ];
    return (
      <select {...shared} onChange={(event) => change(event.currentTarget.value)}>
        <option value="">{t("none")}</option>
        {choices.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    );
  }
  return (
    <input
      {...shared}
      type={kind === "date" ? "date" : "text"}
      inputMode={kind === "number" ? "decimal" : undefined}
      maxLength={longest}
      autoComplete="off"
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}

type EditorProps = {
  label: string;
  kind: Kind;
  options: readonly string[];
  longest: number;
  begin: string;
  save: (draft: string) => Promise<Complaint>;
  done: () => void;
};

/** Enter keeps, Escape leaves it as it was. A refusal stands below and what was typed stays. */
function Editor({ label, kind, options, longest, begin, save, done }: EditorProps): ReactElement {
  const { t } = useTranslation("common");
  const [draft, setDraft] = useState(begin);
  const [complaint, setComplaint] = useState<Complaint>(null);
  const [isSaving, setSaving] = useState(false);
  const errorId = useId();
  const submit = async (): Promise<void> => {
    if (isSaving) return;
    setSaving(true);
    let refusal: Complaint;
    try {
      refusal = await save(draft);
    } catch (error) {
      const field = error instanceof ApiError ? error.problem?.fields?.[0]?.message : undefined;
      refusal = field ?? sentenceOf(error);
    }
    setSaving(false);
    setComplaint(refusal);
    if (refusal === null) done();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Escape") {
      event.stopPropagation();
      done();
    } else if (event.key === "Enter" && event.target instanceof HTMLSelectElement) {
      event.preventDefault();
      void submit();
    }
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys of the field inside
    <form
      className={classes.editor}
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Input
        kind={kind}
        options={options}
        value={draft}
        change={setDraft}
        longest={longest}
        label={label}
        errorId={complaint === null ? undefined : errorId}
      />
      <button type="submit" aria-label={t("save")} disabled={isSaving}>
        <Check size={16} aria-hidden />
      </button>
      <button type="button" aria-label={t("cancel")} onClick={done}>
        <X size={16} aria-hidden />
      </button>
      {complaint !== null && (
        <p id={errorId} role="alert" className={classes.complaint}>
          {complaint}
        </p>
      )}
    </form>
  );
}

type Props = {
  /** what is edited, e.g. "Cidade" */
  label: string;
  /** as it is read; null = nothing there yet */
  text: string | null;
  begin: string;
  save: (draft: string) => Promise<Complaint>;
  kind?: Kind;
  options?: readonly string[];
  longest?: number;
  big?: boolean;
  /** the moment the editor opens: what it shows is what its person has seen */
  onBegin?: () => void;
};

/** A value that becomes its own editor; the focus comes back to it. */
export function InPlace({
  label,
  text,
  begin,
  save,
  kind = "text",
  options = [],
  longest = LONGEST_FIELD_TEXT,
  big = false,
  onBegin,
}: Props): ReactElement {
  const { t } = useTranslation("contact");
  const [isEditing, setEditing] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);
  useEffect(() => {
    if (wasEditing.current && !isEditing) button.current?.focus();
    wasEditing.current = isEditing;
  }, [isEditing]);
  if (isEditing)
    return (
      <Editor
        label={label}
        kind={kind}
        options={options}
        longest={longest}
        begin={begin}
        save={save}
        done={() => setEditing(false)}
      />
    );
  return (
    <button
      ref={button}
      type="button"
      className={big ? classes.name : classes.value}
      data-empty={text === null || undefined}
      onClick={() => {
        onBegin?.();
        setEditing(true);
      }}
      title={t("edit", { what: label })}
    >
      <span>{text ?? t("fillIn")}</span>
      <Pencil size={14} aria-label={t("edit", { what: label })} />
    </button>
  );
}
