/**
 * Several windows of one person, through the browser's own locks (Web Locks, which a page has on https or on this machine only): one of
 * them leads, and each says what is in sight. Where there are no locks, every window stands for itself.
 */
const locks = (): LockManager | undefined => navigator.locks as LockManager | undefined;

/** Holds a lock until the answer is called. `held` hears whether it is held now. */
function hold(name: string, mode: LockMode, held: (isHeld: boolean) => void): () => void {
  const gone = new AbortController();
  let release = (): void => undefined;
  const whileHeld = (): Promise<void> =>
    new Promise((resolve) => {
      held(true);
      release = resolve;
    });
  locks()
    ?.request(name, { mode, signal: gone.signal }, whileHeld)
    // given up before it was granted
    .catch(() => undefined);
  return () => {
    held(false);
    release();
    gone.abort();
  };
}

/** Takes part in the choice of the window that calls. Gives how to ask whether it is this one, and how to leave. */
export function takeLead(person: string): { leads: () => boolean; leave: () => void } {
  let isLead = locks() === undefined;
  const leave = hold(`balcao.calls.${person}`, "exclusive", (isHeld) => {
    isLead = isHeld;
  });
  return { leads: () => isLead, leave };
}

const sightOf = (person: string): string => `balcao.sight.${person}.`;

/** Says, for as long as it is not taken back, that this window is in sight with that conversation ("" = none). */
export const beInSight = (person: string, conversationId: string): (() => void) =>
  hold(sightOf(person) + conversationId, "shared", () => undefined);

/** What this person has in sight in any window: conversations, "" for another page; empty when all windows are hidden. */
export async function inSight(person: string, own: string | null): Promise<ReadonlySet<string>> {
  const known = locks();
  if (!known) return new Set(own === null ? [] : [own]);
  const { held } = await known.query();
  const prefix = sightOf(person);
  return new Set(
    (held ?? []).flatMap(({ name }) => (name?.startsWith(prefix) ? [name.slice(prefix.length)] : [])),
  );
}
