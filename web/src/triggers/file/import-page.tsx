import type { BotFile } from "@balcao/api";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { FileUp } from "lucide-react";
import { useId, useRef, useState, type DragEvent, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { hasRole, useSelf, useTeams } from "../../lib/queries.ts";
import { ReadOnlyNote } from "../../settings/parts/form-frame.tsx";
import { Loading } from "../../settings/parts/loading.tsx";
import { PageHead } from "../../settings/parts/page-head.tsx";
import parts from "../../settings/parts/parts.module.css";
import { useBot, useExamples } from "../queries.ts";
import { BotExamples } from "./bot-examples.tsx";
import { readBotFile } from "./file-values.ts";
import classes from "./import-page.module.css";
import { ImportReview } from "./import-review.tsx";

/** Takes a file that is dropped or chosen, and says why when it holds no bot. */
function FileField({ take }: { take: (file: BotFile) => void }): ReactElement {
  const { t } = useTranslation("triggers");
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const id = useId();
  const read = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    const result = readBotFile(await file.text());
    if ("file" in result) take(result.file);
    else
      setProblem(
        result.problem === "unreadable" ? t("file.unreadable") : t("file.invalid", { place: result.place }),
      );
  };
  const over = (event: DragEvent): void => {
    event.preventDefault();
    setOver(true);
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- dropping is beside the button, which does the same
    <div
      className={classes.drop}
      data-over={isOver || undefined}
      onDragOver={over}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void read(event.dataTransfer.files[0]);
      }}
    >
      <FileUp size={22} aria-hidden />
      <p id={id}>{t("file.drop")}</p>
      <Button variant="default" aria-describedby={id} onClick={() => input.current?.click()}>
        {t("file.choose")}
      </Button>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label={t("file.choose")}
        onChange={(event) => {
          void read(event.currentTarget.files?.[0]);
          // the same file may be chosen again after it was put right
          event.currentTarget.value = "";
        }}
      />
      {problem && (
        <p role="alert" className={parts.error}>
          {problem}
        </p>
      )}
    </div>
  );
}

function Import(): ReactElement {
  const navigate = useNavigate();
  const { example } = useSearch({ from: "/desk/settings/triggers/import" });
  const { data: teams } = useTeams();
  const { data: bot } = useBot();
  const { data: examples } = useExamples();
  const [chosen, setChosen] = useState<BotFile | null>(null);
  const file = chosen ?? (example === undefined ? null : (examples?.[example - 1] ?? null));
  const isWaiting = example !== undefined && chosen === null && !examples;
  if (!teams || !bot || isWaiting) return <Loading />;
  if (file)
    return (
      <ImportReview
        key={file.name}
        file={file}
        teams={teams}
        replaces={bot.triggers.length}
        leave={() => {
          setChosen(null);
          void navigate({ to: "/settings/triggers/import", search: {} });
        }}
      />
    );
  return (
    <div className={classes.begin}>
      <FileField take={setChosen} />
      <BotExamples />
    </div>
  );
}

/** Importar: a bot of a file or one of the examples takes the place of the draft. */
export function ImportPage(): ReactElement {
  const { t } = useTranslation("triggers");
  const isAdministrator = hasRole(useSelf(), "administrator");
  return (
    <>
      <PageHead
        title={t("file.title")}
        lead={t("file.lead")}
        back={{ to: "/settings/triggers", label: t("title") }}
      />
      {isAdministrator ? <Import /> : <ReadOnlyNote />}
    </>
  );
}
