import type { TriggerView } from "@balcao/api";
import { Button } from "@mantine/core";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Copy, Smartphone, Trash2 } from "lucide-react";
import { useEffect, useRef, useState, type ReactElement, type ReactNode } from "react";
import { useTranslation } from "../lib/texts.ts";
import { ErrorNotice, Notice } from "../app/page-states.tsx";
import { hasRole, useSelf, useTeams } from "../lib/queries.ts";
import { toast } from "../lib/toast.ts";
import { Caution } from "../settings/parts/caution.tsx";
import { ReadOnlyNote } from "../settings/parts/form-frame.tsx";
import { Loading } from "../settings/parts/loading.tsx";
import { focusField } from "../settings/parts/use-editor.ts";
import { PageHead } from "../settings/parts/page-head.tsx";
import { DeleteDialog } from "./delete-dialog.tsx";
import { ExampleLinks } from "./example-links.tsx";
import { answerForm, exampleForm } from "./examples.ts";
import { emptyForm, formOf, type TriggerForm as Form } from "./form-values.ts";
import { useBot } from "./queries.ts";
import type { NewTriggerSearch } from "./routes.ts";
import { TriggerForm } from "./trigger-form.tsx";
import { useNewKey } from "./use-new-key.ts";

/** What a new trigger begins with: a copy, an example, an answer to an option, or the team of first contact. */
function useStart(search: NewTriggerSearch, triggers: readonly TriggerView[]): Form {
  const { t, i18n } = useTranslation("triggers");
  const { data: teams = [] } = useTeams();
  const first = teams.find(({ firstContact }) => firstContact)?.id ?? teams[0]?.id ?? "";
  if (search.copy) {
    const origin = triggers.find(({ id }) => id === search.copy);
    if (origin)
      return {
        ...formOf(origin, i18n.language),
        description: t("copyOf", { description: origin.description }),
      };
  }
  if (search.example) return exampleForm(search.example, teams, t);
  if (search.reply) return answerForm(search.reply, search.team ?? first, t);
  return emptyForm(first);
}

/** Waits for the bot and the teams, which every field leans on. */
function Loaded({ title, children }: { title: string; children: () => ReactNode }): ReactNode {
  const { t } = useTranslation("triggers");
  const bot = useBot();
  const teams = useTeams();
  if (bot.data && teams.data) return children();
  const error = bot.error ?? teams.error;
  return (
    <>
      <PageHead title={title} back={{ to: "/settings/triggers", label: t("title") }} />
      {error ? (
        <ErrorNotice
          error={error}
          retry={() => {
            void bot.refetch();
            void teams.refetch();
          }}
        />
      ) : (
        <Loading />
      )}
    </>
  );
}

function NewTrigger(): ReactElement {
  const { t } = useTranslation("triggers");
  const navigate = useNavigate();
  const search = useSearch({ from: "/desk/settings/triggers/new" });
  const { data: bot } = useBot();
  const { data: teams } = useTeams();
  const start = useStart(search, bot?.triggers ?? []);
  const [created, setCreated] = useState<TriggerView | null>(null);
  useEffect(() => {
    // after the form has seen that nothing is unsaved any more
    if (created) void navigate({ to: "/settings/triggers/$id", params: { id: created.id }, replace: true });
  }, [created, navigate]);
  const isLoaded = bot !== undefined && teams !== undefined;
  useEffect(() => {
    if (isLoaded) focusField("description");
  }, [isLoaded, search]);
  if (!isLoaded) return <Loading />;
  return (
    <>
      <PageHead
        title={t(search.copy ? "duplicateTitle" : "new")}
        back={{ to: "/settings/triggers", label: t("title") }}
      />
      {!search.copy && !search.reply && <ExampleLinks chosen={search.example ?? null} />}
      <TriggerForm
        key={JSON.stringify(search)}
        trigger={null}
        start={start}
        bot={bot}
        teams={teams}
        readOnly={false}
        cancel={() => void navigate({ to: "/settings/triggers" })}
        onSaved={(trigger) => {
          toast(t("done.saved", { description: trigger.description }));
          setCreated(trigger);
        }}
      />
    </>
  );
}

/** + Novo Gatilho WhatsApp. */
export function NewTriggerPage(): ReactElement {
  const { t } = useTranslation("triggers");
  const isAdministrator = hasRole(useSelf(), "administrator");
  if (!isAdministrator)
    return (
      <>
        <PageHead title={t("new")} back={{ to: "/settings/triggers", label: t("title") }} />
        <ReadOnlyNote />
      </>
    );
  return <Loaded title={t("new")}>{() => <NewTrigger />}</Loaded>;
}

function ExistingTrigger({
  trigger,
  isGone,
}: {
  trigger: TriggerView;
  isGone: boolean;
}): ReactElement | null {
  const { t } = useTranslation(["triggers", "tester"]);
  const navigate = useNavigate();
  const readOnly = !hasRole(useSelf(), "administrator");
  const { data: bot } = useBot();
  const { data: teams } = useTeams();
  const [isDeleting, setDeleting] = useState(false);
  useNewKey();
  if (!bot || !teams) return null;
  return (
    <>
      <PageHead title={trigger.description} back={{ to: "/settings/triggers", label: t("title") }}>
        {!isGone && (
          <Button
            variant="default"
            leftSection={<Smartphone size={16} aria-hidden />}
            onClick={() => void navigate({ to: "/settings/triggers/test", search: { from: trigger.id } })}
          >
            {t("tester:start.fromHere")}
          </Button>
        )}
        {!readOnly && !isGone && (
          <>
            <Button
              variant="default"
              leftSection={<Copy size={16} aria-hidden />}
              onClick={() => void navigate({ to: "/settings/triggers/new", search: { copy: trigger.id } })}
            >
              {t("list.duplicate")}
            </Button>
            <Button
              variant="default"
              leftSection={<Trash2 size={16} aria-hidden />}
              onClick={() => setDeleting(true)}
            >
              {t("list.delete")}
            </Button>
          </>
        )}
      </PageHead>
      {isGone && <Caution>{t("gone.editing")}</Caution>}
      <TriggerForm
        trigger={trigger}
        bot={bot}
        teams={teams}
        readOnly={readOnly}
        cancel={() => undefined}
        onSaved={(saved) => toast(t("done.saved", { description: saved.description }))}
      />
      {isDeleting && (
        <DeleteDialog
          trigger={trigger}
          close={() => setDeleting(false)}
          onDeleted={() => void navigate({ to: "/settings/triggers", ignoreBlocker: true })}
        />
      )}
    </>
  );
}

function FoundTrigger({ id }: { id: string }): ReactElement {
  const { t } = useTranslation("triggers");
  const { data: bot } = useBot();
  const found = bot?.triggers.find((trigger) => trigger.id === id);
  // somebody may delete it while it is being edited: what was typed must not vanish with it
  const last = useRef(found);
  last.current = found ?? last.current;
  if (last.current) return <ExistingTrigger trigger={last.current} isGone={!found} />;
  return (
    <>
      <PageHead title={t("edit")} back={{ to: "/settings/triggers", label: t("title") }} />
      <Notice title={t("gone.title")} action={<Link to="/settings/triggers">{t("gone.back")}</Link>}>
        {t("gone.text")}
      </Notice>
    </>
  );
}

/** Configurações > Gatilhos Conversas > one trigger. */
export function TriggerPage(): ReactElement {
  const { t } = useTranslation("triggers");
  const { id } = useParams({ from: "/desk/settings/triggers/$id" });
  return <Loaded title={t("edit")}>{() => <FoundTrigger key={id} id={id} />}</Loaded>;
}
