import type { Agent, Team } from "@balcao/api";
import { Switch, TextInput } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useParams } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { ErrorNotice, Notice } from "../../app/page-states.tsx";
import { hasRole, useAgents, useSelf, useTeams } from "../../lib/queries.ts";
import { toast } from "../../lib/toast.ts";
import { FormFrame } from "../parts/form-frame.tsx";
import { Loading } from "../parts/loading.tsx";
import { PageHead, Section } from "../parts/page-head.tsx";
import parts from "../parts/parts.module.css";
import { useEditor } from "../parts/use-editor.ts";
import { AgentAccess } from "./agent-access.tsx";
import { RoleChoice } from "./role-choice.tsx";
import { saveAgent, valuesOfAgent, type AgentValues } from "./save-agent.ts";
import { TeamChoice } from "./team-choice.tsx";

function AgentForm({ agent, teams }: { agent: Agent; teams: readonly Team[] }): ReactElement {
  const { t } = useTranslation(["settings", "common"]);
  const me = useSelf();
  const readOnly = !hasRole(me, "administrator");
  const isSelf = me.agent.id === agent.id;
  const editor = useEditor<Agent, AgentValues>({
    saved: agent,
    valuesOf: valuesOfAgent,
    validate: (values): Record<string, string> =>
      values.name.trim() === "" ? { name: t("settings:problems.required") } : {},
    save: (values, saved) => saveAgent(values, saved ?? agent, teams),
    onSaved: () => toast(t("settings:form.saved")),
  });
  const { values, change, errors } = editor;
  const text = (field: keyof AgentValues, from: AgentValues): string => {
    if (field === "active") return t(from.active ? "settings:on" : "settings:off");
    if (field === "role") return t(`common:roles.${from.role}`);
    if (field === "teamIds")
      return teams.flatMap(({ id, name }) => (from.teamIds.includes(id) ? [name] : [])).join(", ");
    return field === "phone" ? from.phone : from.name;
  };
  return (
    <FormFrame
      editor={editor}
      readOnly={readOnly}
      fieldName={(field) => t(`settings:agent.fields.${field}`)}
      pathName={(path) =>
        path === "name" || path === "role" || path === "phone" ? t(`settings:agent.fields.${path}`) : ""
      }
      fieldText={text}
    >
      <Section title={t("settings:agent.data")}>
        <TextInput
          label={t("settings:agent.name")}
          data-path="name"
          maxLength={80}
          autoComplete="off"
          disabled={readOnly}
          value={values.name}
          error={errors["name"]}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <TextInput
          label={t("settings:agent.phone")}
          description={t("settings:agent.phoneHelp")}
          data-path="phone"
          type="tel"
          maxLength={40}
          autoComplete="off"
          disabled={readOnly}
          value={values.phone}
          error={errors["phone"]}
          onChange={(event) => change({ phone: event.currentTarget.value })}
        />
        <RoleChoice
          value={values.role}
          disabled={readOnly}
          error={errors["role"]}
          change={(role) => change({ role })}
        />
        <Switch
          label={t("settings:agent.active")}
          description={t(values.active ? "settings:agent.activeOn" : "settings:agent.activeOff")}
          data-path="active"
          // nobody locks themselves out by a slip
          disabled={readOnly || isSelf}
          checked={values.active}
          error={errors["active"]}
          onChange={(event) => change({ active: event.currentTarget.checked })}
        />
      </Section>
      <Section title={t("settings:teams.title")}>
        <TeamChoice value={values.teamIds} change={(teamIds) => change({ teamIds })} />
      </Section>
    </FormFrame>
  );
}

/** Configurações > Atendentes > one person. */
export function AgentPage(): ReactElement {
  const { t } = useTranslation("settings");
  const { id } = useParams({ from: "/desk/settings/agents/$id" });
  const { data: agents, error, refetch } = useAgents();
  const { data: teams } = useTeams();
  const me = useSelf();
  const isAdministrator = hasRole(me, "administrator");
  const isSelf = me.agent.id === id;
  const agent = agents?.find((other) => other.id === id);
  return (
    <>
      <PageHead
        title={agent?.name ?? t("agent.one")}
        {...(agent ? { lead: agent.email } : {})}
        back={{ to: "/settings/agents", label: t("agents.title") }}
      />
      {agent && teams ? (
        <>
          <AgentForm key={agent.id} agent={agent} teams={teams} />
          {isAdministrator && !isSelf && (
            <div className={parts.after}>
              <AgentAccess agent={agent} />
            </div>
          )}
        </>
      ) : error ? (
        <ErrorNotice error={error} retry={() => void refetch()} />
      ) : agents && !agent ? (
        <Notice title={t("agent.gone")} />
      ) : (
        <Loading />
      )}
    </>
  );
}
