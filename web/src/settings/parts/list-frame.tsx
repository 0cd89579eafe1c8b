import type { UseQueryResult } from "@tanstack/react-query";
import type { LucideIcon } from "lucide-react";
import type { ReactElement, ReactNode } from "react";
import { ErrorNotice, Notice } from "../../app/page-states.tsx";
import { Loading } from "./loading.tsx";
import { PageHead } from "./page-head.tsx";

type Props<Item> = {
  title: string;
  lead: string;
  /** what can be done on the page, in its head */
  acts: ReactNode;
  query: UseQueryResult<Item[]>;
  icon: LucideIcon;
  empty: string;
  emptyText: string;
  children: (items: readonly Item[]) => ReactNode;
};

/** A page that lists what an account has of something: its head, and the list once it is there, or what stands in its place. */
export function ListFrame<Item>({
  title,
  lead,
  acts,
  query,
  icon: Icon,
  empty,
  emptyText,
  children,
}: Props<Item>): ReactElement {
  const { data: items, error, refetch } = query;
  return (
    <>
      <PageHead title={title} lead={lead}>
        {acts}
      </PageHead>
      {!items ? (
        error ? (
          <ErrorNotice error={error} retry={() => void refetch()} />
        ) : (
          <Loading />
        )
      ) : items.length === 0 ? (
        <Notice icon={<Icon size={24} aria-hidden />} title={empty}>
          {emptyText}
        </Notice>
      ) : (
        children(items)
      )}
    </>
  );
}
