/**
 * What JSON must look like, as functions: each gives the problems it finds, none = it fits. `path` names the place.
 * Objects are closed: a key nobody has named is a problem.
 */
export type Shape = (value: unknown, path: string) => string[];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A text, perhaps of a pattern and a length in UTF-16 units. */
export const text =
  (rule: { most?: number; least?: number; like?: RegExp } = {}): Shape =>
  (value, path) => {
    if (typeof value !== "string") return [`${path} is no text: ${JSON.stringify(value)}`];
    if (rule.most !== undefined && value.length > rule.most) return [`${path} is longer than ${rule.most}`];
    if (rule.least !== undefined && value.length < rule.least)
      return [`${path} is shorter than ${rule.least}`];
    return rule.like && !rule.like.test(value) ? [`${path} is not like ${rule.like}: ${value}`] : [];
  };

export const number: Shape = (value, path) =>
  typeof value === "number" && Number.isFinite(value) ? [] : [`${path} is no number`];

export const whole: Shape = (value, path) => (Number.isInteger(value) ? [] : [`${path} is no whole number`]);

export const flag: Shape = (value, path) =>
  typeof value === "boolean" ? [] : [`${path} is neither true nor false`];

/** One of these values. */
export const one =
  (...values: readonly (string | number | boolean)[]): Shape =>
  (value, path) =>
    values.includes(value as string)
      ? []
      : [`${path} is none of ${values.join(", ")}: ${JSON.stringify(value)}`];

/** Anything, of which nothing is known. */
export const anything: Shape = () => [];

/** A list, each item of one shape. */
export const list =
  (item: Shape, { least = 0, most = Infinity }: { least?: number; most?: number } = {}): Shape =>
  (value, path) => {
    if (!Array.isArray(value)) return [`${path} is no list`];
    if (value.length < least || value.length > most) return [`${path} has ${value.length} items`];
    return value.flatMap((entry, index) => item(entry, `${path}[${index}]`));
  };

/** An object with all of `required` and perhaps some of `optional`, and nothing else. */
export const record =
  (required: Readonly<Record<string, Shape>>, optional: Readonly<Record<string, Shape>> = {}): Shape =>
  (value, path) => {
    if (!isObject(value)) return [`${path} is no object`];
    const missing = Object.keys(required).filter((key) => value[key] === undefined);
    return [
      ...missing.map((key) => `${path}.${key} is missing`),
      ...Object.entries(value).flatMap(([key, part]) => {
        const shape = required[key] ?? optional[key];
        if (part === undefined) return [];
        return shape ? shape(part, `${path}.${key}`) : [`${path}.${key} is unknown`];
      }),
    ];
  };

/** At least one of the shapes; otherwise the problems of the nearest one. */
export const either =
  (...shapes: readonly Shape[]): Shape =>
  (value, path) => {
    const problems = shapes.map((shape) => shape(value, path));
    if (problems.some((found) => found.length === 0)) return [];
    return problems.toSorted((first, second) => first.length - second.length)[0] ?? [];
  };
