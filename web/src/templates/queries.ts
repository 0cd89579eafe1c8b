import type { TemplateList } from "@balcao/api";
import { templatesOfAll, type Templates } from "@balcao/core";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api } from "../lib/api.ts";
import { keys } from "../lib/queries.ts";

const ask = (): Promise<TemplateList> => api<TemplateList>("/api/templates");

/** Every template of the account's numbers, with when they were last read at Meta. */
export const useTemplates = (): UseQueryResult<TemplateList> =>
  useQuery({ queryKey: keys.templates, queryFn: ask });

const shared = ({ items, accounts }: TemplateList): Templates =>
  templatesOfAll(accounts.map(({ wabaId }) => items.filter((template) => template.wabaId === wabaId)));

/** The templates that can be sent from every number of the account, and those that stand in the way of it. */
export const useSharedTemplates = (): UseQueryResult<Templates> =>
  useQuery({ queryKey: keys.templates, queryFn: ask, select: shared });

/** Has the templates read again at WhatsApp; what comes of it is told by realtime. */
export const readTemplatesAgain = (): Promise<TemplateList> =>
  api<TemplateList>("/api/templates/sync", { method: "POST" });
