import type { Conversation, ConversationRow } from "@balcao/api";
import { FocusTrap } from "@mantine/core";
import { useEffect, useRef, type KeyboardEvent, type ReactElement, type RefObject } from "react";
import { useTranslation } from "../../lib/texts.ts";
import classes from "./contact-drawer.module.css";
import { ContactPanel } from "./contact-panel.tsx";

/** Brings the keyboard back to where it was in here when it lands behind, e.g. as a dialog over this one closes. */
function useKeptFocus(): RefObject<HTMLDivElement | null> {
  const drawer = useRef<HTMLDivElement>(null);
  const last = useRef<HTMLElement | null>(null);
  useEffect(() => {
    const keep = ({ target }: FocusEvent): void => {
      if (!(target instanceof HTMLElement)) return;
      if (drawer.current?.contains(target)) last.current = target;
      else if (!target.closest("[role=dialog]"))
        (last.current?.isConnected ? last.current : drawer.current)?.focus();
    };
    document.addEventListener("focusin", keep);
    return () => document.removeEventListener("focusin", keep);
  }, []);
  return drawer;
}

/** The panel over the page, where there is no room for it beside the messages: it has the keyboard until Esc or its button closes it. */
export function ContactDrawer({
  conversation,
  close,
}: {
  conversation: Conversation | ConversationRow;
  close: () => void;
}): ReactElement {
  const { t } = useTranslation("desk");
  const drawer = useKeptFocus();
  const onKeyDown = (event: KeyboardEvent): void => {
    // a dialog opened from here stands elsewhere in the page, and closes itself
    const isOwn = event.target instanceof Node && event.currentTarget.contains(event.target);
    if (!isOwn || event.key !== "Escape") return;
    event.stopPropagation();
    close();
  };
  return (
    <>
      <button
        type="button"
        tabIndex={-1}
        className={classes.scrim}
        aria-label={t("panel.close")}
        onClick={close}
      />
      <FocusTrap active innerRef={drawer}>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Esc of all that is inside */}
        <div
          className={classes.drawer}
          role="dialog"
          aria-modal
          aria-label={t("panel.label")}
          tabIndex={-1}
          onKeyDown={onKeyDown}
        >
          <ContactPanel conversation={conversation} close={close} />
        </div>
      </FocusTrap>
    </>
  );
}
