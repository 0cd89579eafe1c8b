import { Popover } from "@mantine/core";
import { Smile } from "lucide-react";
import { lazy, Suspense, useState, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { useLayer } from "../../lib/keys.ts";
import classes from "./emoji-picker.module.css";

const EmojiPick = lazy(async () => ({ default: (await import("./emoji-picker.tsx")).EmojiPick }));

/** Opens all emoji; the chosen one is typed where the cursor stood. */
export function EmojiButton({
  className,
  type,
}: {
  className: string | undefined;
  type: (emoji: string) => void;
}): ReactElement {
  const { t } = useTranslation("composer");
  const [isOpen, setOpen] = useState(false);
  useLayer(isOpen);
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      trapFocus
      withRoles={false}
      position="top-start"
      shadow="md"
      radius="lg"
    >
      <Popover.Target>
        <button
          type="button"
          className={className}
          aria-label={t("emoji.open")}
          title={`${t("emoji.open")} (:)`}
          aria-haspopup="dialog"
          aria-expanded={isOpen}
          onClick={() => setOpen((was) => !was)}
        >
          <Smile size={17} />
        </button>
      </Popover.Target>
      <Popover.Dropdown p={6} role="dialog" aria-label={t("emoji.open")}>
        <Suspense fallback={<div className={classes.room} />}>
          <EmojiPick
            pick={(emoji) => {
              setOpen(false);
              type(emoji);
            }}
          />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
