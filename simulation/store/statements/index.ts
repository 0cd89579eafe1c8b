import type { Session } from "../store.ts";
import { bulk } from "./bulk.ts";
import { bots, media, settings, teams } from "./company.ts";
import { check, flushConversations, keys, load, timers } from "./conversations.ts";
import { again, charges, facts, reactions, reads } from "./facts.ts";
import { inbox } from "./inbox.ts";
import { channels, pace, portfolio } from "./numbers.ts";
import { held, outbox } from "./outbox.ts";
import { contacts, shownContacts } from "./people.ts";
import { notes, rows, tail, thread } from "./screens.ts";
import { life, templates } from "./templates.ts";

export type Model = (at: Session, ...args: never[]) => unknown;

const FILES = {
  "platform/bulk": bulk,
  "agents/teams": teams,
  "bot/bot": bots,
  "channels/channels": channels,
  "channels/held": held,
  "channels/inbox": inbox,
  "channels/outbox": outbox,
  "channels/pace": pace,
  "channels/portfolio": portfolio,
  "contacts/contacts": contacts,
  "conversations/again": again,
  "conversations/command-keys": keys,
  "conversations/contacts": shownContacts,
  "conversations/facts": facts,
  "conversations/flush-conversations": flushConversations,
  "conversations/load": load,
  "conversations/notes": notes,
  "conversations/reactions": reactions,
  "conversations/reads": reads,
  "conversations/rows": rows,
  "conversations/send-check": check,
  "conversations/tail": tail,
  "conversations/thread": thread,
  "conversations/timers": timers,
  "costs/charges": charges,
  "media/media": media,
  "settings/settings": settings,
  "templates/life": life,
  "templates/templates": templates,
};

/** The modelled functions by the file and name of production's: "channels/inbox#takeFacts". */
export const MODELS: ReadonlyMap<string, Model> = new Map(
  Object.entries(FILES).flatMap(([file, models]) =>
    Object.entries(models).map(([name, model]) => [`${file}#${name}`, model as Model] as const),
  ),
);
