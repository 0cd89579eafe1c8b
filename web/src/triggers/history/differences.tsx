import type { BotReplay } from "@balcao/api";
import { Link } from "@tanstack/react-router";
import { ChevronRight } from "lucide-react";
import { useMemo, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { FormattedText } from "../../conversations/thread/formatted-text.tsx";
import { useNames } from "../../conversations/use-names.ts";
import { useFormats } from "../../lib/format.ts";
import { useBot } from "../queries.ts";
import classes from "./history.module.css";

type Difference = BotReplay["differences"][number];
type Outcome = Difference["was"];
type What = Difference["what"][number];

/** Names of the draft's triggers; what happened may name one that is gone since. */
function useTriggerName(): (id: string | null) => string {
  const { t } = useTranslation("tester");
  const { data: bot } = useBot();
  return useMemo(() => {
    const names = new Map((bot?.triggers ?? []).map(({ id, description }) => [id, description]));
    return (id) => (id === null ? t("history.noTrigger") : (names.get(id) ?? t("history.removed")));
  }, [bot, t]);
}

/** One side: what was or would be said, by which trigger, where the conversation is then and whose turn it is. */
function Side({
  title,
  outcome,
  what,
}: {
  title: string;
  outcome: Outcome;
  what: readonly What[];
}): ReactElement {
  const { t } = useTranslation("tester");
  const names = useNames();
  const triggerName = useTriggerName();
  const changed = (part: What): true | undefined => what.includes(part) || undefined;
  return (
    <section className={classes.side} aria-label={title}>
      <h3>{title}</h3>
      <dl>
        <div data-changed={changed("message")}>
          <dt>{t("history.message")}</dt>
          <dd>
            {outcome.text === null ? (
              <span className={classes.faint}>{t("history.silence")}</span>
            ) : (
              <FormattedText text={outcome.text} />
            )}
          </dd>
        </div>
        <div>
          <dt>{t("history.trigger")}</dt>
          <dd>{triggerName(outcome.triggerId)}</dd>
        </div>
        <div data-changed={changed("team")}>
          <dt>{t("history.team")}</dt>
          <dd>{names.team(outcome.teamId)}</dd>
        </div>
        <div data-changed={changed("person")}>
          <dt>{t("history.owner")}</dt>
          <dd>{t(outcome.owner === "bot" ? "history.bot" : "history.people")}</dd>
        </div>
      </dl>
    </section>
  );
}

function Row({ difference }: { difference: Difference }): ReactElement {
  const { t } = useTranslation("tester");
  const formats = useFormats();
  const { protocol, said, what, at } = difference;
  return (
    <li className={classes.difference}>
      <details>
        <summary>
          <ChevronRight size={18} aria-hidden />
          <span className={classes.said}>
            {said === null ? t("history.noText") : t("history.said", { text: said })}
          </span>
          <span className={classes.chips}>
            {what.map((part) => (
              <span key={part} className={classes.chip}>
                {t(`history.what.${part}`)}
              </span>
            ))}
          </span>
          <span className={classes.faint}>
            {t("history.protocol", { protocol })} · {formats.full(Date.parse(at))}
          </span>
        </summary>
        <div className={classes.sides}>
          <Side title={t("history.was")} outcome={difference.was} what={what} />
          <Side title={t("history.would")} outcome={difference.would} what={what} />
        </div>
        <Link to="/conversations/$id" params={{ id: difference.conversationId }}>
          {t("history.conversation", { protocol })}
        </Link>
      </details>
    </li>
  );
}

/** Every answer that would come out otherwise; each opens into what happened and what would happen. */
export function Differences({ differences }: { differences: readonly Difference[] }): ReactElement {
  const { t } = useTranslation("tester");
  return (
    <ul className={classes.differences} aria-label={t("history.list")}>
      {differences.map((difference) => (
        <Row key={difference.messageId} difference={difference} />
      ))}
    </ul>
  );
}
