import type { MessageRaw, MessageView } from "@balcao/api";
import type { MessageContent } from "@balcao/core";
import { useQuery } from "@tanstack/react-query";
import { CircleHelp, ListIcon, MapPin, Reply, UserRound } from "lucide-react";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { z } from "zod";
import { ErrorNotice } from "../../app/page-states.tsx";
import { api } from "../../lib/api.ts";
import { useFormats } from "../../lib/format.ts";
import { hasRole, useSelf } from "../../lib/queries.ts";
import { contentOf } from "./content.ts";
import classes from "./content-view.module.css";
import { FormattedText } from "./formatted-text.tsx";
import { MediaBlock } from "./media.tsx";
import { TemplateShownView } from "./template-shown.tsx";

type Of<K extends MessageContent["type"]> = Extract<MessageContent, { type: K }>;

function Location({ content }: { content: Of<"location"> }): ReactElement {
  const { t } = useTranslation("desk");
  const place = `${content.latitude.toFixed(5)}, ${content.longitude.toFixed(5)}`;
  return (
    <div className={classes.card}>
      <span className={classes.cardIcon}>
        <MapPin size={20} aria-hidden />
      </span>
      <span className={classes.cardText}>
        <strong>{content.name ?? t("kinds.location")}</strong>
        {content.address && <span>{content.address}</span>}
        <span className={classes.small}>{place}</span>
      </span>
    </div>
  );
}

function Contacts({ content }: { content: Of<"contacts"> }): ReactElement {
  return (
    <>
      {content.cards.map((card, index) => (
        <div key={index} className={classes.card}>
          <span className={classes.cardIcon}>
            <UserRound size={20} aria-hidden />
          </span>
          <span className={classes.cardText}>
            <strong>{card.name}</strong>
            {card.organisation && <span>{card.organisation}</span>}
            {card.phones.map(({ phone }) => (
              <span key={phone}>{phone}</span>
            ))}
            {card.emails.map((email) => (
              <span key={email}>{email}</span>
            ))}
          </span>
        </div>
      ))}
    </>
  );
}

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

function Unsupported({ content, id }: { content: Of<"unsupported">; id: string }): ReactElement {
  const { t } = useTranslation("desk");
  const [open, setOpen] = useState(false);
  const mayRead = hasRole(useSelf(), "administrator");
  return (
    <div className={classes.unsupported}>
      <p>
        <CircleHelp size={16} aria-hidden />{" "}
        {t(content.wireType === "unsupported" ? "unsupported.text" : "unsupported.unknown", {
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

function Order({ content }: { content: Of<"order"> }): ReactElement {
  const { t, i18n } = useTranslation("desk");
  return (
    <>
      <strong>{t("kinds.order")}</strong>
      <ul className={classes.plainList}>
        {content.items.map((item, index) => (
          <li key={index}>
            {item.quantity} × {item.productId}
            {item.price !== null && item.currency
              ? ` · ${new Intl.NumberFormat(i18n.language, { style: "currency", currency: item.currency }).format(item.price)}`
              : ""}
          </li>
        ))}
      </ul>
      {content.text && <FormattedText text={content.text} />}
    </>
  );
}

/** What a message holds, each kind in its own form. */
export function ContentView({
  message,
  author,
}: {
  message: Pick<MessageView, "id" | "at" | "kind" | "content" | "media">;
  author: string;
}): ReactElement {
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
      return <Location content={content} />;
    case "contacts":
      return <Contacts content={content} />;
    case "reply":
      return (
        <>
          <p className={classes.reply}>
            <Reply size={14} aria-hidden />
            <span className="visually-hidden">{t("kinds.reply")}: </span>
            {content.title}
          </p>
          {content.description && <p className={classes.small}>{content.description}</p>}
        </>
      );
    case "buttons":
    case "list":
      return <Menu content={content} />;
    case "template":
      return <TemplateShownView shown={content} />;
    case "form":
      return (
        <dl className={classes.form}>
          <dt className={classes.formTitle}>{content.name ?? t("kinds.form")}</dt>
          {content.fields.map(({ name, value }) => (
            <dd key={name}>
              <span className={classes.small}>{name}</span> {value}
            </dd>
          ))}
        </dl>
      );
    case "order":
      return <Order content={content} />;
    case "system":
      return <em>{content.body ?? t("kinds.system")}</em>;
    case "unsupported":
      return <Unsupported content={content} id={message.id} />;
  }
}
