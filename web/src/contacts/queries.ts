import type {
  ContactPage,
  ConversationPage,
  OrganisationPage,
  OrganisationRow,
  TicketPage,
} from "@balcao/api";
import {
  keepPreviousData,
  useInfiniteQuery,
  useQuery,
  type InfiniteData,
  type UseInfiniteQueryResult,
  type UseQueryResult,
} from "@tanstack/react-query";
import type { z } from "zod";
import { api, type Query } from "../lib/api.ts";
import { keys } from "../lib/queries.ts";
import { CONTACT } from "../realtime/cache.ts";
import { orderOf, type ContactSearch } from "./search.ts";

type Page = { nextCursor: string | null };
type Conversations = z.infer<typeof ConversationPage>;

/**
 * A list read page by page. Nobody is told of each person who writes for the first time, so a list is asked for again whenever its page is
 * opened; what is known stands there meanwhile.
 */
const usePages = <T extends Page>(
  queryKey: readonly unknown[],
  path: string,
  query: Query,
): UseInfiniteQueryResult<InfiniteData<T>> =>
  useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => api<T>(path, { query: { ...query, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
    staleTime: 0,
  });

/** The words of the address as the server's list and export take them. */
export const filterOf = ({ q, tag, of }: ContactSearch): Query => ({ q, label: tag, organisation: of });

export const useContacts = (search: ContactSearch): UseInfiniteQueryResult<InfiniteData<ContactPage>> =>
  usePages([...keys.contacts, "list", search], "/api/contacts", { ...filterOf(search), ...orderOf(search) });

export const useOrganisations = (q: string): UseInfiniteQueryResult<InfiniteData<OrganisationPage>> =>
  usePages([...keys.organisations, "list", q], "/api/organisations", { q, limit: 50 });

const MOST_CHOICES = 100;
/** The first organisations by name, to choose from. */
export const useOrganisationChoices = (): UseQueryResult<OrganisationRow[]> =>
  useQuery({
    queryKey: [...keys.organisations, "choices"],
    queryFn: async () =>
      (await api<OrganisationPage>("/api/organisations", { query: { limit: MOST_CHOICES } })).items,
  });

export const useOrganisation = (id: string, enabled = true): UseQueryResult<OrganisationRow> =>
  useQuery({
    queryKey: [...keys.organisations, "one", id],
    queryFn: () => api<OrganisationRow>(`/api/organisations/${id}`),
    enabled,
    staleTime: 0,
  });

const FEW = 10;
/** Tickets of a person, or of all of an organisation, the latest change first. */
export const useTicketsOf = (
  whose: { contact: string } | { organisation: string },
): UseInfiniteQueryResult<InfiniteData<TicketPage>> =>
  usePages([...keys.tickets, "of", whose], "/api/tickets", { ...whose, status: "all", limit: FEW });

/** A person's conversations, the latest first. The key makes them part of what is known of the person. */
export const useConversationsOf = (contact: string): UseInfiniteQueryResult<InfiniteData<Conversations>> =>
  usePages([CONTACT, contact, "conversations"], "/api/conversations", {
    contact,
    tab: "all",
    order: "recent",
    limit: FEW,
  });
