import type { InteractiveAction, InteractiveContent } from "@balcao/core";
import {
  ClipboardList,
  ContactRound,
  ExternalLink,
  LayoutGrid,
  MapPin,
  Phone,
  PhoneCall,
  ShoppingBag,
  type LucideIcon,
} from "lucide-react";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import cards from "./cards.module.css";
import { FormattedText } from "./formatted-text.tsx";
import { webUrl } from "../../lib/addresses.ts";
import { useIsStop } from "./stop.ts";
import classes from "./template-shown.module.css";

const ICONS: Record<InteractiveAction["kind"], LucideIcon> = {
  link: ExternalLink,
  location_request: MapPin,
  contact_request: ContactRound,
  call_permission: PhoneCall,
  call_button: Phone,
  flow: ClipboardList,
  product: ShoppingBag,
  product_list: LayoutGrid,
  catalog: LayoutGrid,
};

const DAY_MINUTES = 1440;
const HOUR_MINUTES = 60;

/** How long a call button works, in its largest whole unit. */
export function useTerm(): (minutes: number) => string {
  const { t } = useTranslation("composer");
  return (minutes) => {
    if (minutes % DAY_MINUTES === 0) return t("interactive.days", { count: minutes / DAY_MINUTES });
    return minutes % HOUR_MINUTES === 0
      ? t("interactive.hours", { count: minutes / HOUR_MINUTES })
      : t("interactive.minutes", { count: minutes });
  };
}

/** What the phone does not show of it, and who sends it must know: where it leads, and by which of Meta's ids. */
function Facts({ action }: { action: InteractiveAction }): ReactElement | null {
  const { t } = useTranslation("composer");
  const term = useTerm();
  switch (action.kind) {
    case "link":
      return <span className={cards.small}>{action.url}</span>;
    case "call_button":
      return <span className={cards.small}>{t("interactive.works", { term: term(action.minutes) })}</span>;
    case "flow": {
      const { flow, screen, data } = action;
      const parts = [
        t("interactive.flowNamed", { name: flow }),
        screen && t("interactive.screenNamed", { name: screen }),
      ];
      return (
        <>
          <span className={cards.small}>{parts.filter(Boolean).join(" · ")}</span>
          {data.map(({ name, value }) => (
            <span key={name} className={cards.small}>
              {name}: {value}
            </span>
          ))}
        </>
      );
    }
    case "product":
      return (
        <span className={cards.small}>
          {t("interactive.productOf", { product: action.productId, catalog: action.catalogId })}
        </span>
      );
    case "product_list":
      return (
        <>
          {action.sections.map(({ title, productIds }, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- sections have no identity but their place
            <span key={index} className={cards.text}>
              {title && <strong>{title}</strong>}
              <span className={cards.small}>{productIds.join(", ")}</span>
            </span>
          ))}
          <span className={cards.small}>{t("interactive.catalogNamed", { name: action.catalogId })}</span>
        </>
      );
    default:
      return null;
  }
}

/** What the customer can tap: a link leads where theirs does, the rest is theirs to do. */
function Button({ action }: { action: InteractiveAction }): ReactElement {
  const { t } = useTranslation("composer");
  const tabIndex = useIsStop() ? 0 : -1;
  const Icon = ICONS[action.kind];
  const label =
    "label" in action ? action.label || t("interactive.label") : t(`interactive.button.${action.kind}`);
  const inside = (
    <>
      <Icon size={15} aria-hidden /> {label}
    </>
  );
  const url = action.kind === "link" ? webUrl(action.url) : null;
  if (url === null) return <li>{inside}</li>;
  return (
    <li>
      <a href={url} target="_blank" rel="noopener noreferrer nofollow" tabIndex={tabIndex}>
        {inside}
      </a>
    </li>
  );
}

/** A message that asks the customer to do something, as their phone shows it, with what only the desk knows of it. */
export function InteractiveView({ content }: { content: InteractiveContent }): ReactElement {
  const { t } = useTranslation("desk");
  const { header, body, footer, action } = content;
  return (
    <>
      {header && <p className={classes.title}>{header}</p>}
      {body && <FormattedText text={body} />}
      {footer && <p className={classes.footer}>{footer}</p>}
      <span className={cards.text}>
        <Facts action={action} />
      </span>
      <ul className={classes.buttons} aria-label={t("template.buttons")}>
        <Button action={action} />
      </ul>
    </>
  );
}
