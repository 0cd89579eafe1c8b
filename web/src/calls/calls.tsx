import { useNavigate, useParams } from "@tanstack/react-router";
import { firstNameOf, isQuiet, localTime } from "@balcao/core";
import { useCallback, useEffect, useRef } from "react";
import { useTranslation } from "../lib/texts.ts";
import { useKindLabel } from "../conversations/kinds.ts";
import { nameOf } from "../conversations/names.ts";
import { useMentions } from "../conversations/notes.ts";
import { useNames } from "../conversations/use-names.ts";
import { historySentence } from "../conversations/thread/history-line.tsx";
import { serverNow } from "../lib/clock.ts";
import { useFormats } from "../lib/format.ts";
import { usePreferences } from "../lib/preferences.ts";
import { useSelf } from "../lib/queries.ts";
import { toast } from "../lib/toast.ts";
import { onChanges } from "../realtime/cache.ts";
import { callsIn, type Call } from "./calls-in.ts";
import { chime, unlockAtFirstUse } from "./chime.ts";
import { noticeRight, showNotice } from "./notices.ts";
import { keepPush, onOpened } from "./push.ts";
import { ticketAlarmsIn } from "./ticket-alarms.ts";
import { beInSight, inSight, takeLead } from "./windows.ts";

/** More conversations at once than this are one notice. */
const MOST_NOTICES = 3;

/** `about`: the conversation or the ticket; what lies in sight calls nobody. `path`: where it leads. */
type Notice = { about: string; path: string; title: string; body: string; isOfTicket?: boolean };

const ofConversation = (id: string) => ({ about: id, path: `/conversations/${id}` });

/** Tells this person's other windows what is in sight here. Gives what this one shows; null = it is hidden. */
function useSight(person: string): () => string | null {
  const openId = useParams({ strict: false, select: (params) => params.id }) ?? "";
  const own = useRef<string | null>(null);
  useEffect(() => {
    let leave = (): void => undefined;
    const look = (): void => {
      leave();
      const isVisible = document.visibilityState === "visible";
      own.current = isVisible ? openId : null;
      leave = isVisible ? beInSight(person, openId) : () => undefined;
    };
    look();
    document.addEventListener("visibilitychange", look);
    return () => {
      document.removeEventListener("visibilitychange", look);
      leave();
    };
  }, [person, openId]);
  return useCallback(() => own.current, []);
}

/** Where a notice's click leads: another page of the desk, which stays loaded. */
function useOpen(): (path: string) => void {
  const navigate = useNavigate();
  return useCallback((path: string) => void navigate({ href: path }), [navigate]);
}

/** Calls by sound, and by notices when no window is in sight; one window does it for all, and none while it is quiet for the person. */
function useCaller(): (notices: readonly Notice[]) => void {
  const { t } = useTranslation("calls");
  const me = useSelf();
  const person = me.agent.id;
  const open = useOpen();
  const sight = useSight(person);
  const lead = useRef<() => boolean>(() => false);
  useEffect(() => {
    const { leads, leave } = takeLead(person);
    lead.current = leads;
    return leave;
  }, [person]);
  return async (notices) => {
    const chosen = usePreferences.getState();
    const { sound, volume, desktopNotices, noticeText } = chosen;
    if (isQuiet(chosen, localTime(serverNow(), me.account.timeZone).minutes) || !lead.current()) return;
    const seen = await inSight(person, sight());
    const news = notices.filter(({ about }) => !seen.has(about));
    if (news.length === 0) return;
    if (sound) chime(volume);
    if (seen.size > 0 || !desktopNotices || noticeRight() !== "granted") return;
    const shown =
      news.length > MOST_NOTICES
        ? [{ title: t("many", { count: news.length }), body: "", about: "many", path: "/conversations" }]
        : news.map(({ about, path, title, body, isOfTicket = false }) => ({
            title,
            body: noticeText || isOfTicket ? body : t("newMessage"),
            about,
            path,
          }));
    await Promise.all(shown.map((one) => showNotice(one, open)));
  };
}

