import {
  draftProblems,
  editRight,
  editsAfter,
  isAdvice,
  type TemplateDraft,
  type TemplateTold,
} from "@balcao/core";
import type { TemplateAbout, TemplateView } from "@balcao/api";
import type { ExampleAnswer, TemplateAnswer } from "@balcao/whatsapp";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { appendEvents } from "../../platform/events.ts";
import { conflict, invalid, notFound, ProblemError } from "../../platform/problem.ts";
import { listTeams } from "../agents/index.ts";
import { draftComponents, loadNumbers, type GraphNumber } from "../channels/index.ts";
import { lockTemplate, saveAbout, saveEdits, type DeskTemplate } from "./desk.queries.ts";
import { tellTemplates } from "./tell.ts";
import { listTemplates, makeDue } from "./templates.queries.ts";
import { shownTemplate } from "./templates.service.ts";
import type { TemplatesChanged } from "./sync.ts";

/** Declared here, filled by web.ts: how Meta is reached, what a file really is, and who has to hear of a change. */
export type TemplateDoor = {
  number: (channelId: string) => Promise<GraphNumber | null>;
  typeOf: (bytes: Buffer, name: string) => Promise<{ mimeType: string }>;
  onChanged: TemplatesChanged;
};

/** What Meta said no to, in its own words; and what it did not answer, which may have been done. */
function refusalOf(
  answer: Exclude<TemplateAnswer | ExampleAnswer, { kind: "done" | "uploaded" }>,
): ProblemError {
  if (answer.kind === "no_answer") return new ProblemError(502, "template_unanswered");
  const { code, subcode, title, message, details } = answer.error;
  return conflict("template_refused", { code: subcode ?? code, title, message: details ?? message });
}

/** The number through which a business account is reached; refused when the company has none of it. */
async function numberOf(deps: Deps, door: TemplateDoor, actor: Actor, wabaId: string): Promise<GraphNumber> {
  const wabas = await inAccount(deps.app, actor.accountId, loadNumbers);
  const channelId = wabas.find((waba) => waba.wabaId === wabaId)?.numbers[0]?.id;
  const number = channelId === undefined || wabaId === "" ? null : await door.number(channelId);
  if (number === null) throw invalid([{ path: "wabaId", code: "unknown_number" }]);
  return number;
}

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
    await tellTemplates(tx, { accountId, wabaId }, all, now);
    await also(tx);
    await makeDue(tx, [{ accountId, wabaId }], now);
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
    const found = (await listTemplates(tx, accountId)).find(
      (one) => one.wabaId === wabaId && one.metaId === name.metaId,
    );
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
  { wabaId, draft }: { wabaId: string; draft: TemplateDraft },
): Promise<TemplateView> {
  const number = await numberOf(deps, door, actor, wabaId);
  const known = await inAccount(deps.app, actor.accountId, (tx) => listTemplates(tx, actor.accountId));
  check(draft, (name, language) =>
    known.some((one) => one.wabaId === wabaId && one.name === name && one.language === language),
  );
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
  const draft = { ...given, name, language, category };
  check(draft, () => false);
  const number = await numberOf(deps, door, actor, wabaId);
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

/** Puts a file at Meta that a header shows as its example. Refused when a template's header takes no such file. */
export async function putExample(
  deps: Deps,
  door: TemplateDoor,
  actor: Actor,
  wabaId: string,
  file: { name: string; bytes: Buffer },
): Promise<{ handle: string }> {
  const { mimeType } = await door.typeOf(file.bytes, file.name);
  if (!/^(image\/(jpeg|png)|video\/(mp4|3gpp)|application\/pdf)$/.test(mimeType))
    throw new ProblemError(422, "file_type");
  const number = await numberOf(deps, door, actor, wabaId);
  const bytes = new Uint8Array(file.bytes);
  const answer = await number.uploadExample({ bytes, mimeType, fileName: file.name });
  if (answer.kind !== "uploaded") throw refusalOf(answer);
  return { handle: answer.handle };
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
    const found = (await listTemplates(tx, accountId)).find((other) => other.id === id);
    if (!found) throw notFound();
    return shownTemplate(actor, found);
  });
  deps.wake.signal("events");
  return shown;
}
