import { Menu } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { AtSign, Keyboard, LogOut, MessageCircle, Search } from "lucide-react";
import { lazy, Suspense, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { useMentions } from "../conversations/notes.ts";
import { useOutbox } from "../conversations/outbox.ts";
import { ahead } from "../lib/ahead.ts";
import { KEYMAP } from "../lib/keymap.ts";
import { usePreferences } from "../lib/preferences.ts";
import { useSelf } from "../lib/queries.ts";
import { Avatar } from "./avatar.tsx";
import { AvailabilityChoice, LanguageChoice, ThemeChoice } from "./choices.tsx";
import { CountBadge } from "./count-badge.tsx";
import { KeyCaps } from "./key-caps.tsx";
import classes from "./header.module.css";
import { signOut } from "./sign-out.ts";

const UnsentDialog = lazy(
  ahead(async () => ({ default: (await import("./unsent-dialog.tsx")).UnsentDialog })),
);

function ProfileMenu({ openSheet }: { openSheet: () => void }): ReactElement {
  const { t } = useTranslation("common");
  const me = useSelf();
  const availability = usePreferences((state) => state.availability);
  const unsent = useOutbox(({ items }) => items.length);
  const [asks, setAsks] = useState(false);
  const leave = (): void => {
    if (unsent > 0) setAsks(true);
    else void signOut();
  };
  return (
    <>
      <Menu position="bottom-end" width={280} shadow="md" withinPortal={false}>
        <Menu.Target>
          <button type="button" className={classes.profile}>
            <span className="visually-hidden">
              {t("profile.open", { name: me.agent.name })}
              {availability === "away" && `, ${t("availability.away")}`}
            </span>
            <Avatar id={me.agent.id} name={me.agent.name} size={34}>
              <i className={classes.state} data-state={availability} />
            </Avatar>
          </button>
        </Menu.Target>
        <Menu.Dropdown>
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
            leftSection={<Keyboard size={16} />}
            rightSection={<KeyCaps keys={KEYMAP.sheet[0]} />}
            onClick={openSheet}
          >
            {t("profile.shortcuts")}
          </Menu.Item>
          <Menu.Item leftSection={<LogOut size={16} />} onClick={leave}>
            {t("profile.signOut")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Suspense>{asks && <UnsentDialog count={unsent} close={() => setAsks(false)} />}</Suspense>
    </>
  );
}

/** Notes that mention the person signed in: how many are new, said also when one comes. */
function MentionsButton({ open }: { open: () => void }): ReactElement {
  const { t } = useTranslation("desk");
  const unread = useMentions().data?.unread ?? 0;
  const label = `${t("mentions.title")}: ${t("mentions.unread", { count: unread })}`;
  return (
    <>
      <button
        type="button"
        className={classes.balloon}
        aria-haspopup="dialog"
        aria-label={label}
        onClick={open}
      >
        <AtSign size={19} aria-hidden />
        <CountBadge count={unread} />
      </button>
      <span role="status" className="visually-hidden">
        {unread > 0 && label}
      </span>
    </>
  );
}

/** Company, search, mentions, the balloon with what is unread, and the person signed in. */
export function Header({
  unread,
  openPalette,
  openMentions,
  openSheet,
}: {
  unread: number;
  openPalette: () => void;
  openMentions: () => void;
  openSheet: () => void;
}): ReactElement {
  const { t } = useTranslation("common");
  const me = useSelf();
  return (
    <header className={classes.header}>
      <span className={classes.company}>{me.account.name}</span>
      <button type="button" className={classes.search} onClick={openPalette} aria-haspopup="dialog">
        <Search size={15} aria-hidden />
        <span className={classes.searchText}>{t("palette.button")}</span>
        <kbd className={classes.kbd}>Ctrl K</kbd>
      </button>
      <div className={classes.right}>
        <MentionsButton open={openMentions} />
        <Link
          to="/conversations"
          className={classes.balloon}
          aria-label={`${t("menu.conversations")}: ${t("unread", { count: unread })}`}
        >
          <MessageCircle size={20} aria-hidden />
          <CountBadge count={unread} />
        </Link>
        <ProfileMenu openSheet={openSheet} />
      </div>
    </header>
  );
}
