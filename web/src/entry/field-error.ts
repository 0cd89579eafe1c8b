import { ApiError } from "../lib/api.ts";

/** What a refusal says about one field, by its path in the request. */
export const fieldErrorOf = (error: unknown, path: string): string | undefined =>
  error instanceof ApiError
    ? error.problem?.fields?.find((field) => field.path === path)?.message
    : undefined;
