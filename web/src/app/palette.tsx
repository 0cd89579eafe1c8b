import type { ListView, TicketRow } from "@balcao/api";
import { Spotlight, spotlight } from "@mantine/spotlight";
import "@mantine/spotlight/styles.layer.css";
import "@mantine/core/styles.layer.css";
import { useNavigate, useParams } from "@tanstack/react-router";
import { Bookmark, MessageCircle, Search, Settings, Ticket, Users, Zap } from "lucide-react";
import { useDeferredValue, useEffect, useState, type KeyboardEvent, type ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { searchOf, useViews } from "../conversations/marks/views.ts";
import { useRecentRows } from "../conversations/recent.ts";
import { useConversationSearch } from "../conversations/queries.ts";
import { aliasOf, nameOf } from "../conversations/names.ts";
import type { KeyId } from "../lib/keymap.ts";
import { useBindings } from "../lib/keys.ts";
import { hasRole, useSelf, useTeams } from "../lib/queries.ts";
import { numberOf, useTicket, type TicketSearch } from "../tickets/queries.ts";
import { useOpenTicket } from "../tickets/use-open-ticket.ts";
import { settingsPages } from "../settings/pages.ts";
import { KeyCaps } from "./key-caps.tsx";
import classes from "./palette.module.css";

const MOST_ROWS = 7;
const fold = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Enter opens the first of what was found, also when it came after the typing had stopped: Spotlight marks none then. */
function openFirst({ key, nativeEvent }: KeyboardEvent): void {
  if (key !== "Enter" || nativeEvent.isComposing) return;
  if (document.querySelector("[data-action][data-selected]")) return;
  document.querySelector<HTMLElement>("[data-action]")?.click();
}

/** The saved views of both lists, those of conversations first. */
function useAllViews(): ListView[] {
  const conversations = useViews("conversations").data ?? [];
  return [...conversations, ...(useViews("tickets").data ?? [])];
}

const addressOf = (view: ListView) =>
  view.list === "tickets"
    ? ({ to: "/tickets", search: searchOf(view) as TicketSearch } as const)
    : ({ to: "/conversations", search: searchOf(view) } as const);

/** "1042" or "#1042": the ticket of that number. */
function FoundTicket({ ticket: { number, title } }: { ticket: TicketRow }): ReactElement {
  const { t } = useTranslation("common");
  const open = useOpenTicket();
  return (
    <Spotlight.ActionsGroup label={t("menu.tickets")}>
      <Spotlight.Action
        label={`#${number} ${title}`}
        leftSection={<Ticket size={18} />}
        onClick={() => open(number)}
      />
    </Spotlight.ActionsGroup>
  );
}

/** Ctrl+K: acts with their keys, conversations by name or phone, pages of Configurações. Mounted only while open. */
export function Palette({ close }: { close: () => void }): ReactElement {
  const { t } = useTranslation(["common", "settings", "keys"]);
  const navigate = useNavigate();
  const me = useSelf();
  const [query, setQuery] = useState("");
  const wanted = fold(query.trim());
  const bindings = useBindings()
    .filter(({ palette, enabled }) => palette && enabled !== false)
    .map((binding) => ({ ...binding, label: binding.label ?? t(`keys:ids.${binding.id as KeyId}`) }))
    .filter(({ label }) => fold(label).includes(wanted));
  const asked = useDeferredValue(query.trim());
  const { data: found, isPlaceholderData } = useConversationSearch(asked);
  // what was found for other letters must not be what Enter opens
  const isOld = isPlaceholderData || asked !== query.trim();
  const ticket = useTicket(isOld ? null : numberOf(asked)).data;
  const pages = settingsPages.filter(
    ({ role, label }) => hasRole(me, role) && fold(t(label, { ns: "settings" })).includes(wanted),
  );
  const views = useAllViews().filter(({ name }) => fold(name).includes(wanted));
  useEffect(() => spotlight.open(), []);
  const recent = useRecentRows(useParams({ strict: false, select: ({ id }) => id }));
  const isRecent = wanted === "" && recent.length > 0;
  const rows = isRecent ? recent.slice(0, MOST_ROWS) : isOld ? [] : (found?.slice(0, MOST_ROWS) ?? []);
  const teams = (useTeams().data ?? []).filter(
    ({ kind, name }) => kind === "whatsapp" && wanted !== "" && fold(name).includes(wanted),
  );
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      onSpotlightClose={close}
      shortcut={null}
      radius="lg"
      scrollable
      classNames={{
        action: classes.action,
        actionLabel: classes.label,
        actionDescription: classes.description,
      }}
      attributes={{ content: { "aria-label": t("keys:ids.palette") } }}
      maxHeight={420}
    >
      <Spotlight.Search
        onKeyDown={openFirst}
        placeholder={t("palette.placeholder")}
        aria-label={t("palette.placeholder")}
        leftSection={<Search size={18} />}
      />
      <Spotlight.ActionsList>
        {ticket && <FoundTicket ticket={ticket} />}
        {rows.length > 0 && (
          <Spotlight.ActionsGroup label={t(isRecent ? "palette.recent" : "palette.conversations")}>
            {rows.map((row) => (
              <Spotlight.Action
                key={row.id}
                label={[nameOf(row.contact, t("unknownContact")), aliasOf(row.contact)]
                  .filter(Boolean)
                  .join(" ~")}
                description={row.lastMessage?.preview}
                leftSection={<MessageCircle size={18} />}
                onClick={() => void navigate({ to: "/conversations/$id", params: { id: row.id } })}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {bindings.length > 0 && (
          <Spotlight.ActionsGroup label={t("palette.actions")}>
            {bindings.map((binding) => (
              <Spotlight.Action
                key={binding.id}
                label={binding.label}
                leftSection={<Zap size={18} />}
                rightSection={<KeyCaps keys={binding.keys} />}
                onClick={() => binding.run(new KeyboardEvent("keydown"))}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {teams.length > 0 && (
          <Spotlight.ActionsGroup label={t("palette.teams")}>
            {teams.map(({ id, name }) => (
              <Spotlight.Action
                key={id}
                label={name}
                leftSection={<Users size={18} />}
                onClick={() => void navigate({ to: "/conversations", search: { team: id } })}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {views.length > 0 && (
          <Spotlight.ActionsGroup label={t("palette.views")}>
            {views.map((view) => (
              <Spotlight.Action
                key={view.id}
                label={view.name}
                description={view.list === "tickets" ? t("menu.tickets") : undefined}
                leftSection={<Bookmark size={18} />}
                onClick={() => void navigate(addressOf(view))}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {pages.length > 0 && (
          <Spotlight.ActionsGroup label={t("menu.settings")}>
            {pages.map(({ to, label }) => (
              <Spotlight.Action
                key={to}
                label={t(label, { ns: "settings" })}
                leftSection={<Settings size={18} />}
                onClick={() => void navigate({ to })}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {(ticket ? 1 : 0) + rows.length + bindings.length + teams.length + views.length + pages.length ===
          0 && <Spotlight.Empty>{t("palette.empty")}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
