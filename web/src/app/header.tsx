import { Link } from "@tanstack/react-router";
import { AtSign, MessageCircle, Search } from "lucide-react";
import { type ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { useMentions } from "../conversations/notes.ts";
import { lazyAhead } from "../lib/ahead.ts";
import { usePreferences } from "../lib/preferences.ts";
import { useSelf } from "../lib/queries.ts";
import { Avatar } from "./avatar.tsx";
import { CountBadge } from "./count-badge.tsx";
import classes from "./header.module.css";
import { MenuButton } from "./menu-button.tsx";

const ProfileMenu = lazyAhead(async () => ({ default: (await import("./profile-menu.tsx")).ProfileMenu }));

/** One's own face, with whether one is away; its menu is fetched later. */
function Profile({ openSheet }: { openSheet: () => void }): ReactElement {
  const { t } = useTranslation("common");
  const me = useSelf();
  const availability = usePreferences((state) => state.availability);
  return (
    <MenuButton
      className={classes.profile}
      menu={(hanging) => <ProfileMenu {...hanging} openSheet={openSheet} />}
    >
      <span className="visually-hidden">
        {t("profile.open", { name: me.agent.name })}
        {availability === "away" && `, ${t("availability.away")}`}
      </span>
      <Avatar id={me.agent.id} name={me.agent.name} size={34}>
        <i className={classes.state} data-state={availability} />
      </Avatar>
    </MenuButton>
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
        <Profile openSheet={openSheet} />
      </div>
    </header>
  );
}
