import type { TemplateBlockShown, TemplateButton, TemplateShown } from "@balcao/core";
import {
  Copy,
  ExternalLink,
  ClipboardList,
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
  OTP: Copy,
  FLOW: ClipboardList,
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

function ButtonsView({ buttons }: { buttons: readonly TemplateButton[] }): ReactElement | null {
  const { t } = useTranslation("desk");
  if (buttons.length === 0) return null;
  // of a button without words what is known of it: Meta's own, or of an unknown one its kind
  const wordOf = (type: string): string =>
    type === "COPY_CODE" ? t("template.copyCode") : type in BUTTONS ? "" : type;
  return (
    <ul className={classes.buttons} aria-label={t("template.buttons")}>
      {buttons.map(({ type, text, url }, index) => {
        const Icon = BUTTONS[type];
        return (
          <li key={index} title={url}>
            {Icon && <Icon size={15} aria-hidden />} {text === "" ? wordOf(type) : text}
          </li>
        );
      })}
    </ul>
  );
}

/** The cards of a carousel stand beside each other; what does not fit is reached by pushing them, or by the arrow keys. */
function CardsView({ cards }: { cards: readonly TemplateBlockShown[] }): ReactElement {
  const { t } = useTranslation("desk");
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so that it must be reached by keyboard
    <ol className={classes.cards} tabIndex={0} aria-label={t("template.cards")}>
      {cards.map(({ header, body, buttons }, index) => (
        <li key={index} aria-label={t("template.card", { number: index + 1 })}>
          {header && <HeaderView header={header} />}
          {body !== "" && <FormattedText text={body} />}
          <ButtonsView buttons={buttons} />
        </li>
      ))}
    </ol>
  );
}

/** A template as the customer's phone shows it: header, body, footer, its buttons underneath, and the cards of a carousel. */
export function TemplateShownView({ shown }: { shown: TemplateShown }): ReactElement {
  const { header, body, footer, buttons, cards } = shown;
  return (
    <>
      {header && <HeaderView header={header} />}
      <FormattedText text={body} />
      {footer !== null && <p className={classes.footer}>{footer}</p>}
      <ButtonsView buttons={buttons} />
      {cards !== undefined && <CardsView cards={cards} />}
    </>
  );
}
