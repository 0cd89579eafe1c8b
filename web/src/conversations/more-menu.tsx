import { Menu } from "@mantine/core";
import {
  AlarmClock,
  Ban,
  Bot,
  ChevronsUp,
  Ellipsis,
  Hand,
  MailPlus,
  OctagonX,
  Printer,
  Tag,
  UserPlus,
} from "lucide-react";
import type { ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { HungMenu } from "../app/hung-menu.tsx";
import { KeyCaps } from "../app/key-caps.tsx";
import { MenuButton } from "../app/menu-button.tsx";
import { KEYMAP } from "../lib/keymap.ts";
import { setBlocked } from "./commands.ts";
import type { HeadProps } from "./conversation-head.tsx";
import classes from "./conversation-head.module.css";
import { markUnread } from "./marks/marks.tsx";
import { openMarkDialog } from "./marks/targets.ts";
import { transcriptUrl } from "./transcript/open.ts";

/** What marks a conversation; labels also when it has ended. */
function MarkItems({ conversation }: Pick<HeadProps, "conversation">): ReactElement {
  const { t } = useTranslation("desk");
  const ids = [conversation.id];
  const isEnded = conversation.status === "closed";
  return (
    <>
      {!isEnded && (
        <Menu.Item
          leftSection={<AlarmClock size={16} />}
          rightSection={<KeyCaps keys={KEYMAP.snooze[0]} />}
          onClick={() => openMarkDialog("snooze", ids)}
        >
          {t("acts.snooze")}
        </Menu.Item>
      )}
      <Menu.Item
        leftSection={<Tag size={16} />}
        rightSection={<KeyCaps keys={KEYMAP.labels[0]} />}
        onClick={() => openMarkDialog("labels", ids)}
      >
        {t("acts.labels")}
      </Menu.Item>
      {!isEnded && (
        <>
          <Menu.Item
            leftSection={<ChevronsUp size={16} />}
            rightSection={<KeyCaps keys={KEYMAP.priority[0]} />}
            onClick={() => openMarkDialog("priority", ids)}
          >
            {t("acts.priority")}
          </Menu.Item>
          {conversation.status !== "resolved" && (
            <Menu.Item
              leftSection={<MailPlus size={16} />}
              rightSection={<KeyCaps keys={KEYMAP.unread[0]} />}
              onClick={() => void markUnread(ids)}
            >
              {t("acts.unread")}
            </Menu.Item>
          )}
        </>
      )}
    </>
  );
}

function Items({
  conversation,
  acts,
  open,
}: Pick<HeadProps, "conversation" | "acts" | "open">): ReactElement {
  const { t } = useTranslation("desk");
  const { may } = acts;
  const { id, contact } = conversation;
  return (
    <>
      {may.take && (
        <Menu.Item
          leftSection={<Hand size={16} />}
          rightSection={<KeyCaps keys={KEYMAP.take[0]} />}
          onClick={acts.take}
        >
          {t("acts.takeForMe")}
        </Menu.Item>
      )}
      {may.assign && (
        <Menu.Item leftSection={<UserPlus size={16} />} onClick={open.assign}>
          {t("acts.assign")}
        </Menu.Item>
      )}
      {may.bot && (
        <Menu.Item leftSection={<Bot size={16} />} onClick={acts.giveBackToBot}>
          {t("acts.returnToBot")}
        </Menu.Item>
      )}
      <MarkItems conversation={conversation} />
      <Menu.Item
        component="a"
        href={transcriptUrl(conversation.id)}
        target="_blank"
        leftSection={<Printer size={16} />}
      >
        {t("acts.print")}
      </Menu.Item>
      {contact.blocked ? (
        <Menu.Item leftSection={<Ban size={16} />} onClick={() => void setBlocked(id, false)}>
          {t("acts.unblock")}
        </Menu.Item>
      ) : (
        <Menu.Item leftSection={<Ban size={16} />} className={classes.danger} onClick={open.block}>
          {t("acts.block")}
        </Menu.Item>
      )}
      {may.close && (
        <Menu.Item leftSection={<OctagonX size={16} />} className={classes.danger} onClick={open.end}>
          {t("acts.end")}
        </Menu.Item>
      )}
    </>
  );
}

/** What is done less often, or must not happen by a slip. */
export function MoreMenu(props: Pick<HeadProps, "conversation" | "acts" | "open">): ReactElement {
  const { t } = useTranslation("desk");
  return (
    <MenuButton
      className={classes.icon}
      label={t("acts.more")}
      menu={(hanging) => (
        <HungMenu {...hanging} width={260}>
          <Items {...props} />
        </HungMenu>
      )}
    >
      <Ellipsis size={18} />
    </MenuButton>
  );
}
