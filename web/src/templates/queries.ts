import type { TemplateList } from "@balcao/api";
import { templatesOfAll, type Templates } from "@balcao/core";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api } from "../lib/api.ts";

/** Also the word by which the server says that any of them changed. */
const TEMPLATES = ["templates"] as const;

const ask = (): Promise<TemplateList> => api<TemplateList>("/api/templates");

/** Every template of the account's numbers, with when they were last read at Meta. */
export const useTemplates = (): UseQueryResult<TemplateList> =>
  useQuery({ queryKey: TEMPLATES, queryFn: ask });

const shared = ({ items, accounts }: TemplateList): Templates =>
  templatesOfAll(accounts.map(({ wabaId }) => items.filter((template) => template.wabaId === wabaId)));

/** The templates that can be sent from every number of the account, and those that stand in the way of it. */
export const useSharedTemplates = (): UseQueryResult<Templates> =>
  useQuery({ queryKey: TEMPLATES, queryFn: ask, select: shared });
