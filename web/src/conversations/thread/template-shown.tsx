import type { TemplateShown } from "@balcao/core";
import {
  Copy,
  ExternalLink,
  FileText,
  Image,
  MapPin,
  Phone,
  Reply,
  Video,
  type LucideIcon,
} from "lucide-react";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { FormattedText } from "./formatted-text.tsx";
import classes from "./template-shown.module.css";

type Header = NonNullable<TemplateShown["header"]>;

const HEADERS: Record<Exclude<Header["format"], "TEXT">, LucideIcon> = {
  IMAGE: Image,
  VIDEO: Video,
  DOCUMENT: FileText,
  LOCATION: MapPin,
};
const BUTTONS: Readonly<Record<string, LucideIcon>> = {
  QUICK_REPLY: Reply,
  URL: ExternalLink,
  PHONE_NUMBER: Phone,
  VOICE_CALL: Phone,
  COPY_CODE: Copy,
};

function HeaderView({ header: { format, text, link } }: { header: Header }): ReactElement {
  const { t } = useTranslation("desk");
  if (format === "TEXT") return <p className={classes.title}>{text}</p>;
  const Icon = HEADERS[format];
  return (
    <p className={classes.file}>
      <Icon size={20} aria-hidden />
      <span>
        <strong>{t(`template.header.${format}`)}</strong>
        {(text ?? link) && <span>{text ?? link}</span>}
      </span>
    </p>
  );
}

/** A template as the customer's phone shows it: header, body, footer, and its buttons underneath. */
export function TemplateShownView({ shown }: { shown: TemplateShown }): ReactElement {
  const { t } = useTranslation("desk");
  return (
    <>
      {shown.header && <HeaderView header={shown.header} />}
      <FormattedText text={shown.body} />
      {shown.footer !== null && <p className={classes.footer}>{shown.footer}</p>}
      {shown.buttons.length > 0 && (
        <ul className={classes.buttons} aria-label={t("template.buttons")}>
          {shown.buttons.map(({ type, text, url }, index) => {
            const Icon = BUTTONS[type];
            return (
              <li key={index} title={url}>
                {Icon && <Icon size={15} aria-hidden />}{" "}
                {text === "" && type === "COPY_CODE" ? t("template.copyCode") : text}
              </li>
            );
          })}
        </ul>
      )}
    </>
  );
}
