import type { Team } from "@balcao/api";
import {
  firstNameOf,
  greetingFor,
  LIST_BUTTON,
  present,
  renderText,
  type PresentedMessage,
} from "@balcao/core";
import { ArrowRight, ListIcon } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { FormattedText } from "../conversations/thread/formatted-text.tsx";
import { useNow } from "../lib/clock.ts";
import { useFormats } from "../lib/format.ts";
import { useSelf } from "../lib/queries.ts";
import classes from "./phone-preview.module.css";
import type { TriggerFacts } from "./sentences.ts";

const EXAMPLE_PROTOCOL = "1042";

/** The message with its variables filled as for a customer who writes now. */
function useFilled(text: string, team: string | null): string {
  const { t } = useTranslation("triggers");
  const { account } = useSelf();
  const now = useNow();
  const name = t("preview.name");
  return renderText(text, {
    "contato.nome": name,
    "contato.primeiro_nome": firstNameOf(name),
    "equipe.nome": team,
    "conta.nome": account.name,
    saudacao: greetingFor(now, account.timeZone, account.locale),
    protocolo: EXAMPLE_PROTOCOL,
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

function Message({ trigger, team }: { trigger: TriggerFacts; team: string | null }): ReactElement {
  const { t } = useTranslation("triggers");
  const formats = useFormats();
  const now = useNow();
  const { action } = trigger;
  const message =
    action.type === "smart_message"
      ? present(action.text, action.keywords, action.presentation, "preview")
      : null;
  const text = useFilled(message?.text ?? "", team);
  if (!message || text.trim() === "") return <p className={classes.empty}>{t("preview.empty")}</p>;
  return (
    <div className={classes.message}>
      <div className={classes.bubble}>
        <FormattedText text={text} />
        <span className={classes.time} aria-hidden>
          {formats.time(now)}
        </span>
      </div>
      <Options message={message} />
    </div>
  );
}

/** What the customer will see: the message as it will really be sent, or where the conversation goes. */
export function PhonePreview({
  trigger,
  teams,
}: {
  trigger: TriggerFacts;
  teams: readonly Team[];
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
            <Message trigger={trigger} team={here} />
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
