import type { MessageView } from "@balcao/api";
import { FILE_RULES } from "@balcao/core";
import { Menu } from "@mantine/core";
import { ContactRound, ListChecks, MapPin, MousePointerClick, Paperclip, Plus } from "lucide-react";
import { Suspense, useCallback, useRef, type ReactElement } from "react";
import { HungMenu } from "../../app/hung-menu.tsx";
import { MenuButton } from "../../app/menu-button.tsx";
import { useTranslation } from "../../lib/texts.ts";
import { useKeys } from "../../lib/keys.ts";
import { closeComposing, openComposing, useComposing, type ComposingType } from "../composed/composing.ts";
import { focusComposer } from "../focus.ts";
import { attach } from "./attachments.ts";
import classes from "./tray.module.css";
import { useDroppedFiles } from "./use-dropped-files.ts";
import { lazyPart } from "../../lib/part.ts";

const ComposeDialog = lazyPart(async () => ({
  default: (await import("../composed/compose-dialog.tsx")).ComposeDialog,
}));

/** some systems know no type by these endings, and would grey the files out */
const ENDINGS = ".csv,.ofx,.rem,.ret,.aac,.amr,.m4a,.ogg,.opus";
const ACCEPT = [...Object.values(FILE_RULES).flatMap(({ types }) => types), ENDINGS]
  .map((type) => type.split(";")[0])
  .join(",");

const FORMS = [
  { type: "location", icon: MapPin },
  { type: "contacts", icon: ContactRound },
  { type: "menu", icon: ListChecks },
  { type: "interactive", icon: MousePointerClick },
] as const satisfies { type: ComposingType; icon: typeof MapPin }[];

/** What can be sent beside text: files, which may also be dropped anywhere, and what is filled in. */
export function AddMenu({
  conversationId,
  quote,
  clearQuote,
}: {
  conversationId: string;
  quote: MessageView["quoted"];
  clearQuote: () => void;
}): ReactElement {
  const { t } = useTranslation(["desk", "composer"]);
  const input = useRef<HTMLInputElement>(null);
  const take = useCallback(
    (files: readonly File[]) => {
      attach(conversationId, files);
      focusComposer();
    },
    [conversationId],
  );
  const isOver = useDroppedFiles(take);
  const open = useComposing((state) => (state.open?.conversationId === conversationId ? state.open : null));
  const close = (isSent: boolean): void => {
    closeComposing();
    if (isSent) clearQuote();
    requestAnimationFrame(focusComposer);
  };
  useKeys([
    {
      id: "attach",
      palette: true,
      run: (event) => {
        event.preventDefault();
        input.current?.click();
      },
    },
  ]);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={ACCEPT}
        onChange={(event) => {
          take([...(event.currentTarget.files ?? [])]);
          // the same file may be chosen again
          event.currentTarget.value = "";
        }}
      />
      <MenuButton
        className={classes.attach}
        label={t("composer:add.open")}
        menu={(hanging) => (
          <HungMenu {...hanging} position="top-start" withinPortal>
            <Menu.Item
              leftSection={<Paperclip size={16} aria-hidden />}
              rightSection={<kbd>Ctrl+U</kbd>}
              onClick={() => input.current?.click()}
            >
              {t("desk:files.attach")}
            </Menu.Item>
            {FORMS.map(({ type, icon: Icon }) => (
              <Menu.Item
                key={type}
                leftSection={<Icon size={16} aria-hidden />}
                onClick={() => openComposing(conversationId, type)}
              >
                {t(`composer:add.${type}`)}
              </Menu.Item>
            ))}
          </HungMenu>
        )}
      >
        <Plus size={19} />
      </MenuButton>
      <Suspense>{open && <ComposeDialog {...open} quote={quote} close={close} />}</Suspense>
      {isOver && <div className={classes.drop}>{t("desk:files.dropHere")}</div>}
    </>
  );
}
