import type { UseQueryResult } from "@tanstack/react-query";
import type { LucideIcon } from "lucide-react";
import type { ReactElement, ReactNode } from "react";
import { ErrorNotice, Notice } from "../../app/page-states.tsx";
import { Loading } from "./loading.tsx";
import { PageHead } from "./page-head.tsx";

type BodyProps<Item> = {
  query: Pick<UseQueryResult, "error" | "refetch">;
  /** what the query gave, as far as it stands here */
  items: readonly Item[] | undefined;
  icon: LucideIcon;
  empty: string;
  emptyText: string;
  children: (items: readonly Item[]) => ReactNode;
};

/** A list once it is there, or what stands in its place. */
export function ListBody<Item>({
  query,
  items,
  icon: Icon,
  empty,
  emptyText,
  children,
}: BodyProps<Item>): ReactElement {
  const { error, refetch } = query;
  if (!items) return error ? <ErrorNotice error={error} retry={() => void refetch()} /> : <Loading />;
  if (items.length > 0) return <>{children(items)}</>;
  return (
    <Notice icon={<Icon size={24} aria-hidden />} title={empty}>
      {emptyText}
    </Notice>
  );
}

type Props<Item> = Omit<BodyProps<Item>, "query" | "items"> & {
  title: string;
  lead: string;
  /** what can be done on the page, in its head */
  acts: ReactNode;
  query: UseQueryResult<Item[]>;
};

/** A page that lists what an account has of something: its head, and the list. */
export function ListFrame<Item>({ title, lead, acts, query, ...body }: Props<Item>): ReactElement {
  return (
    <>
      <PageHead title={title} lead={lead}>
        {acts}
      </PageHead>
      <ListBody {...body} query={query} items={query.data} />
    </>
  );
}
