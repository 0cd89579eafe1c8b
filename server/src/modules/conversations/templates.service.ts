import type { CommandResult, SendTemplate } from "@balcao/api";
import {
  agentReply,
  isMarketing,
  isWindowOpen,
  templateContent,
  templateProblems,
  type OutgoingTemplate,
  type TemplateProblem,
  type TemplateUse,
} from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import type { Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { conflict, invalid, notFound, type ProblemError } from "../../platform/problem.ts";
import { refuseFull, wabaOf } from "../channels/index.ts";
import { findTemplate, mayChoose, type TemplateChooser } from "../templates/index.ts";
import { command, quotedWamidOf } from "./conversations.service.ts";
import type { LoadedConversation } from "./load.queries.ts";

/** What no filling in can mend is told alone; else each place that is wrong, by the path of its field. */
function refusal(problems: readonly TemplateProblem[]): ProblemError {
  const [first] = problems;
  if (
    first?.code === "template_missing" ||
    first?.code === "template_not_approved" ||
    first?.code === "template_unsendable"
  ) {
    const { code, ...data } = first;
    return conflict(code, data);
  }
  return invalid(
    problems.map((problem) => ({
      path: "key" in problem ? `values.${problem.key}` : "values",
      code: problem.code,
    })),
  );
}

/**
 * The message that a use of a template makes on this number now; refused with the reason when it cannot be sent, or when it is not
 * this person's to choose. `chooser`: null when it was chosen before, by somebody who might.
 */
export async function templateToSend(
  tx: Tx,
  place: { accountId: string; channelId: string; contactNoMarketing: boolean },
  use: TemplateUse,
  chooser: TemplateChooser | null,
): Promise<OutgoingTemplate> {
  const wabaId = await wabaOf(tx, place.accountId, place.channelId);
  if (wabaId === null) throw notFound();
  const { accountId } = place;
  const facts = await findTemplate(tx, { accountId, wabaId, name: use.name, language: use.language });
  if (facts !== null && chooser !== null && !mayChoose(chooser, facts.teamIds))
    throw conflict("template_of_other_team");
  const problems = templateProblems(facts, use);
  if (facts === null || problems.length > 0) throw refusal(problems);
  if (place.contactNoMarketing && isMarketing(facts.category)) throw conflict("contact_opted_out");
  return templateContent(facts, use);
}

/** Refuses what would reach one person more than Meta allows: inside the window nobody is counted. */
export async function refuseOutside(
  tx: Tx,
  { clock }: Pick<Deps, "clock">,
  loaded: Pick<LoadedConversation, "accountId" | "channelId" | "contactId" | "state">,
): Promise<void> {
  const now = clock.now();
  if (!isWindowOpen(loaded.state.windowClosesAt, now)) await refuseFull(tx, loaded, now);
}

/** Sends a template, whether the service window is open or closed. The same key again has no effect and gets the same message. */
export async function sendTemplate(
  deps: Deps,
  actor: Actor,
  id: string,
  body: SendTemplate,
): Promise<CommandResult> {
  const quotedWamid = await quotedWamidOf(deps, actor, id, body.quotedMessageId);
  let content: OutgoingTemplate | null = null;
  return command(
    deps,
    actor,
    id,
    body.key,
    (state, context, _running, now) => {
      if (content === null) throw new Error("a template is sent after it was looked up");
      return agentReply(state, actor.agentId, content, context, now);
    },
    {
      quotedWamid,
      check: async (tx, loaded) => {
        content = await templateToSend(tx, loaded, body, actor);
        await refuseOutside(tx, deps, loaded);
      },
    },
  );
}
