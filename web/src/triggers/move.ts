/** The ids with one of them put before another; `before` null = at the end. */
export function moveBefore(ids: readonly string[], id: string, before: string | null): string[] {
  const rest = ids.filter((other) => other !== id);
  const at = before === null ? -1 : rest.indexOf(before);
  return at < 0 ? [...rest, id] : [...rest.slice(0, at), id, ...rest.slice(at)];
}

export type Step = "up" | "down" | "first" | "last";

/**
 * Before which of the shown ids one goes when it takes a step; null = behind the last of all, undefined = it is there already.
 * `shown` may be a part of `all`: then a step passes what is hidden too.
 */
export function stepTarget(
  all: readonly string[],
  shown: readonly string[],
  id: string,
  step: Step,
): string | null | undefined {
  const at = shown.indexOf(id);
  if (step === "up") return shown[at - 1];
  if (step === "first") return all[0] === id ? undefined : all[0];
  if (step === "last") return all.at(-1) === id ? undefined : null;
  const next = shown[at + 1];
  return next === undefined ? undefined : (all[all.indexOf(next) + 1] ?? null);
}
