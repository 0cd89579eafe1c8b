import type { BotReplay } from "@balcao/api";
import type { Tx } from "../../platform/database.ts";
import { loadDraft, loadVersions } from "./bot.queries.ts";
import { asTrigger, companyOf } from "./bot.view.ts";
import { followTeams } from "./followed.ts";
import { pastsOf } from "./replay.past.ts";
import { loadPast } from "./replay.queries.ts";
import { replay } from "./replay.ts";
import { botOf } from "./running.ts";

/** The newest conversations of the bot against the draft: what would have been answered otherwise. */
export async function replayHistory(tx: Tx, accountId: string, most: number): Promise<BotReplay> {
  const draft = (await loadDraft(tx, accountId, false)).map(asTrigger);
  const rows = await loadPast(tx, accountId, most);
  const versions = await loadVersions(tx, [...new Set(rows.traces.map(({ versionId }) => versionId))]);
  const company = await companyOf(tx, accountId, [...draft, ...versions.flatMap(({ triggers }) => triggers)]);
  const world = {
    draft: { versionId: "draft", bot: botOf(draft, company) },
    company,
    gone: company.gone,
    versions: new Map(versions.map(({ id, triggers }) => [id, followTeams(triggers, company.gone)])),
  };
  const played = pastsOf(rows).map((past) => replay(world, past));
  return {
    played: played.length,
    same: played.reduce((sum, { same }) => sum + same, 0),
    differences: played.flatMap(({ differences }) => differences),
  };
}
