import {
  draftProblems,
  editRight,
  editsAfter,
  isAdvice,
  type TemplateDraft,
  type TemplateTold,
} from "@balcao/core";
import type { TemplateAbout, TemplateView } from "@balcao/api";
import type { TemplateAnswer } from "@balcao/whatsapp";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { appendEvents } from "../../platform/events.ts";
import { conflict, invalid, notFound } from "../../platform/problem.ts";
import { listTeams } from "../agents/index.ts";
import { draftComponents } from "../channels/index.ts";
import { lockTemplate, saveAbout, saveEdits, type DeskTemplate } from "./desk.queries.ts";
import { numberOf, refusalOf, type TemplateDoor } from "./door.ts";
import { withKeptFiles } from "./examples.service.ts";
import { DISPUTE_MS, tellTemplates } from "./tell.ts";
import { findListed, listNamed, makeDue } from "./templates.queries.ts";
import { shownTemplate } from "./templates.service.ts";

function check(draft: TemplateDraft, taken: (name: string, language: string) => boolean): void {
  const problems = draftProblems(draft, taken).filter((problem) => !isAdvice(problem));
  if (problems.length > 0) throw invalid(problems.map(({ path, code }) => ({ path, code })));
}

type Named = Pick<DeskTemplate, "wabaId" | "metaId" | "name" | "language">;
type Done = Extract<TemplateAnswer, { kind: "done" }>;

/** Writes down what Meta answered, dated by Meta; answers the template as it is shown. What is not sure yet is read again. */
async function tell(
  deps: Deps,
  door: TemplateDoor,
  actor: Actor,
  { wabaId, ...name }: Named,
  answer: Done,
  told: Omit<TemplateTold, "at" | "by">,
  also: (tx: Tx) => Promise<void> = async () => undefined,
): Promise<TemplateView> {
  const { accountId } = actor;
  const shown = await inAccount(deps.app, accountId, async (tx) => {
    const now = deps.clock.now();
    const all = [{ ...name, told: { ...told, at: answer.at ?? now, by: "answer" as const } }];
    const { isDisputed } = await tellTemplates(tx, { accountId, wabaId }, all, now);
    await also(tx);
    await makeDue(tx, [{ accountId, wabaId }], isDisputed ? now + DISPUTE_MS : now);
    await appendEvents(tx, [
      {
        accountId,
        type: "template.written",
        agentId: actor.agentId,
        at: now,
        data: { wabaId, metaId: name.metaId },
      },
    ]);
    await door.onChanged(tx, accountId, now);
    const found = await findListed(tx, accountId, { wabaId, metaId: name.metaId });
    if (!found) throw new Error("a template that was told stands in the list");
    return shownTemplate(actor, found);
  });
  deps.wake.signal("events");
  deps.wake.signal("templates");
  return shown;
}

/** What was not answered may have been done: the list tells. */
async function lookAgain(deps: Deps, actor: Actor, wabaId: string): Promise<void> {
  const { accountId } = actor;
  await inAccount(deps.app, accountId, (tx) => makeDue(tx, [{ accountId, wabaId }], deps.clock.now()));
  deps.wake.signal("templates");
}

async function done(deps: Deps, actor: Actor, wabaId: string, answer: TemplateAnswer): Promise<Done> {
  if (answer.kind === "done") return answer;
  if (answer.kind === "no_answer") await lookAgain(deps, actor, wabaId);
  throw refusalOf(answer);
}

const contentOf = (draft: TemplateDraft): TemplateTold["content"] => ({
  parameterFormat: draft.parameterFormat,
  components: draftComponents(draft),
});

/** + Novo template: checked here first, then to review at Meta, which may give it another category. */
export async function createTemplate(
  deps: Deps,
  door: TemplateDoor,
  actor: Actor,
  { wabaId, draft: given, from }: { wabaId: string; draft: TemplateDraft; from: string | null },
): Promise<TemplateView> {
  const number = await numberOf(deps, door, actor, wabaId);
  const known = await inAccount(deps.app, actor.accountId, (tx) => listNamed(tx, actor.accountId, [given]));
  check(given, () => known.some((one) => one.wabaId === wabaId));
  const source = from === null ? null : await one(deps, actor, from);
  const draft = await withKeptFiles(deps, door, actor, { draft: given, source, number });
  const answer = await done(deps, actor, wabaId, await number.createTemplate(draft));
  const { name, language } = draft;
  return tell(deps, door, actor, { wabaId, metaId: answer.id ?? "", name, language }, answer, {
    status: answer.status ?? "PENDING",
    category: answer.category ?? draft.category,
    content: contentOf(draft),
  });
}

