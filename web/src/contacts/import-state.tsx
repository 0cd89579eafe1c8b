import type { ContactImport, ImportFaultPage } from "@balcao/api";
import { IMPORT_TARGETS } from "@balcao/core";
import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useId, useState, type ReactElement } from "react";
import { useNames } from "../conversations/use-names.ts";
import { api, sentenceOf } from "../lib/api.ts";
import { useFormats } from "../lib/format.ts";
import { keys, useFields } from "../lib/queries.ts";
import { useTranslation } from "../lib/texts.ts";
import page from "./contacts.module.css";
import classes from "./import.module.css";

type Fault = ImportFaultPage["items"][number];

function useTargetName(): (target: string) => string {
  const { t } = useTranslation("contacts");
  const { data: fields } = useFields();
  return (target) => {
    const known = IMPORT_TARGETS.find((name) => name === target);
    if (known) return t(`import.target.${known}`);
    return fields?.find(({ id }) => `field:${id}` === target)?.label ?? t("import.goneField");
  };
}

/** Lines that were not taken in: number, column and reason. */
function Faults({ id }: { id: string }): ReactElement {
  const { t } = useTranslation("contacts");
  const nameOf = useTargetName();
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: [...keys.contacts, "import-faults", id],
    queryFn: ({ pageParam }) =>
      api<ImportFaultPage>(`/api/contact-imports/${id}/faults`, { query: { cursor: pageParam } }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  if (error) return <p role="alert">{sentenceOf(error)}</p>;
  const faults = data?.pages.flatMap(({ items }) => items) ?? [];
  const sentence = ({ line, target, code }: Fault): string =>
    t("import.line", { line, column: nameOf(target), reason: t(`import.reason.${code}`) });
  return (
    <>
      <ul className={classes.faults}>
        {faults.map((fault) => (
          <li key={`${fault.line} ${fault.target}`}>{sentence(fault)}</li>
        ))}
      </ul>
      {hasNextPage && (
        <Button size="xs" variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t("more")}
        </Button>
      )}
    </>
  );
}

/** One import: how far it is, what became of its lines, and which were not taken in. */
export function ImportState({ shown }: { shown: ContactImport }): ReactElement {
  const { t } = useTranslation("contacts");
  const formats = useFormats();
  const names = useNames();
  const [isOpen, setOpen] = useState(false);
  const title = useId();
  const { id, fileName, state, failure, part, created, updated, skipped, refused, at, agentId } = shown;
  const percent = Math.floor(part * 100);
  return (
    <li className={classes.state}>
      <strong id={title}>{fileName}</strong>
      <span className={page.when}>
        {names.agent(agentId)} · {formats.full(Date.parse(at))}
      </span>
      {state === "running" && (
        <progress className={classes.progress} aria-labelledby={title} max={100} value={percent}>
          {percent} %
        </progress>
      )}
      <p role="status" className={classes.said}>
        {t(`import.state.${state}`, { percent })}
        {failure !== null && ` ${t(`import.failure.${failure}`)}`}{" "}
        {[
          t("import.created", { count: created }),
          t("import.updated", { count: updated }),
          skipped > 0 && t("import.skipped", { count: skipped }),
          refused > 0 && t("import.refused", { count: refused }),
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      {refused > 0 && (
        <>
          <Button
            size="xs"
            variant="default"
            aria-expanded={isOpen}
            onClick={() => setOpen((known) => !known)}
          >
            {t(isOpen ? "import.hideFaults" : "import.showFaults")}
          </Button>
          {isOpen && <Faults id={id} />}
        </>
      )}
    </li>
  );
}
