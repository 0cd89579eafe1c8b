import { isTemplateGone, type TemplateLife } from "@balcao/core";
import type * as Life from "../../../server/src/modules/templates/life.queries.ts";
import type * as Templates from "../../../server/src/modules/templates/templates.queries.ts";
import { planted } from "../../production/bridge.ts";
import type { Modelled } from "../modelled.ts";
import type { SyncRow } from "../rows.ts";
import type { Session } from "../store.ts";

const keyOf = ({ accountId, wabaId }: Templates.Waba): string => `${accountId}|${wabaId}`;

const syncs = (at: Session, wabas: readonly Templates.Waba[]): SyncRow[] =>
  wabas.flatMap((waba) => at.find(at.tables.template_sync, keyOf(waba)) ?? []);

export const templates: Modelled<typeof Templates> = {
  loadSyncs: (at, accountId) =>
    at
      .all(at.tables.template_sync, (row) => row.account_id === accountId)
      .map((row) => ({ wabaId: row.waba_id, syncedAt: row.synced_at, problem: row.problem })),
  takeDue: (at, wabas, now, heldMs) =>
    wabas
      .map(({ accountId, wabaId }) => ({ accountId, wabaId }))
      .filter((waba) => {
        at.lock(at.tables.template_sync, keyOf(waba));
        const row = at.find(at.tables.template_sync, keyOf(waba));
        const names = { account_id: waba.accountId, waba_id: waba.wabaId };
        if (!row) return at.insert(at.tables.template_sync, { ...names, next_at: now + heldMs });
        // the bug reads a list once
        if (row.next_at > now || (planted(21) && row.synced_at !== null)) return false;
        at.update(at.tables.template_sync, row, { next_at: now + heldMs });
        return true;
      }),
  makeDue(at, wabas, from, since = null) {
    for (const row of syncs(at, wabas))
      if (since === null || row.synced_at === null || row.synced_at < since)
        at.update(at.tables.template_sync, row, { next_at: Math.min(row.next_at, from) });
  },
  noteSync(at, waba, { problem, now, nextAt, heldUntil }) {
    at.lock(at.tables.template_sync, keyOf(waba));
    const [row] = syncs(at, [waba]);
    if (!row) return problem !== null;
    at.update(at.tables.template_sync, row, {
      problem,
      next_at: row.next_at < heldUntil ? row.next_at : nextAt,
      synced_at: problem === null ? now : row.synced_at,
    });
    return row.problem !== problem;
  },
};

export const life: Modelled<typeof Life> = {
  lockLives(at, { accountId, wabaId }, metaIds) {
    const found = at
      .all(
        at.tables.template,
        (row) =>
          row.account_id === accountId && row.waba_id === wabaId && (metaIds?.includes(row.meta_id) ?? true),
      )
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    return found.map((row) => {
      at.lock(at.tables.template, at.tables.template.keyOf(row));
      return {
        id: row.id,
        wabaId,
        metaId: row.meta_id,
        name: row.name,
        language: row.language,
        gone: row.gone,
        life: row.life as TemplateLife,
      };
    });
  },
  saveLives(at, accountId, lives, now) {
    for (const { id, life: told, now: stands } of lives) {
      const [row] = at.all(at.tables.template, (one) => one.account_id === accountId && one.id === id);
      if (row)
        at.update(at.tables.template, row, {
          life: JSON.parse(JSON.stringify(told)),
          status: stands.status ?? "",
          category: stands.category ?? "",
          reason: stands.reason,
          detail: stands.detail,
          quality: stands.quality,
          coming_category: stands.coming?.category ?? null,
          coming_at: stands.coming?.at ?? null,
          coming_since: stands.coming?.since ?? null,
          coming_by: stands.coming?.by ?? null,
          parameter_format: stands.content?.parameterFormat ?? "POSITIONAL",
          components: stands.content?.components ?? [],
          known: stands.content !== null && stands.status !== null,
          gone: isTemplateGone(stands.status),
          told_at: now,
        });
    }
  },
  findNamed: (at, wanted) =>
    wanted.map(({ accountId, wabaId, metaId, name, language }) => {
      const [row] = at
        .all(
          at.tables.template,
          (one) =>
            one.account_id === accountId &&
            (wabaId === null || one.waba_id === wabaId) &&
            (metaId === null
              ? one.name === name && one.language === language && !one.gone
              : one.meta_id === metaId),
        )
        .sort((a, b) => b.told_at - a.told_at);
      return row
        ? { wabaId: row.waba_id, metaId: row.meta_id, name: row.name, language: row.language }
        : null;
    }),
};
