import { Popover } from "@mantine/core";
import { Smile } from "lucide-react";
import { Suspense, useRef, useState, type ReactElement, type ReactNode, type RefObject } from "react";
import { Standing, useHung } from "../../app/hung-menu.tsx";
import { useLayer } from "../../lib/keys.ts";
import { useTranslation } from "../../lib/texts.ts";
import classes from "./emoji-picker.module.css";
import { lazyPart } from "../../lib/part.ts";

const EmojiPick = lazyPart(async () => ({ default: (await import("./emoji-picker.tsx")).EmojiPick }));

function Hung({
  button,
  opened,
  change,
  children,
}: {
  button: RefObject<HTMLButtonElement | null>;
  opened: boolean;
  change: (opened: boolean) => void;
  children: ReactNode;
}): ReactElement {
  const { t } = useTranslation("composer");
  const isHung = useHung();
  return (
    <Popover
      opened={opened && isHung}
      onChange={change}
      trapFocus
      withRoles={false}
      position="top-start"
      shadow="md"
      radius="lg"
    >
      <Popover.Target>
        <Standing button={button} />
      </Popover.Target>
      <Popover.Dropdown p={6} role="dialog" aria-label={t("emoji.open")}>
        {children}
      </Popover.Dropdown>
    </Popover>
  );
}

/** Opens all emoji; the chosen one is typed where the cursor stood. */
export function EmojiButton({
  className,
  type,
}: {
  className: string | undefined;
  type: (emoji: string) => void;
}): ReactElement {
  const { t } = useTranslation("composer");
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [isWanted, setWanted] = useState(false);
  useLayer(isOpen);
  return (
    <>
      <button
        ref={button}
        type="button"
        className={className}
        aria-label={t("emoji.open")}
        title={`${t("emoji.open")} (:)`}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => {
          setWanted(true);
          setOpen(!isOpen);
        }}
      >
        <Smile size={17} />
      </button>
      {isWanted && (
        <Hung button={button} opened={isOpen} change={setOpen}>
          <Suspense fallback={<div className={classes.room} />}>
            <EmojiPick
              pick={(emoji) => {
                setOpen(false);
                type(emoji);
              }}
            />
          </Suspense>
        </Hung>
      )}
    </>
  );
}
