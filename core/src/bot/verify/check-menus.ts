import { fold } from "../../text/fold.ts";
import { asked, HOUR_MS, idleHolds, teamHolds, type CompiledTrigger, type Question } from "../conditions.ts";
import { readings } from "../decide.ts";
import { callsPerson, messages, soon, witnessAt, witnessOf, type Cases } from "./cases.ts";
import type { Edge, Node } from "./explored.ts";
import type { Finding } from "./findings.ts";

/** A keyword is offered and, taken at once, nobody answers it. */
export function checkKeywords(cases: Cases): Finding[] {
  const { explored, explorer } = cases;
  const found = new Map<string, Finding>();
  let waiting: CompiledTrigger[] | null = null;
  for (const node of explored.nodes) {
    const { menu, quiet } = node;
    // after a silence that nobody could break, nothing is taken at once
    if (quiet > 0) continue;
    for (const { keyword } of menu?.options ?? []) {
      const texts = readings({ type: "message", text: keyword }, menu);
      const idleHours = soon(cases, node);
      const { ranking } = explorer.tables.onMessage(node.team, idleHours, texts);
      const key = `${menu?.triggerId}|${keyword}`;
      if (ranking.winner || callsPerson(cases, ranking, texts) || found.has(key)) continue;
      const owner = explorer.tables.bot.active.find(({ trigger }) => trigger.id === menu?.triggerId);
      waiting ??= neverOffered(cases);
      const renamed = expectedInstead(waiting, { team: node.team, idleHours, keyword });
      found.set(key, {
        code: "keyword_unanswered",
        severity: "error",
        triggerIds: [menu?.triggerId ?? ""],
        data: { keyword, team: node.team },
        witness: witnessAt(node, { idleHours, says: keyword }),
        repair: renamed ?? (owner ? withoutKeyword(owner, keyword) : null),
      });
    }
  }
  return [...found.values()];
}

function withoutKeyword({ trigger }: CompiledTrigger, keyword: string): Finding["repair"] {
  if (trigger.action.type !== "smart_message") return null;
  const keywords = trigger.action.keywords.filter((entry) => entry !== keyword);
  return { triggerId: trigger.id, change: { action: { ...trigger.action, keywords } } };
}

/**
 * An option that was renamed leaves one trigger of the team waiting for the old word, which no menu offers any longer: that one is
 * to expect the new word too. Null when none or more than one of those that `wait` could answer now.
 */
function expectedInstead(
  wait: readonly CompiledTrigger[],
  { team, idleHours, keyword }: { team: string; idleHours: number | null; keyword: string },
): Finding["repair"] {
  const idleMs = idleHours === null ? null : idleHours * HOUR_MS;
  const question: Question = { event: "message", team, idleMs, texts: [], silenceAnswered: [] };
  const here = wait.filter(
    ({ trigger }) => teamHolds(trigger, team) && (idleHolds(trigger, question)?.holds ?? true),
  );
  const [entry] = here;
  if (!entry || here.length > 1) return null;
  const { id, expectedReply } = entry.trigger;
  return { triggerId: id, change: { expectedReply: [...(expectedReply ?? []), keyword] } };
}

/** Does any menu of its teams offer a word of this trigger? One that expects no word needs none. */
function isOffered({ explored, explorer }: Cases, entry: CompiledTrigger): boolean {
  const { words } = entry;
  if (words === null) return true;
  return explored.nodes.some(({ team, menu }) => {
    const isHere = explorer.tables.of(team).onMessage.includes(entry);
    return (
      isHere &&
      menu?.options.some(({ keyword }) => {
        const text = fold(keyword);
        return words.some(({ folded, contains }) =>
          contains ? ` ${text} `.includes(` ${folded} `) : text === folded,
        );
      })
    );
  });
}

const neverOffered = (cases: Cases): CompiledTrigger[] =>
  asked(cases.explorer.tables.bot, "message").filter((entry) => !isOffered(cases, entry));

