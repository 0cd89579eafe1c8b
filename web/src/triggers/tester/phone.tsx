import {
  optionsOf,
  type OutgoingContent,
  type TemplateBlockShown,
  type TesterEntry,
  type TesterRun,
  type TesterStep,
} from "@balcao/core";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { Link } from "@tanstack/react-router";
import { CircleHelp, Image, ListIcon, Mic, SendHorizontal } from "lucide-react";
import { Fragment, useEffect, useRef, useState, type ReactElement, type RefObject } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { FormattedText } from "../../conversations/thread/formatted-text.tsx";
import { TemplateShownView } from "../../conversations/thread/template-shown.tsx";
import { HistoryLine } from "../../conversations/thread/history-line.tsx";
import preview from "../phone-preview.module.css";
import { durationText } from "../sentences.ts";
import { useTongue } from "../use-tongue.ts";
import classes from "./phone.module.css";
import { TEXT_MOST } from "./steps.ts";
import { useMoment } from "./use-moment.ts";

const HOUR_MS = 3_600_000;
/** A pause shorter than this is not told. */
const PAUSE_MS = HOUR_MS / 2;

type Spoken = Extract<TesterEntry, { content: OutgoingContent }>;
type Heard = Extract<TesterEntry, { from: "customer" }>;
type Acts = {
  /** null = the test is full */
  does: ((step: TesterStep) => void) | null;
  names: Readonly<Record<string, string>>;
  /** the entries whose decision can be asked about */
  explainable: ReadonlySet<number>;
  /** the entry whose decision is explained beside the phone */
  chosen: number | null;
  explain: (index: number) => void;
};

