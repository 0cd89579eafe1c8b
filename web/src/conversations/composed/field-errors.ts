/** What is wrong with a field, by its path in core's words ("options.1"); null when it is right. */
export type FieldErrors = (path: string) => string | null;
