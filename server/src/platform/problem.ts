/**
 * Refusals a person can act on. `code` is stable and documented in docs/errors.md; the sentence is chosen from the
 * catalogues by code and the reader's language when the answer is written.
 */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: { path: string; code: string }[];
  readonly data: Record<string, unknown> | undefined;

  constructor(
    status: number,
    code: string,
    more: { fields?: { path: string; code: string }[]; data?: Record<string, unknown> } = {},
  ) {
    super(code);
    this.name = "ProblemError";
    this.status = status;
    this.code = code;
    this.fields = more.fields ?? [];
    this.data = more.data;
  }
}

/** A foreign or missing id: always the same answer, so that nobody learns what exists. */
export const notFound = (): ProblemError => new ProblemError(404, "not_found");
export const conflict = (code: string, data?: Record<string, unknown>): ProblemError =>
  new ProblemError(409, code, data ? { data } : {});
export const invalid = (fields: { path: string; code: string }[]): ProblemError =>
  new ProblemError(422, "invalid_input", { fields });
