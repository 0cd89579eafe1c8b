import { MOST_IMPORT_BYTES, PREVIEW_BYTES, type ContactImport, type ImportPreview } from "@balcao/api";
import { FileButton, Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ChevronLeft, FileUp } from "lucide-react";
import { useRef, useState, type ReactElement } from "react";
import { Notice } from "../app/page-states.tsx";
import { usePageTitle } from "../app/page-title.ts";
import { newKey } from "../conversations/new-key.ts";
import { api, ApiError, postForm, sentenceOf } from "../lib/api.ts";
import { hasRole, keys, queryClient, useSelf } from "../lib/queries.ts";
import { useTranslation } from "../lib/texts.ts";
import classes from "./contacts.module.css";
import { ImportMapping, type Wishes } from "./import-mapping.tsx";
import { ImportState } from "./import-state.tsx";

const IMPORTS = [...keys.contacts, "imports"];
const LOOK_MS = 1_000;

/** The latest imports; asked for again while one is on its way. */
const useImports = () =>
  useQuery({
    queryKey: IMPORTS,
    queryFn: async () => (await api<{ items: ContactImport[] }>("/api/contact-imports")).items,
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.some((one) => one.state === "running") ? LOOK_MS : false),
  });

type Chosen = { file: File; preview: ImportPreview; key: string };

const controller = new AbortController();
const send = <T,>(path: string, form: FormData): Promise<T> =>
  postForm<T>(path, form, { onProgress: () => undefined, signal: controller.signal });

function complaintOf(error: Error): string {
  const field = error instanceof ApiError ? error.problem?.fields?.[0]?.message : undefined;
  return field ?? sentenceOf(error);
}

/** Choosing a file, and what its columns are. */
function Begin(): ReactElement {
  const { t, i18n } = useTranslation("contacts");
  const locale = i18n.language === "en" ? "en" : "pt-BR";
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const reset = useRef<() => void>(null);
  const look = useMutation({
    mutationFn: async (file: File) => {
      const form = new FormData();
      form.set("locale", locale);
      form.set("file", file.slice(0, PREVIEW_BYTES), "inicio.csv");
      // one key for one chosen file: pressed twice, or sent again after no answer, it is one import
      return {
        file,
        key: newKey(),
        preview: await send<ImportPreview>("/api/contact-imports/preview", form),
      };
    },
    onSuccess: setChosen,
  });
  const begin = useMutation({
    mutationFn: ({ mapping, existing }: Wishes) => {
      if (!chosen) throw new Error("no file is chosen");
      const form = new FormData();
      const { file, key } = chosen;
      const fields = {
        key,
        locale,
        existing,
        mapping: JSON.stringify(mapping),
        fileName: file.name.slice(-240),
      };
      for (const [name, value] of Object.entries(fields)) form.set(name, value);
      form.set("file", file);
      return send<ContactImport>("/api/contact-imports", form);
    },
    onSuccess: (begun) => {
      setChosen(null);
      queryClient.setQueryData<ContactImport[]>(IMPORTS, (known = []) => [
        begun,
        ...known.filter(({ id }) => id !== begun.id),
      ]);
    },
  });
  const isTooLarge = chosen !== null && chosen.file.size > MOST_IMPORT_BYTES;
  const error = begin.error ?? look.error;
  const choose = (file: File | null): void => {
    reset.current?.();
    begin.reset();
    if (file) look.mutate(file);
  };
  return (
    <section className={classes.card}>
      <h2>{chosen ? chosen.file.name : t("import.file")}</h2>
      {!chosen && <p>{t("import.help")}</p>}
      <p>
        <FileButton onChange={choose} accept=".csv,text/csv,text/plain" resetRef={reset}>
          {(props) => (
            <Button
              {...props}
              variant={chosen ? "default" : "filled"}
              loading={look.isPending}
              leftSection={<FileUp size={16} aria-hidden />}
            >
              {t(chosen ? "import.other" : "import.choose")}
            </Button>
          )}
        </FileButton>
      </p>
      {(error || isTooLarge) && (
        <p role="alert" className={classes.complaint}>
          {error ? complaintOf(error) : t("import.tooLarge")}
        </p>
      )}
      {chosen && !isTooLarge && (
        <ImportMapping
          key={chosen.key}
          preview={chosen.preview}
          isBusy={begin.isPending}
          begin={(wishes) => begin.mutate(wishes)}
        />
      )}
    </section>
  );
}

/** Atendimento > Contatos > Importar: for who oversees. */
export function ImportPage(): ReactElement {
  const { t } = useTranslation("contacts");
  const oversees = hasRole(useSelf(), "supervisor");
  const { data: imports = [] } = useImports();
  usePageTitle(t("import.title"));
  if (!oversees) return <Notice title={t("import.forbidden")}>{t("import.forbiddenText")}</Notice>;
  return (
    <div className={classes.scroll}>
      <Link to="/contacts" className={classes.back}>
        <ChevronLeft size={16} aria-hidden /> {t("title")}
      </Link>
      <header className={classes.pageHead}>
        <h1>{t("import.title")}</h1>
      </header>
      <div className={classes.column}>
        <Begin />
        {imports.length > 0 && (
          <section className={classes.card}>
            <h2>{t("import.latest")}</h2>
            <ul className={classes.list}>
              {imports.map((one) => (
                <ImportState key={one.id} shown={one} />
              ))}
            </ul>
          </section>
        )}
      </div>
    </div>
  );
}