/** A trigger none of whose words is offered by any menu of its teams: customers must guess it. */
export function checkOffered(cases: Cases): Finding[] {
  return neverOffered(cases).map(({ trigger, shown }) => {
    const guessed = cases.explored.edges.find(({ winner }) => winner === trigger.id);
    return {
      code: "reply_never_offered",
      severity: "info",
      triggerIds: [trigger.id],
      data: { words: shown ?? [] },
      witness: guessed ? witnessOf(guessed) : null,
      repair: null,
    };
  });
}

/** Words that cannot be told apart, or that another trigger's "contains" swallows at every hour. */
export function checkWords(cases: Cases): Finding[] {
  const equal = cases.explorer.tables.bot.active.flatMap(({ trigger }): Finding[] => {
    if (trigger.action.type !== "smart_message") return [];
    const folded = trigger.action.keywords.map(fold);
    const repeated = trigger.action.keywords.filter(
      (_, index) => folded.indexOf(folded[index] ?? "") !== index,
    );
    const [says] = repeated;
    if (says === undefined) return [];
    const data = { words: repeated };
    const node = cases.explored.nodes.find(({ menu }) => menu?.triggerId === trigger.id);
    return [
      {
        code: "keywords_equal",
        severity: "error",
        triggerIds: [trigger.id],
        data,
        witness: node ? witnessAt(node, { idleHours: soon(cases, node), says }) : null,
        repair: null,
      },
    ];
  });
  return [...equal, ...hiddenWords(cases)];
}

function hiddenWords(cases: Cases): Finding[] {
  /** word of a trigger → the finding while it is hidden in every case seen, null once it was heard */
  const fate = new Map<string, Finding | null>();
  for (const { node, step, texts, ranking, holding } of messages(cases)) {
    const [text] = texts;
    if (text === undefined || step.says === null || ranking.winner === null) continue;
    for (const entry of holding) {
      if (!entry.words?.some(({ folded, contains }) => !contains && folded === text)) continue;
      const key = `${entry.trigger.id}|${text}`;
      const by = ranking.winner;
      const swallows =
        by !== entry &&
        by.words !== null &&
        !by.words.some(({ folded, contains }) => !contains && folded === text);
      if (!swallows) fate.set(key, null);
      else if (!fate.has(key))
        fate.set(key, {
          code: "word_hidden",
          severity: "error",
          triggerIds: [entry.trigger.id, by.trigger.id],
          data: { word: step.says, team: node.team },
          witness: witnessAt(node, step),
          repair: null,
        });
    }
  }
  return [...fate.values()].filter((finding) => finding !== null);
}

/** Situations from which no answer, no silence and no giving up ever leads to a person. */
export function checkWayOut(cases: Cases): Finding[] {
  const { nodes, edges } = cases.explored;
  const offersPerson = (edge: Edge): boolean =>
    "says" in edge.step &&
    (edge.from.menu?.options ?? []).some(({ keyword }) =>
      cases.explorer.tables.bot.personWords.has(fold(keyword)),
    );
  const into = new Map<Node, Node[]>();
  const free: Node[] = [];
  for (const edge of edges)
    if ("node" in edge.to) into.set(edge.to.node, [...(into.get(edge.to.node) ?? []), edge.from]);
    else if (edge.to.because !== "person_word" || offersPerson(edge)) free.push(edge.from);
  const out = new Set(free);
  for (let node = free.pop(); node; node = free.pop())
    for (const before of into.get(node) ?? [])
      if (!out.has(before)) {
        out.add(before);
        free.push(before);
      }
  const caught = nodes.filter((node) => !out.has(node) && !node.fresh);
  const [first] = caught;
  if (!first) return [];
  const menus = [...new Set(caught.flatMap(({ menu }) => menu?.triggerId ?? []))];
  const spoke = edges
    .filter((edge) => "node" in edge.to && edge.to.node === first)
    .flatMap(({ acted }) => acted);
  return [
    {
      code: "no_way_to_a_person",
      severity: "error",
      triggerIds: menus.length > 0 ? menus : [...new Set(spoke)],
      data: { team: first.team },
      witness: { begins: first.begins, team: first.team, steps: [...first.path] },
      repair: null,
    },
  ];
}
