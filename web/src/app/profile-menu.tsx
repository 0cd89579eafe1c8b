import { Menu } from "@mantine/core";
import { CalendarClock, Keyboard, LogOut } from "lucide-react";
import { Suspense, useState, type ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { useOutbox } from "../conversations/outbox.ts";
import { openOwnScheduled } from "../conversations/scheduled/own.ts";
import { lazyAhead } from "../lib/ahead.ts";
import { KEYMAP } from "../lib/keymap.ts";
import { useSelf } from "../lib/queries.ts";
import { AvailabilityChoice, LanguageChoice, ThemeChoice } from "./choices.tsx";
import { HungMenu } from "./hung-menu.tsx";
import { KeyCaps } from "./key-caps.tsx";
import type { Hanging } from "./menu-button.tsx";
import classes from "./profile-menu.module.css";
import { signOut } from "./sign-out.ts";

const UnsentDialog = lazyAhead(async () => ({ default: (await import("./unsent-dialog.tsx")).UnsentDialog }));

/** Who one is, what one chooses for oneself, the keys, and the way out. */
export function ProfileMenu({ openSheet, ...hanging }: Hanging & { openSheet: () => void }): ReactElement {
  const { t } = useTranslation("common");
  const me = useSelf();
  const unsent = useOutbox(({ items }) => items.length);
  const [asks, setAsks] = useState(false);
  const leave = (): void => {
    if (unsent > 0) setAsks(true);
    else void signOut();
  };
  return (
    <>
      <HungMenu {...hanging} width={280}>
        <div className={classes.who}>
          <strong>{me.agent.name}</strong>
          <span>{me.agent.email}</span>
          <span>
            {t(`roles.${me.agent.role}`)} · {me.account.name}
          </span>
        </div>
        <Menu.Divider />
        <div className={classes.choices}>
          <AvailabilityChoice />
          <ThemeChoice />
          <LanguageChoice />
        </div>
        <Menu.Divider />
        <Menu.Item
          leftSection={<CalendarClock size={16} />}
          rightSection={<KeyCaps keys={KEYMAP.goScheduled[0]} />}
          onClick={openOwnScheduled}
        >
          {t("profile.scheduled")}
        </Menu.Item>
        <Menu.Item
          leftSection={<Keyboard size={16} />}
          rightSection={<KeyCaps keys={KEYMAP.sheet[0]} />}
          onClick={openSheet}
        >
          {t("profile.shortcuts")}
        </Menu.Item>
        <Menu.Item leftSection={<LogOut size={16} />} onClick={leave}>
          {t("profile.signOut")}
        </Menu.Item>
      </HungMenu>
      <Suspense>{asks && <UnsentDialog count={unsent} close={() => setAsks(false)} />}</Suspense>
    </>
  );
}
