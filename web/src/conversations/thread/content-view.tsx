import type { MessageRaw, MessageView } from "@balcao/api";
import { formatPhone, tappedCard, type MessageContent } from "@balcao/core";
import { useQuery } from "@tanstack/react-query";
import {
  ChevronsRight,
  CircleHelp,
  Eye,
  Forward,
  ListIcon,
  PhoneCall,
  PhoneIncoming,
  PhoneMissed,
  PhoneOff,
  Reply,
  UsersRound,
} from "lucide-react";
import { useState, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import type { z } from "zod";
import { ErrorNotice } from "../../app/page-states.tsx";
import { api } from "../../lib/api.ts";
import { useFormats } from "../../lib/format.ts";
import { hasRole, useSelf } from "../../lib/queries.ts";
import { ContactCards } from "./contact-cards.tsx";
import { besideOf, contentOf, forwardedOf, referralOf } from "./content.ts";
import classes from "./content-view.module.css";
import { FormattedText } from "./formatted-text.tsx";
import { InteractiveView } from "./interactive-view.tsx";
import { LocationCard } from "./location-card.tsx";
import { MediaBlock } from "./media.tsx";
import { OrderView } from "./order-view.tsx";
import { ReferralView } from "./referral-view.tsx";
import { TemplateShownView } from "./template-shown.tsx";

/** What of a message is needed to show what it holds. */
type Shown = Pick<MessageView, "id" | "at" | "kind" | "content" | "media">;
type Of<K extends MessageContent["type"]> = Extract<MessageContent, { type: K }>;

function Menu({ content }: { content: Of<"buttons"> | Of<"list"> }): ReactElement {
  const { t } = useTranslation("desk");
  return (
    <>
      <FormattedText text={content.body} />
      {content.type === "list" && (
        <p className={classes.listTitle}>
          <ListIcon size={14} aria-hidden /> {content.button}
        </p>
      )}
      <ul className={classes.options} aria-label={t("menu.options")}>
        {content.options.map(({ id, title }) => (
          <li key={id}>{title}</li>
        ))}
      </ul>
    </>
  );
}

/** What Meta sent, word for word, fetched when it is asked for. */
function Raw({ id }: { id: string }): ReactElement {
  const { data, error, refetch } = useQuery({
    queryKey: ["raw", id],
    queryFn: () => api<z.infer<typeof MessageRaw>>(`/api/messages/${id}/raw`),
  });
  if (error) return <ErrorNotice error={error} retry={() => void refetch()} />;
  return <pre aria-busy={!data}>{data ? JSON.stringify(data.raw, null, 2) : "…"}</pre>;
}

/** Meta's word for a file of the app's history, which follows by itself while it is young. */
const HISTORY_FILE = "media_placeholder";

function Unsupported({ content, id }: { content: Of<"unsupported">; id: string }): ReactElement {
  const { t } = useTranslation("desk");
  const [open, setOpen] = useState(false);
  const mayRead = hasRole(useSelf(), "administrator");
  return (
    <div className={classes.unsupported}>
      <p>
        <CircleHelp size={16} aria-hidden />{" "}
        {content.wireType === HISTORY_FILE
          ? t("unsupported.historyFile")
          : t(content.wireType === "unsupported" ? "unsupported.text" : "unsupported.unknown", {
              type: content.subtype ?? content.wireType,
            })}
      </p>
      {mayRead && (
        <details onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary>{t("unsupported.raw")}</summary>
          {open && <Raw id={id} />}
        </details>
      )}
    </div>
  );
}

/** Answers of a form, each under its name. */
function Form({ content }: { content: Of<"form"> }): ReactElement {
  const { t } = useTranslation("desk");
  return (
    <>
      <strong>{content.name ?? t("kinds.form")}</strong>
      <dl className={classes.form}>
        {content.fields.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

const NOTICES = ["number_changed", "user_id_changed", "identity_changed", "welcome_request"] as const;

/** The two numbers of Meta's English sentence about a change, as they are read here; null = it is another sentence. */
function numbersOf(body: string): { from: string; to: string } | null {
  const [from, to, more] = body.match(/\d{8,15}/gu) ?? [];
  return from && to && !more ? { from: formatPhone(from), to: formatPhone(to) } : null;
}

/** What WhatsApp itself says: its event in the reader's language, and its own sentence where there is more to learn. */
function Notice({ content }: { content: Of<"system"> }): ReactElement {
  const { t } = useTranslation(["desk", "composer"]);
  const event = NOTICES.find((known) => known === content.event);
  const numbers = event === "number_changed" && content.body ? numbersOf(content.body) : null;
  const small = numbers ? t("composer:notices.numbers", numbers) : content.body;
  return (
    <>
      <em>{event ? t(`composer:notices.${event}`) : (content.body ?? t("desk:kinds.system"))}</em>
      {event && small && <p className={classes.small}>{small}</p>}
    </>
  );
}

/** That the customer had it from somebody else: what it says is perhaps not about them. */
function ForwardedMark({ often }: { often: boolean }): ReactElement {
  const { t } = useTranslation("desk");
  const Icon = often ? ChevronsRight : Forward;
  return (
    <p className={classes.passedOn}>
      <Icon size={14} aria-hidden /> {t(often ? "passedOn.many" : "passedOn.once")}
    </p>
  );
}

/** That it was not written to us alone: nothing answers by itself, and an answer goes to the person. */
function BesideMark({ beside }: { beside: "group" | "standby" }): ReactElement {
  const { t } = useTranslation("desk");
  const Icon = beside === "group" ? UsersRound : Eye;
  return (
    <p className={classes.passedOn}>
      <Icon size={14} aria-hidden /> {t(`beside.${beside}`)}
    </p>
  );
}

/** A call that came on WhatsApp: Balcão takes none, so that somebody should call or write back. */
function Call({ seconds }: { seconds: number | null }): ReactElement {
  const { t } = useTranslation("desk");
  const Icon = seconds === null ? PhoneMissed : PhoneIncoming;
  return (
    <p className={classes.reply}>
      <Icon size={14} aria-hidden />
      {seconds === null
        ? t("call.missed")
        : t("call.taken", { minutes: Math.max(1, Math.round(seconds / 60)) })}
    </p>
  );
}

/** Whether the company may call the customer, and until when. */
function CallPermission({ content }: { content: Of<"call_permission"> }): ReactElement {
  const { t } = useTranslation("composer");
  const formats = useFormats();
  const { allowed, until, automatic } = content;
  const Icon = allowed ? PhoneCall : PhoneOff;
  const by = automatic ? "byWhatsApp" : "byCustomer";
  const said = !allowed
    ? t("permission.refused")
    : until === null
      ? t(`permission.${by}`)
      : t(`permission.${by}Until`, { time: formats.full(until) });
  return (
    <p className={classes.reply}>
      <Icon size={14} aria-hidden /> {said}
    </p>
  );
}

/** What a message holds, each kind in its own form, under the advertisement it came from and whether it was passed on. */
export function ContentView({ message, author }: { message: Shown; author: string }): ReactElement {
  const referral = referralOf(message);
  const forwarded = forwardedOf(message);
  const beside = besideOf(message);
  return (
    <>
      {beside && <BesideMark beside={beside} />}
      {forwarded && <ForwardedMark often={forwarded === "many"} />}
      {referral && <ReferralView referral={referral} />}
      <Held message={message} author={author} />
    </>
  );
}

function Held({ message, author }: { message: Shown; author: string }): ReactElement {
  const { t } = useTranslation("desk");
  const formats = useFormats();
  const content = contentOf(message);
  switch (content.type) {
    case "text":
      return <FormattedText text={content.body} />;
    case "image":
    case "video":
    case "audio":
    case "document":
    case "sticker": {
      const alt =
        content.caption ??
        t("media.alt", {
          kind: t(`kinds.${content.type}`),
          name: author,
          time: formats.time(Date.parse(message.at)),
        });
      return (
        <>
          {message.media ? (
            <MediaBlock media={message.media} alt={alt} />
          ) : (
            <em>{t(`kinds.${content.type}`)}</em>
          )}
          {content.caption && <FormattedText text={content.caption} />}
        </>
      );
    }
    case "location":
      return <LocationCard place={content} />;
    case "contacts":
      return <ContactCards cards={content.cards} />;
    case "reply": {
      const card = tappedCard(content.id);
      return (
        <>
          <p className={classes.reply}>
            <Reply size={14} aria-hidden />
            <span className="visually-hidden">{t("kinds.reply")}: </span>
            {content.title}
          </p>
          {content.description && <p className={classes.small}>{content.description}</p>}
          {card !== null && <p className={classes.small}>{t("template.card", { number: card + 1 })}</p>}
        </>
      );
    }
    case "buttons":
    case "list":
      return <Menu content={content} />;
    case "interactive":
      return <InteractiveView content={content} />;
    case "template":
      return <TemplateShownView shown={content} />;
    case "form":
      return <Form content={content} />;
    case "order":
      return <OrderView order={content} />;
    case "system":
      return <Notice content={content} />;
    case "call":
      return <Call seconds={content.seconds} />;
    case "call_permission":
      return <CallPermission content={content} />;
    case "unsupported":
      return <Unsupported content={content} id={message.id} />;
  }
}
