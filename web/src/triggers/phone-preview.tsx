import type { Team } from "@balcao/api";
import {
  firstNameOf,
  greetingFor,
  LIST_BUTTON,
  present,
  renderTemplate,
  renderText,
  templateKey,
  WINDOW_MS,
  type PresentedMessage,
  type Templates,
  type TemplateUse,
} from "@balcao/core";
import { ArrowRight, ListIcon } from "lucide-react";
import type { ReactElement, ReactNode } from "react";
import { useTranslation } from "../lib/texts.ts";
import { FormattedText } from "../conversations/thread/formatted-text.tsx";
import { TemplateShownView } from "../conversations/thread/template-shown.tsx";
import { useNow } from "../lib/clock.ts";
import { useFormats } from "../lib/format.ts";
import { useSelf } from "../lib/queries.ts";
import classes from "./phone-preview.module.css";
import type { TriggerFacts } from "./sentences.ts";

const HOUR_MS = 3_600_000;
const EXAMPLE_PROTOCOL = "1042";

/** Fills the variables of a text as for a customer who writes now. */
function useFill(team: string | null): (text: string) => string {
  const { t } = useTranslation("triggers");
  const { account } = useSelf();
  const now = useNow();
  const name = t("preview.name");
  return (text) =>
    renderText(text, {
      "contato.nome": name,
      "contato.primeiro_nome": firstNameOf(name),
      "equipe.nome": team,
      "conta.nome": account.name,
      saudacao: greetingFor(now, account.timeZone, account.locale),
      protocolo: EXAMPLE_PROTOCOL,
      chamado: null,
      "chamado.titulo": null,
      "chamado.status": null,
      "chamado.atendente": null,
    });
}

function Options({ message }: { message: PresentedMessage }): ReactElement | null {
  const { t } = useTranslation("triggers");
  const { account } = useSelf();
  if (message.options.length === 0 || message.presentation === "text") return null;
  const items = message.options.map(({ id, keyword }) => <li key={id}>{keyword}</li>);
  if (message.presentation === "buttons") return <ul className={classes.buttons}>{items}</ul>;
  return (
    <>
      <p className={classes.listButton}>
        <ListIcon size={15} aria-hidden /> {LIST_BUTTON[account.locale]}
      </p>
      <ul className={classes.rows} aria-label={t("preview.options")}>
        {items}
      </ul>
    </>
  );
}

function Bubble({ children }: { children: ReactNode }): ReactElement {
  const formats = useFormats();
  const now = useNow();
  return (
    <div className={classes.bubble}>
      {children}
      <span className={classes.time} aria-hidden>
        {formats.time(now)}
      </span>
    </div>
  );
}

type Speech = Extract<TriggerFacts["action"], { type: "smart_message" }>;
type Fill = (text: string) => string;

/** One message as the customer's phone shows it, with its buttons or its list. */
export function PhoneMessage({ message, text }: { message: PresentedMessage; text: string }): ReactElement {
  const { t } = useTranslation("triggers");
  if (text.trim() === "") return <p className={classes.empty}>{t("preview.empty")}</p>;
  return (
    <div className={classes.message}>
      <Bubble>
        <FormattedText text={text} />
      </Bubble>
      <Options message={message} />
    </div>
  );
}

function Message({ action, fill }: { action: Speech; fill: Fill }): ReactElement {
  const message = present(action.text, action.keywords, action.presentation, "preview");
  return <PhoneMessage message={message} text={fill(message.text)} />;
}

/** What goes out once the window is closed; a template that is not there any more has nothing to show. */
function Behind({
  use,
  fill,
  templates,
}: {
  use: TemplateUse | null;
  fill: Fill;
  templates: Templates;
}): ReactElement {
  const { t } = useTranslation("triggers");
  const facts = use && templates.get(templateKey(use));
  if (!use) return <p className={classes.empty}>{t("preview.nothing")}</p>;
  if (!facts) return <p className={classes.empty}>{use.name}</p>;
  const values = Object.entries(use.values).map(([key, value]) => [key, fill(value)]);
  return (
    <div className={classes.message}>
      <Bubble>
        <TemplateShownView shown={renderTemplate(facts, Object.fromEntries(values))} />
      </Bubble>
    </div>
  );
}

/** Of a silence trigger both things that may go out, and when; of any other its message. */
function Said({ trigger, action, team, templates }: SaidProps): ReactElement {
  const { t } = useTranslation("triggers");
  const fill = useFill(team);
  if (trigger.fires !== "on_silence") return <Message action={action} fill={fill} />;
  const isLate = (trigger.idle?.hours ?? 0) * HOUR_MS >= WINDOW_MS;
  return (
    <>
      {!isLate && (
        <>
          <h3>{t("preview.open")}</h3>
          <Message action={action} fill={fill} />
        </>
      )}
      <h3>{t("preview.closed")}</h3>
      <Behind use={action.template} fill={fill} templates={templates} />
      {isLate && action.template && <p className={classes.empty}>{t("preview.never")}</p>}
    </>
  );
}

type SaidProps = { trigger: TriggerFacts; action: Speech; team: string | null; templates: Templates };

/** What the customer will see: the message as it will really be sent, or where the conversation goes. */
export function PhonePreview({
  trigger,
  teams,
  templates,
}: {
  trigger: TriggerFacts;
  teams: readonly Team[];
  templates: Templates;
}): ReactElement {
  const { t } = useTranslation("triggers");
  const { account } = useSelf();
  const nameOf = (id: string): string | null => teams.find((team) => team.id === id)?.name ?? null;
  const here = trigger.team.operator === "is" ? nameOf(trigger.team.team) : null;
  const to = trigger.action.type === "hand_over" ? nameOf(trigger.action.team) : null;
  return (
    <section className={classes.preview} aria-label={t("preview.title")}>
      <h2>{t("preview.title")}</h2>
      <div className={classes.phone}>
        <p className={classes.business}>{account.name}</p>
        <div className={classes.chat}>
          {trigger.action.type === "smart_message" ? (
            <Said trigger={trigger} action={trigger.action} team={here} templates={templates} />
          ) : (
            <p className={classes.moved}>
              <ArrowRight size={16} aria-hidden />
              {to === null
                ? t("preview.chooseTeam")
                : t("preview.handOver", { from: here ?? t("preview.anyTeam"), to })}
            </p>
          )}
        </div>
      </div>
      {trigger.action.type === "smart_message" && (
        <p className={classes.note}>{t("preview.example", { name: t("preview.name") })}</p>
      )}
    </section>
  );
}
