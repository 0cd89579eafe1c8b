import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useBlocker } from "@tanstack/react-router";
import { Lock } from "lucide-react";
import { memo, useRef, type ReactElement, type ReactNode } from "react";
import { Dialog } from "../../app/dialog.tsx";
import { useTranslation } from "../../lib/texts.ts";
import { useUnsavedSign } from "../../app/page-title.ts";
import { useBodyMark } from "../../lib/body-mark.ts";
import { useKeys } from "../../lib/keys.ts";
import { useStable } from "../../lib/stable.ts";
import { ConflictNote } from "./conflict-note.tsx";
import classes from "./parts.module.css";
import { focusField, type Editor } from "./use-editor.ts";

/** Asks before what was typed is left behind; also when the tab is closed, which has a dot until then. */
const LeaveGuard = memo(function LeaveGuard({ isDirty }: { isDirty: boolean }): ReactElement | null {
  const { t } = useTranslation(["settings", "common"]);
  useUnsavedSign(isDirty);
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isDirty && current.pathname !== next.pathname,
    enableBeforeUnload: isDirty,
    withResolver: true,
  });
  if (blocker.status !== "blocked") return null;
  return (
    <Dialog onClose={blocker.reset} title={t("leave.title")}>
      <p className={classes.dialogText}>{t("leave.text")}</p>
      <div className={classes.buttons}>
        <Button variant="default" data-autofocus onClick={blocker.reset}>
          {t("leave.stay")}
        </Button>
        <Button color="red" onClick={blocker.proceed}>
          {t("leave.go")}
        </Button>
      </div>
    </Dialog>
  );
});

/** All that is wrong in one place, each with the way to its field. */
function ErrorSummary({
  errors,
  pathName,
}: {
  errors: Record<string, string>;
  pathName: (path: string) => string;
}): ReactElement | null {
  const { t } = useTranslation("settings");
  const entries = Object.entries(errors);
  if (entries.length === 0) return null;
  return (
    <div role="alert" className={classes.summary}>
      <strong>{t("form.errors", { count: entries.length })}</strong>
      <ul>
        {entries.map(([path, message]) => (
          <li key={path}>
            <button type="button" onClick={() => focusField(path)}>
              {[pathName(path), message].filter(Boolean).join(": ")}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** For who may look and not change. */
export function ReadOnlyNote(): ReactElement {
  const { t } = useTranslation("settings");
  return (
    <p className={classes.readOnly}>
      <Lock size={16} aria-hidden />
      {t("form.readOnly")}
    </p>
  );
}

/** Salvar, and the way back. It does not change with the letters that are typed above it. */
const SaveBar = memo(function SaveBar({
  isNew,
  isSaving,
  label,
  back,
  showConflict,
}: {
  isNew: boolean;
  label: string | undefined;
  isSaving: boolean;
  back: (() => void) | undefined;
  /** null = nobody else saved meanwhile */
  showConflict: (() => void) | null;
}): ReactElement {
  const { t } = useTranslation(["settings", "common"]);
  useBodyMark("savebar", true);
  return (
    <div className={classes.bar}>
      <span className={classes.barText}>
        {showConflict ? (
          <button type="button" onClick={showConflict}>
            {t("conflict.title")}
          </button>
        ) : (
          !isNew && t("form.unsaved")
        )}
      </span>
      <Button variant="default" onClick={back} disabled={isSaving}>
        {t(isNew ? "common:cancel" : "settings:form.discard")}
      </Button>
      <Button type="submit" loading={isSaving} title="Ctrl+S">
        {label ?? t("common:save")}
      </Button>
    </div>
  );
});

type Props<V extends object> = {
  editor: Editor<V>;
  readOnly?: boolean;
  /** a new one: the bar stands from the beginning, with a way back */
  isNew?: boolean;
  cancel?: () => void;
  /** what the button says instead of Salvar */
  saveLabel?: string;
  /** how the fields that both changed are named, and their saved value told */
  fieldName: (field: keyof V) => string;
  /** the field that an error's path leads to; "" when the error says it itself */
  pathName: (path: string) => string;
  fieldText: (field: keyof V, values: V) => string;
  children: ReactNode;
};

/** The frame of every form in Configurações: what went wrong, what others saved, the fields, and Salvar once something changed. */
export function FormFrame<V extends object>({
  editor,
  readOnly = false,
  isNew = false,
  cancel,
  saveLabel,
  fieldName,
  pathName,
  fieldText,
  children,
}: Props<V>): ReactElement {
  const { isDirty, isSaving, submit, discard, errors, conflict } = editor;
  const note = useRef<HTMLDivElement>(null);
  const showConflict = useStable(() => note.current?.scrollIntoView({ behavior: "smooth", block: "center" }));
  const hasBar = !readOnly && (isNew || isDirty || isSaving);
  useKeys([
    { id: "save", enabled: hasBar, run: submit },
    { id: "saveByEnter", enabled: hasBar, run: submit },
  ]);
  return (
    <form
      noValidate
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <LeaveGuard isDirty={isDirty && !isSaving} />
      {readOnly && <ReadOnlyNote />}
      <ErrorSummary errors={errors} pathName={pathName} />
      {conflict && (
        <ConflictNote
          ref={note}
          clashes={conflict.clashes.map((field) => ({
            id: String(field),
            name: fieldName(field),
            saved: fieldText(field, conflict.saved),
            take: () => editor.takeSaved(field),
          }))}
        />
      )}
      <fieldset className={classes.fields} disabled={readOnly}>
        {children}
      </fieldset>
      {hasBar && (
        <SaveBar
          isNew={isNew}
          isSaving={isSaving}
          label={saveLabel}
          back={isNew ? cancel : discard}
          showConflict={conflict ? showConflict : null}
        />
      )}
    </form>
  );
}
