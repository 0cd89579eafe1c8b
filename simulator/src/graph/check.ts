import { isObject } from "../model.ts";
import type { JsonObject } from "../model.ts";
import { GraphError } from "./graph-error.ts";

/** Small checks of a send body, each throwing what Meta would answer. `path` names the place, e.g. text['body']. */

/** 131008: a required key is missing. */
export function missing(path: string): GraphError {
  return new GraphError(131008, "Required parameter is missing", `Parameter ${path} is mandatory`);
}

/** 131009: a value is not accepted. */
export function invalid(details: string): GraphError {
  return new GraphError(131009, "Parameter value is not valid", details);
}

/** 100: an unknown key or a value of the wrong JSON type. */
export function unsupported(details: string): GraphError {
  return new GraphError(100, "Invalid parameter", details);
}

/** A required object. */
export function needObject(value: unknown, path: string): JsonObject {
  if (value === undefined || value === null) throw missing(path);
  if (!isObject(value)) throw unsupported(`Param ${path} must be a JSON object.`);
  return value;
}

/** A required list with a length between the two. */
export function needList(value: unknown, path: string, least: number, most: number): unknown[] {
  if (value === undefined || value === null) throw missing(path);
  if (!Array.isArray(value)) throw unsupported(`Param ${path} must be a JSON array.`);
  if (value.length < least || value.length > most)
    throw invalid(`${path}: between ${least} and ${most} items are allowed, ${value.length} given`);
  return value;
}

/** A required text that is not empty and at most `most` UTF-16 units long. */
export function needText(value: unknown, path: string, most: number): string {
  if (value === undefined || value === null || value === "") throw missing(path);
  return checkText(value, path, most);
}

/** An optional text of at most `most` units. */
export function mayText(value: unknown, path: string, most: number): void {
  if (value !== undefined) checkText(value, path, most);
}

/** Refuses keys outside the list. */
export function onlyKeys(value: JsonObject, allowed: readonly string[], path: string): void {
  for (const key of Object.keys(value)) {
    if (!allowed.includes(key)) throw unsupported(`Unexpected key "${key}" on param "${path}".`);
  }
}

function checkText(value: unknown, path: string, most: number): string {
  if (typeof value !== "string") throw unsupported(`Param ${path} must be a string.`);
  if (value.length > most) throw invalid(`Param ${path} must be at most ${most} characters long.`);
  return value;
}
