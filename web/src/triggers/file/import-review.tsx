import type { BotFile, Team } from "@balcao/api";
import { Button, NativeSelect } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState, type FormEvent, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { FormattedLine } from "../../conversations/thread/formatted-text.tsx";
import { sentenceOf } from "../../lib/api.ts";
import { toast } from "../../lib/toast.ts";
import { Caution } from "../../settings/parts/caution.tsx";
import { Section } from "../../settings/parts/page-head.tsx";
import parts from "../../settings/parts/parts.module.css";
import { importFile } from "../queries.ts";
import { actionSentence, whenSentence, type Tongue } from "../sentences.ts";
import { useTongue } from "../use-tongue.ts";
import { guessTeams, teamNames } from "./file-values.ts";
import classes from "./import-page.module.css";

type ReviewProps = {
  file: BotFile;
  teams: readonly Team[];
  /** triggers of the draft that go */
  replaces: number;
  leave: () => void;
};

/** Every trigger of the file in words; teams under the names that the file gives them. */
function Contents({ file }: { file: BotFile }): ReactElement {
  const { t } = useTranslation("triggers");
  const tongue: Tongue = { ...useTongue(), team: (name) => name };
  return (
    <ol className={classes.contents}>
      {file.triggers.map((trigger, index) => (
        <li key={index}>
          <strong>{trigger.description}</strong>
          <span>
            <FormattedLine
              text={t("act.sentence", {
                when: whenSentence(trigger, tongue),
                action: actionSentence(trigger, tongue),
              })}
            />
            {!trigger.active && ` ${t("act.off")}`}
          </span>
        </li>
      ))}
    </ol>
  );
}

type TeamsProps = Pick<ReviewProps, "file" | "teams"> & {
  chosen: Record<string, string>;
  choose: (name: string, team: string) => void;
  isMissing: boolean;
};

function TeamsOf({ file, teams, chosen, choose, isMissing }: TeamsProps): ReactElement {
  const { t } = useTranslation("triggers");
  const first = teams.find(({ firstContact }) => firstContact);
  const options = teams
    .filter(({ kind, active }) => kind === "whatsapp" && active)
    .map(({ id, name }) => ({ value: id, label: name }));
  return (
    <>
      <div className={parts.two}>
        {teamNames(file).map((name) => (
          <NativeSelect
            key={name}
            label={t("file.teamIs", { name })}
            value={chosen[name] ?? ""}
            error={isMissing && !chosen[name] ? t("file.chooseTeam") : undefined}
            data={[...(chosen[name] ? [] : [{ value: "", label: t("file.chooseTeam") }]), ...options]}
            onChange={(event) => choose(name, event.currentTarget.value)}
          />
        ))}
      </div>
      {first && chosen[file.firstContactTeam] && chosen[file.firstContactTeam] !== first.id && (
        <Caution>{t("file.firstDiffers", { name: file.firstContactTeam, team: first.name })}</Caution>
      )}
    </>
  );
}

/** What a file holds and who its teams are here, before it replaces the draft. */
export function ImportReview({ file, teams, replaces, leave }: ReviewProps): ReactElement {
  const { t } = useTranslation("triggers");
  const navigate = useNavigate();
  const [chosen, setChosen] = useState(() => guessTeams(file, teams));
  const [isMissing, setMissing] = useState(false);
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), []);
  const replace = useMutation({
    mutationFn: () => importFile({ file, teams: chosen }),
    onSuccess: () => {
      toast(t("file.done", { name: file.name }));
      void navigate({ to: "/settings/triggers" });
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (teamNames(file).every((name) => chosen[name])) replace.mutate();
    else setMissing(true);
  };
  return (
    <form className={parts.form} onSubmit={submit}>
      <div className={parts.fields}>
        <h2 ref={head} tabIndex={-1} className={classes.name}>
          {file.name}
        </h2>
        <Section title={t("file.teams")} lead={t("file.teamsHelp")}>
          <TeamsOf
            file={file}
            teams={teams}
            chosen={chosen}
            choose={(name, team) => setChosen({ ...chosen, [name]: team })}
            isMissing={isMissing}
          />
        </Section>
        <Section title={t("file.holds")} lead={t("file.count", { count: file.triggers.length })}>
          <Contents file={file} />
        </Section>
        {replaces > 0 && <Caution>{t("file.sure")}</Caution>}
        {(replace.error || isMissing) && (
          <p role="alert" className={parts.error}>
            {replace.error ? sentenceOf(replace.error) : t("file.missing")}
          </p>
        )}
        <div className={parts.buttons}>
          <Button variant="default" onClick={leave}>
            {t("file.other")}
          </Button>
          <Button type="submit" loading={replace.isPending}>
            {t("file.confirm")}
          </Button>
        </div>
      </div>
    </form>
  );
}
