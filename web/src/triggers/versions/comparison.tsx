import { triggerChanges, type Trigger } from "@balcao/core";
import { NativeSelect } from "@mantine/core";
import { useEffect, useRef, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { ErrorNotice } from "../../app/page-states.tsx";
import { Loading } from "../../settings/parts/loading.tsx";
import { Section } from "../../settings/parts/page-head.tsx";
import { differencesOf } from "../differences.ts";
import bar from "../publish-bar.module.css";
import { useVersion } from "../queries.ts";
import type { Tongue } from "../sentences.ts";
import { useTongue } from "../use-tongue.ts";
import { plainTrigger } from "../verify/bot-input.ts";
import classes from "./versions.module.css";

/** The draft among the numbers of versions. */
const DRAFT = "draft";

type Pair = { before: readonly Trigger[]; after: readonly Trigger[] };

function Fields({
  before,
  after,
  tongue,
}: {
  before: Trigger;
  after: Trigger;
  tongue: Tongue;
}): ReactElement {
  const { t } = tongue;
  return (
    <dl className={classes.fields}>
      {differencesOf(before, after, tongue).map(({ field, was, is }) => (
        <div key={field}>
          <dt>{field}</dt>
          <dd>
            <del>
              <span className="visually-hidden">{t("versions.was")}: </span>
              {was}
            </del>
            <ins>
              <span className="visually-hidden">{t("versions.is")}: </span>
              {is}
            </ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** What tells two lists of triggers apart: each trigger with what became of it, and the fields of those that changed. */
export function ChangesInWords({ before, after }: Pair): ReactElement {
  const tongue = useTongue();
  const { t } = tongue;
  const changes = triggerChanges(after.map(plainTrigger), before.map(plainTrigger));
  if (changes.length === 0) return <p>{t("versions.same")}</p>;
  const find = (list: readonly Trigger[], id: string): Trigger | undefined =>
    list.find((trigger) => trigger.id === id);
  return (
    <ul className={classes.changes}>
      {changes.map(({ triggerId, description, kind }) => {
        const was = find(before, triggerId);
        const is = find(after, triggerId);
        return (
          <li key={triggerId}>
            <p>
              <span className={bar.kind} data-kind={kind}>
                {t(`change.${kind}`)}
              </span>{" "}
              <strong>{description}</strong>
            </p>
            {kind === "changed" && was && is && <Fields before={was} after={is} tongue={tongue} />}
          </li>
        );
      })}
    </ul>
  );
}

type Props = {
  draft: readonly Trigger[];
  numbers: readonly number[];
  from: number;
  /** null = the draft */
  to: number | null;
  choose: (pair: { from: number; to?: number }) => void;
};

/** Two versions, or a version and the draft, side by side in words. */
export function Comparison({ draft, numbers, from, to, choose }: Props): ReactElement {
  const { t } = useTranslation("triggers");
  const before = useVersion(from);
  const after = useVersion(to);
  const place = useRef<HTMLDivElement>(null);
  const isFirst = useRef(true);
  useEffect(() => {
    // what was asked for in the table stands below it
    if (!isFirst.current) place.current?.scrollIntoView({ block: "nearest" });
    isFirst.current = false;
  }, [from, to]);
  const error = before.error ?? after.error;
  const last = to === null ? draft : after.data?.triggers;
  const options = numbers.map((number) => ({
    value: String(number),
    label: t("versions.number", { number }),
  }));
  return (
    <div ref={place} className={classes.comparison}>
      <Section title={t("versions.comparison")}>
        <div className={classes.choice}>
          <NativeSelect
            label={t("versions.from")}
            value={String(from)}
            data={options}
            onChange={(event) =>
              choose({ from: Number(event.currentTarget.value), ...(to === null ? {} : { to }) })
            }
          />
          <NativeSelect
            label={t("versions.to")}
            value={to === null ? DRAFT : String(to)}
            data={[{ value: DRAFT, label: t("versions.draft") }, ...options]}
            onChange={({ currentTarget: { value } }) =>
              choose(value === DRAFT ? { from } : { from, to: Number(value) })
            }
          />
        </div>
        {before.data && last ? (
          <ChangesInWords before={before.data.triggers} after={last} />
        ) : error ? (
          <ErrorNotice
            error={error}
            retry={() => {
              void before.refetch();
              void after.refetch();
            }}
          />
        ) : (
          <Loading />
        )}
      </Section>
    </div>
  );
}