async function one(deps: Deps, actor: Actor, id: string): Promise<DeskTemplate> {
  const found = await inAccount(deps.app, actor.accountId, (tx) => lockTemplate(tx, actor.accountId, id));
  if (!found) throw notFound();
  return found;
}

/** All parts of a template anew, within what Meta allows in its state, and to review again. Its name and language stay. */
export async function editTemplate(
  deps: Deps,
  door: TemplateDoor,
  actor: Actor,
  id: string,
  given: TemplateDraft,
): Promise<TemplateView> {
  const template = await one(deps, actor, id);
  const { wabaId, metaId, name, language, status, edits } = template;
  const now = deps.clock.now();
  const right = editRight(status, edits, now);
  if (!right.may)
    throw conflict(right.because === "limit" ? "template_edit_limit" : "template_edit_state", {
      status,
      until: right.until === null ? null : new Date(right.until).toISOString(),
    });
  // an approved one keeps its category (wire facts, section 11.1)
  const category = status === "APPROVED" ? template.category : given.category;
  const checked = { ...given, name, language, category };
  check(checked, () => false);
  const number = await numberOf(deps, door, actor, wabaId);
  const draft = await withKeptFiles(deps, door, actor, { draft: checked, source: template, number });
  const changed = category === template.category ? null : category;
  const answer = await done(
    deps,
    actor,
    wabaId,
    await number.editTemplate(metaId, { ...draft, category: changed }),
  );
  return tell(
    deps,
    door,
    actor,
    template,
    answer,
    { status: "PENDING", category: answer.category ?? category, content: contentOf(draft) },
    (tx) => saveEdits(tx, actor.accountId, id, editsAfter(edits, status, now)),
  );
}

/** Deletes this language of a template at Meta, where it is listed as going for a while. */
export async function deleteTemplate(
  deps: Deps,
  door: TemplateDoor,
  actor: Actor,
  id: string,
): Promise<TemplateView> {
  const template = await one(deps, actor, id);
  const { wabaId, metaId, name } = template;
  const number = await numberOf(deps, door, actor, wabaId);
  const answer = await done(deps, actor, wabaId, await number.deleteTemplate({ id: metaId, name }));
  return tell(deps, door, actor, template, answer, { status: "PENDING_DELETION" });
}

/** Asks Meta to take a template out of its pause. */
export async function unpauseTemplate(
  deps: Deps,
  door: TemplateDoor,
  actor: Actor,
  id: string,
): Promise<TemplateView> {
  const template = await one(deps, actor, id);
  const number = await numberOf(deps, door, actor, template.wabaId);
  const answer = await done(deps, actor, template.wabaId, await number.unpauseTemplate(template.metaId));
  return tell(deps, door, actor, template, answer, { status: "APPROVED" });
}

/** Who may choose it, and what is remembered about it: ours, and no word to Meta. */
export async function saveTemplateAbout(
  deps: Deps,
  actor: Actor,
  id: string,
  about: TemplateAbout,
): Promise<TemplateView> {
  const { accountId, agentId } = actor;
  const shown = await inAccount(deps.app, accountId, async (tx) => {
    const template = await lockTemplate(tx, accountId, id);
    if (!template) throw notFound();
    const teams = new Set((await listTeams(tx, accountId)).map((team) => team.id));
    const teamIds = [...new Set(about.teamIds)];
    if (teamIds.some((teamId) => !teams.has(teamId)))
      throw invalid([{ path: "teamIds", code: "unknown_team" }]);
    await saveAbout(tx, accountId, id, { teamIds, note: about.note.trim() });
    const at = deps.clock.now();
    await appendEvents(tx, [
      { accountId, type: "template.about_changed", agentId, at, data: { templateId: id } },
    ]);
    const found = await findListed(tx, accountId, { id });
    if (!found) throw notFound();
    return shownTemplate(actor, found);
  });
  deps.wake.signal("events");
  return shown;
}
