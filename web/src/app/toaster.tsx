import { X } from "lucide-react";
import { useEffect, useRef, useState, type ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { useKeys } from "../lib/keys.ts";
import { closeToast, useToasts, type Toast } from "../lib/toast.ts";
import classes from "./toaster.module.css";

/** Long enough to read, reach "Desfazer" by F6 and press it. */
const SHOWN_MS = 8_000;

function ToastItem({ toast, paused }: { toast: Toast; paused: boolean }): ReactElement {
  const { t } = useTranslation("common");
  useEffect(() => {
    if (paused || toast.tone === "error") return;
    const timer = setTimeout(() => closeToast(toast.id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [paused, toast.id, toast.tone]);
  return (
    <div className={classes.toast} data-tone={toast.tone} role={toast.tone === "error" ? "alert" : "status"}>
      <span className={classes.text}>{toast.text}</span>
      {toast.action && (
        <button
          type="button"
          className={classes.action}
          onClick={() => {
            toast.action?.run();
            closeToast(toast.id);
          }}
        >
          {toast.action.label}
        </button>
      )}
      <button
        type="button"
        className={classes.close}
        aria-label={t("close")}
        onClick={() => closeToast(toast.id)}
      >
        <X size={16} />
      </button>
    </div>
  );
}

/** Short sentences at the foot of the screen. F6 moves there; they wait while pointed at or focused. */
export function Toaster(): ReactElement {
  const { t } = useTranslation("common");
  const toasts = useToasts((state) => state.toasts);
  const [paused, setPaused] = useState(false);
  const region = useRef<HTMLDivElement>(null);
  const cameFrom = useRef<Element | null>(null);
  useKeys([
    {
      id: "toasts",
      run: () => {
        cameFrom.current = document.activeElement;
        region.current?.lastElementChild?.querySelector("button")?.focus();
      },
    },
  ]);
  useEffect(() => {
    if (toasts.length === 0) setPaused(false);
    const [active, back] = [document.activeElement, cameFrom.current];
    if (region.current?.contains(active)) return;
    cameFrom.current = null;
    // the one that had the keyboard is gone: back to where F6 was pressed
    if (active === document.body && back instanceof HTMLElement) back.focus();
  }, [toasts.length]);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- pointing at a notice only makes it wait
    <div
      ref={region}
      className={classes.region}
      role="region"
      aria-label={t("notices")}
      onMouseEnter={() => setPaused(true)}
      onMouseLeave={() => setPaused(false)}
      onFocus={() => setPaused(true)}
      onBlur={() => setPaused(false)}
    >
      {toasts.map((item) => (
        <ToastItem key={item.id} toast={item} paused={paused} />
      ))}
    </div>
  );
}
