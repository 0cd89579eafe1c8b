import type { ConversationState } from "@balcao/core";
import { Button, TextInput } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { FastForward } from "lucide-react";
import { useEffect, useState, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { useNames } from "../../conversations/use-names.ts";
import { localOf, momentTyped, nextMonday } from "./clock.ts";
import classes from "./tester.module.css";
import { useMoment } from "./use-moment.ts";

const HOUR_MS = 3_600_000;

function State({ conversation }: { conversation: ConversationState | null }): ReactElement {
  const { t } = useTranslation("tester");
  const names = useNames();
  if (!conversation) return <p role="status">{t("state.new")}</p>;
  if (conversation.status === "closed") return <p role="status">{t("state.closed")}</p>;
  const team = names.team(conversation.teamId);
  return <p role="status">{t(conversation.owner === "bot" ? "state.bot" : "state.people", { team })}</p>;
}

type Props = {
  now: number;
  timeZone: string;
  conversation: ConversationState | null;
  /** while nothing happened the clock may be set back too */
  mayGoBack: boolean;
  go: (to: number) => void;
};

/** Any other moment: typed, then gone to. */
function DateField({ now, timeZone, mayGoBack, go }: Omit<Props, "conversation">): ReactElement {
  const { t } = useTranslation("tester");
  const local = localOf(now, timeZone);
  const [typed, setTyped] = useState(local);
  useEffect(() => setTyped(local), [local]);
  const moment = momentTyped(typed, timeZone);
  const isBack = moment !== null && moment < now && typed !== local && !mayGoBack;
  return (
    <form
      className={classes.date}
      onSubmit={(event) => {
        event.preventDefault();
        if (moment !== null && !isBack) go(moment);
      }}
    >
      <TextInput
        type="datetime-local"
        label={t("clock.date")}
        value={typed}
        error={isBack && t("clock.forward")}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={moment === null || isBack || typed === local}>
        {t("clock.go")}
      </Button>
    </form>
  );
}

/** The time machine: what the clock says, the ways to move it, and where the conversation stands then. */
export function ClockPanel(props: Props): ReactElement {
  const { now, timeZone, conversation, go } = props;
  const { t } = useTranslation("tester");
  const moment = useMoment();
  return (
    <section className={`${classes.card} ${classes.time}`} aria-label={t("clock.label")}>
      <time className={classes.clock} dateTime={new Date(now).toISOString()}>
        <strong>{moment.time(now)}</strong> <span>{moment.day(now)}</span>
      </time>
      <State conversation={conversation} />
      <div className={classes.jumps}>
        <Button
          variant="default"
          leftSection={<FastForward size={15} aria-hidden />}
          onClick={() => go(now + HOUR_MS)}
        >
          {t("clock.hour")}
        </Button>
        <Button
          variant="default"
          leftSection={<FastForward size={15} aria-hidden />}
          onClick={() => go(now + 24 * HOUR_MS)}
        >
          {t("clock.day")}
        </Button>
        <Button variant="default" onClick={() => go(nextMonday(now, timeZone))}>
          {t("clock.monday")}
        </Button>
      </div>
      <DateField {...props} />
    </section>
  );
}