function Options({ content, tap }: { content: OutgoingContent; tap: Acts["does"] }): ReactElement | null {
  const { t } = useTranslation("tester");
  const options = optionsOf(content);
  if (options.length === 0) return null;
  return (
    <>
      {content.type === "list" && (
        <p className={classes.listButton}>
          <ListIcon size={15} aria-hidden /> {content.button}
        </p>
      )}
      <ul
        className={content.type === "list" ? classes.rows : classes.options}
        aria-label={t("phone.options")}
      >
        {options.map(({ id, title }) => (
          <li key={id}>
            {tap ? (
              <button type="button" onClick={() => tap({ does: "taps", option: title })}>
                {title}
              </button>
            ) : (
              <span>{title}</span>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function WhyButton({ index, acts }: { index: number; acts: Acts }): ReactElement | null {
  const { t } = useTranslation("tester");
  if (!acts.explainable.has(index)) return null;
  return (
    <button
      type="button"
      className={classes.why}
      aria-pressed={acts.chosen === index}
      onClick={() => acts.explain(index)}
    >
      <CircleHelp size={13} aria-hidden /> {t("why.show")}
    </button>
  );
}

type PartProps<E> = { entry: E; index: number; acts: Acts };

/** What is said; what can be tapped of it stands below. */
function Shown({ content }: { content: OutgoingContent }): ReactElement {
  if (content.type !== "template") return <FormattedText text={content.body} />;
  const bare = <B extends TemplateBlockShown>(block: B): B => ({
    ...block,
    buttons: block.buttons.filter(({ type }) => type !== "QUICK_REPLY"),
  });
  const cards = content.cards?.map(bare);
  return <TemplateShownView shown={{ ...bare(content), ...(cards ? { cards } : {}) }} />;
}

function Said({ entry, index, acts, isOpen }: PartProps<Spoken> & { isOpen: boolean }): ReactElement {
  const { t } = useTranslation("tester");
  const { time } = useMoment();
  const who = entry.from === "bot" ? t("phone.bot") : t("phone.automatic");
  return (
    <div className={classes.in}>
      <div className={preview.bubble}>
        <span className="visually-hidden">{t("phone.said", { who })}: </span>
        <Shown content={entry.content} />
        <span className={preview.time}>{time(entry.at)}</span>
      </div>
      <Options content={entry.content} tap={isOpen ? acts.does : null} />
      <p className={classes.by}>
        {entry.triggerId === null || !acts.names[entry.triggerId] ? (
          who
        ) : (
          <Link to="/settings/triggers/$id" params={{ id: entry.triggerId }}>
            {acts.names[entry.triggerId]}
          </Link>
        )}
        <WhyButton index={index} acts={acts} />
      </p>
    </div>
  );
}

function Wrote({ entry }: { entry: Heard }): ReactElement {
  const { t } = useTranslation("tester");
  const { time } = useMoment();
  return (
    <div className={classes.out}>
      <span className="visually-hidden">{t("phone.said", { who: t("phone.you") })}: </span>
      {entry.what === "text" ? (
        <span className={classes.words} dir="auto">
          {entry.text}
        </span>
      ) : (
        <span className={classes.media}>
          {entry.what === "audio" ? <Mic size={16} aria-hidden /> : <Image size={16} aria-hidden />}
          {t(entry.what === "audio" ? "phone.audioSent" : "phone.imageSent")}
        </span>
      )}
      <span className={preview.time}>{time(entry.at)}</span>
    </div>
  );
}

function Entry({ entry, index, acts, isOpen }: PartProps<TesterEntry> & { isOpen: boolean }): ReactElement {
  if ("content" in entry) return <Said entry={entry} index={index} acts={acts} isOpen={isOpen} />;
  if (entry.from === "customer") return <Wrote entry={entry} />;
  const line = {
    entry: "history" as const,
    id: String(index),
    conversationId: "",
    seq: index,
    at: new Date(entry.at).toISOString(),
    type: entry.event,
    agentId: null,
    data: entry.data,
  };
  return (
    <div className={classes.history}>
      <HistoryLine line={line} />
      <WhyButton index={index} acts={acts} />
    </div>
  );
}

/** The day when it begins, and how much time went by within it. */
function Gap({ before, at }: { before: number | undefined; at: number }): ReactElement | null {
  const { t } = useTranslation("tester");
  const { day } = useMoment();
  const tongue = useTongue();
  if (before === undefined || day(before) !== day(at)) return <p className={classes.day}>{day(at)}</p>;
  if (at - before < PAUSE_MS) return null;
  return (
    <p className={classes.gap}>
      {t("clock.later", { duration: durationText((at - before) / HOUR_MS, tongue) })}
    </p>
  );
}

function Composer({
  does,
  field,
}: {
  does: Acts["does"];
  field: RefObject<HTMLInputElement | null>;
}): ReactElement {
  const { t } = useTranslation("tester");
  const [text, setText] = useState("");
  useEffect(() => field.current?.focus({ preventScroll: true }), [field]);
  return (
    <form
      className={classes.composer}
      onSubmit={(event) => {
        event.preventDefault();
        if (!does || text.trim() === "") return;
        does({ does: "writes", text: text.trim() });
        setText("");
      }}
    >
      <button
        type="button"
        aria-label={t("phone.image")}
        title={t("phone.image")}
        disabled={!does}
        onClick={() => does?.({ does: "sends", what: "image" })}
      >
        <Image size={19} aria-hidden />
      </button>
      <button
        type="button"
        aria-label={t("phone.audio")}
        title={t("phone.audio")}
        disabled={!does}
        onClick={() => does?.({ does: "sends", what: "audio" })}
      >
        <Mic size={19} aria-hidden />
      </button>
      <input
        ref={field}
        aria-label={t("phone.write")}
        placeholder={t("phone.write")}
        autoComplete="off"
        maxLength={TEXT_MOST}
        value={text}
        disabled={!does}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" size="compact-md" radius="xl" disabled={!does} aria-label={t("phone.send")}>
        <SendHorizontal size={17} aria-hidden />
      </Button>
    </form>
  );
}

type Props = Acts & { run: TesterRun; business: string };

/** The customer's phone: what was said on both sides at its virtual time, and what the customer does next. */
export function Phone({ run, business, ...acts }: Props): ReactElement {
  const { t } = useTranslation("tester");
  const { time } = useMoment();
  const chat = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const { entries } = run;
  const { does } = acts;
  const tap: Acts["does"] =
    does &&
    ((step) => {
      does(step);
      // the button is gone with the next menu: one goes on where one writes
      field.current?.focus({ preventScroll: true });
    });
  useEffect(() => {
    chat.current?.scrollTo({ top: chat.current.scrollHeight });
  }, [entries.length, run.now]);
  const offer = entries.findLastIndex((entry) => "content" in entry && entry.content.type !== "text");
  const last = entries.at(-1);
  return (
    <section className={preview.phone} aria-label={t("phone.label")}>
      <h2 className={`${preview.business} ${classes.business}`}>{business}</h2>
      {/* what scrolls must be reached without a mouse */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div ref={chat} className={classes.chat} role="log" tabIndex={0} aria-label={t("phone.log")}>
        {entries.length === 0 && <p className={preview.empty}>{t("phone.empty")}</p>}
        {entries.map((entry, index) => (
          <Fragment key={index}>
            <Gap before={entries[index - 1]?.at} at={entry.at} />
            <Entry entry={entry} index={index} acts={{ ...acts, does: tap }} isOpen={index === offer} />
          </Fragment>
        ))}
        {last?.from === "customer" && run.conversation?.owner !== "bot" && (
          <p className={classes.gap}>{t("phone.noAnswer")}</p>
        )}
        {last && run.now > last.at && (
          <>
            <Gap before={last.at} at={run.now} />
            <p className={classes.gap}>{t("clock.now", { time: time(run.now) })}</p>
          </>
        )}
      </div>
      <Composer does={does} field={field} />
    </section>
  );
}