/** Says on the page that a ticket's promise is about to be broken, or was, and calls by it. */
function useTicketAlarms(call: (notices: readonly Notice[]) => void): void {
  const { t } = useTranslation("calls");
  const open = useOpen();
  const heard = useRef(new Set<string>());
  const tell = useRef<(changes: Parameters<typeof ticketAlarmsIn>[0]) => void>(() => undefined);
  tell.current = (changes) => {
    const notices = ticketAlarmsIn(changes, heard.current, serverNow()).map(
      ({ number, title, alarm, target }) => ({
        about: `ticket ${number}`,
        path: `/tickets/${number}`,
        title: t("ticket", { number, title }),
        body: t(`alarm.${alarm}.${target}`),
        isOfTicket: true,
        tone: alarm === "breached" ? ("error" as const) : ("plain" as const),
      }),
    );
    if (notices.length > 0) call(notices);
    for (const { path, title, body, tone } of notices)
      toast(`${title}: ${body}`, { tone, action: { label: t("open"), run: () => open(path) } });
  };
  useEffect(() => onChanges((changes) => tell.current(changes)), []);
}

/** Keeps the notices of a closed Balcão coming to who works here, and follows their clicks. */
function usePush(): void {
  const { agent } = useSelf();
  const open = useOpen();
  useEffect(() => onOpened(open), [open]);
  const { id, email } = agent;
  useEffect(() => void keepPush({ id, email }), [id, email]);
}

/** Calls the person: customers' messages by their rule, mentions always. Shows nothing itself; mounted once, by the shell. */
export function Calls(): null {
  const { t } = useTranslation(["calls", "desk"]);
  const me = useSelf();
  const names = useNames();
  const { t: deskText } = useTranslation("desk");
  const formats = useFormats();
  const navigate = useNavigate();
  const kindLabel = useKindLabel();
  const bodyOf = (one: Call): string => {
    if ("unsent" in one) return historySentence(one.unsent, names, deskText, formats);
    if ("message" in one) return one.message.text ?? kindLabel(one.message.kind);
    return one.givenBy === null ? t("given") : t("givenBy", { name: firstNameOf(names.agent(one.givenBy)) });
  };
  const call = useRef<(notices: readonly Notice[]) => void>(() => undefined);
  call.current = useCaller();
  const heard = useRef(new Set<string>());
  const tell = useRef<(changes: Parameters<typeof callsIn>[0]) => void>(() => undefined);
  tell.current = (changes) => {
    const who = { agentId: me.agent.id, teamIds: me.teamIds };
    const calls = callsIn(changes, usePreferences.getState().callFor, who, heard.current, serverNow());
    const notices = calls.map((one) => ({
      ...ofConversation(one.row.id),
      title: nameOf(one.row.contact, t("desk:unknownContact")),
      body: bodyOf(one),
    }));
    if (notices.length > 0) call.current(notices);
    // said on the page too: nobody waits at the moment they chose for a message
    notices.forEach(({ path, title, body }, index) => {
      const open = (): void => void navigate({ href: path });
      const one = calls[index];
      if (!one || !("unsent" in one)) return;
      // what the author wished for needs nothing; the rest stays until somebody has seen it
      const tone = one.unsent.data["reason"] === "contact_replied" ? "plain" : "error";
      toast(`${title}: ${body}`, { tone, action: { label: t("open"), run: open } });
    });
  };
  useEffect(() => onChanges((changes) => tell.current(changes)), []);
  useTicketAlarms((notices) => call.current(notices));

  const mentions = useMentions().data?.items;
  const known = useRef<Set<string> | null>(null);
  useEffect(() => {
    if (!mentions) return;
    const before = known.current;
    known.current = new Set(mentions.map(({ noteId }) => noteId));
    const fresh = before ? mentions.filter((one) => one.readAt === null && !before.has(one.noteId)) : [];
    if (fresh.length > 0)
      call.current(
        fresh.map((one) => ({
          ...ofConversation(one.conversationId),
          title: t("mentioned", { name: firstNameOf(names.agent(one.agentId)) }),
          body: one.contactName ?? t("desk:unknownContact"),
        })),
      );
  }, [mentions, names, t]);

  useEffect(unlockAtFirstUse, []);
  usePush();
  return null;
}
