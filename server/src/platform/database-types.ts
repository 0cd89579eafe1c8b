/**
 * Queries are written as SQL (kysely's `sql` tag) with their row types beside them, so the query builder is given no tables:
 * a table named through it would not compile.
 */
export type Database = Record<never, never>;
