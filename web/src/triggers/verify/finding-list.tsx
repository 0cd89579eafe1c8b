import { witnessSteps, type Severity, type Witness } from "@balcao/core";
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { CircleX, Info, Play, TriangleAlert, Wrench } from "lucide-react";
import { useState, type ReactElement } from "react";
import { useChannels } from "../../settings/channels/queries.ts";
import { focusField } from "../../settings/parts/use-editor.ts";
import type { Tongue, TriggerFacts } from "../sentences.ts";
import { encodeSteps } from "../tester/steps.ts";
import classes from "./findings.module.css";
import { findingSentence } from "./finding-text.ts";
import { fieldOf, type ShownFinding } from "./findings.ts";
import { repairText } from "./repair.ts";
import { witnessText } from "./witness.ts";

const ICONS: Record<Severity, typeof Info> = { error: CircleX, warning: TriangleAlert, info: Info };
/** Findings shown at once; a bot that was broken in one place may have hundreds. */
const SHOWN = 8;

/** What findings lean on: the triggers they name. `id` may be absent where one is still being written. */
export type NamedTriggers = ReadonlyMap<string, TriggerFacts>;

export const nameFrom =
  (triggers: NamedTriggers, { t }: Tongue) =>
  (id: string): string =>
    triggers.get(id)?.description || t("finding.gone");

/** The mark of a severity, named for those who do not see it. */
export function SeverityIcon({ severity, tongue }: { severity: Severity; tongue: Tongue }): ReactElement {
  const Icon = ICONS[severity];
  return (
    <Icon
      size={16}
      className={classes.icon}
      data-severity={severity}
      role="img"
      aria-label={tongue.t(`verify.severity.${severity}`)}
    />
  );
}

type ItemProps = {
  finding: ShownFinding;
  triggers: NamedTriggers;
  tongue: Tongue;
  /** the trigger whose page this is: no link leads to it */
  here?: string;
  repair: ((finding: ShownFinding) => void) | null;
  /** plays a case where one is; without it the case is played with the draft, on the tester's own page */
  play?: (witness: Witness) => void;
};

function Acts({ finding, triggers, tongue, here, repair, play }: ItemProps): ReactElement {
  const { t } = tongue;
  const { witness, repair: change, triggerIds } = finding;
  const target = change && triggers.get(change.triggerId);
  const field = here !== undefined && triggerIds[0] === here ? fieldOf(finding) : null;
  const links = [...new Set(triggerIds)].filter((id) => id !== here && triggers.has(id));
  return (
    <div className={classes.acts}>
      {change && target && repair && (
        <>
          <Button
            size="compact-sm"
            variant="light"
            leftSection={<Wrench size={14} aria-hidden />}
            onClick={() => repair(finding)}
          >
            {t("verify.repair")}
          </Button>
          <span className={classes.how}>{repairText(target, change, tongue)}</span>
        </>
      )}
      {witness && play && (
        <button type="button" className={classes.play} onClick={() => play(witness)}>
          <Play size={13} aria-hidden /> {t("witness.play")}
        </button>
      )}
      {witness && !play && (
        <Link
          to="/settings/triggers/test"
          search={{
            play: encodeSteps(witnessSteps(witness)),
            ...(finding.numbers?.[0] ? { number: finding.numbers[0] } : {}),
          }}
        >
          <Play size={13} aria-hidden /> {t("witness.play")}
        </Link>
      )}
      {field !== null && (
        <button type="button" className={classes.play} onClick={() => focusField(field)}>
          {t("verify.field")}
        </button>
      )}
      {links.map((id) => (
        <Link key={id} to="/settings/triggers/$id" params={{ id }}>
          {triggers.get(id)?.description}
        </Link>
      ))}
    </div>
  );
}

/** The numbers on which it happens, where it does not for all. */
function OnNumbers({ ids, tongue }: { ids: readonly string[]; tongue: Tongue }): ReactElement | null {
  const { data } = useChannels();
  const names = (data ?? []).filter(({ id }) => ids.includes(id)).map(({ name }) => name);
  return names.length === 0 ? null : (
    <p className={classes.witness}>{tongue.t("verify.onNumbers", { names: names.join(", ") })}</p>
  );
}

function FindingItem(props: ItemProps): ReactElement {
  const { finding, triggers, tongue } = props;
  const { witness } = finding;
  return (
    <li className={classes.finding}>
      <SeverityIcon severity={finding.severity} tongue={tongue} />
      <div>
        <p>{findingSentence(finding, tongue, nameFrom(triggers, tongue))}</p>
        {finding.numbers && <OnNumbers ids={finding.numbers} tongue={tongue} />}
        {witness && witness.steps.length > 0 && (
          <p className={classes.witness}>
            {tongue.t("witness.example")} {witnessText(witness, tongue)}
          </p>
        )}
        <Acts {...props} />
      </div>
    </li>
  );
}

type Props = Omit<ItemProps, "finding"> & { findings: readonly ShownFinding[]; label: string };

/** Findings as sentences, each with the case that shows it, its triggers, and the repair where there is one. */
export function FindingList({ findings, label, ...rest }: Props): ReactElement {
  const [isAll, setAll] = useState(false);
  const shown = isAll ? findings : findings.slice(0, SHOWN);
  const hidden = findings.length - shown.length;
  return (
    <>
      <ul className={classes.findings} aria-label={label}>
        {shown.map((finding, index) => (
          <FindingItem key={index} finding={finding} {...rest} />
        ))}
      </ul>
      {hidden > 0 && (
        <button type="button" className={classes.more} onClick={() => setAll(true)}>
          {rest.tongue.t("verify.more", { count: hidden })}
        </button>
      )}
    </>
  );
}
