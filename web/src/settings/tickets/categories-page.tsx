import type { TicketCategory } from "@balcao/api";
import { categoryPlaceFault, categoryTree } from "@balcao/core";
import { NativeSelect } from "@mantine/core";
import { FolderTree } from "lucide-react";
import { useState, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { Notice } from "../../app/page-states.tsx";
import { pathName } from "../../tickets/use-choices.ts";
import { moved } from "../parts/moved.ts";
import { ChoiceDialog } from "./choice-dialog.tsx";
import { ChoiceTable, type ChoiceRow } from "./choice-table.tsx";
import { useOrder } from "./choices.ts";
import { TicketsFrame } from "./tickets-frame.tsx";

const siblingsOf = (categories: readonly TicketCategory[], id: string): string[] => {
  const parentId = categories.find((category) => category.id === id)?.parentId;
  return categories.flatMap((category) => (category.parentId === parentId ? [category.id] : []));
};

const rowsOf = (categories: readonly TicketCategory[]): ChoiceRow[] =>
  categoryTree(categories).map(({ category, level }) => {
    const siblings = siblingsOf(categories, category.id);
    const isFirst = siblings[0] === category.id;
    return { ...category, level, isFirst, isLast: siblings.at(-1) === category.id };
  });

type Props = { categories: readonly TicketCategory[]; category: TicketCategory | null; close: () => void };

function CategoryDialog({ categories, category, close }: Props): ReactElement {
  const { t } = useTranslation("ticketSettings");
  const [parentId, setParentId] = useState(category?.parentId ?? null);
  const places = categoryTree(categories).filter(
    ({ category: place }) => categoryPlaceFault(categories, category?.id ?? null, place.id) === null,
  );
  return (
    <ChoiceDialog
      list="categories"
      add={t("categories.add")}
      choice={category}
      more={{ parentId }}
      close={close}
    >
      {(fault) => (
        <NativeSelect
          label={t("categories.parent")}
          value={parentId ?? ""}
          error={fault("parentId")}
          onChange={(event) => setParentId(event.currentTarget.value || null)}
          data={[
            { value: "", label: t("categories.top") },
            ...places.map(({ category: { id } }) => ({ value: id, label: pathName(categories, id) })),
          ]}
        />
      )}
    </ChoiceDialog>
  );
}

/** Configurações > Chamados > Categorias: a tree. */
export function CategoriesPage(): ReactElement {
  const { t } = useTranslation("ticketSettings");
  const [open, setOpen] = useState<string | null>(null);
  const { order, shown } = useOrder("categories");
  return (
    <TicketsFrame lead={t("categories.lead")} add={t("categories.add")} onAdd={() => setOpen("")}>
      {(choices) => {
        const categories = shown(choices.categories);
        return (
          <>
            {categories.length === 0 ? (
              <Notice icon={<FolderTree size={24} aria-hidden />} title={t("categories.empty")}>
                {t("categories.emptyText")}
              </Notice>
            ) : (
              <ChoiceTable
                rows={rowsOf(categories)}
                edit={setOpen}
                move={(id, step) => order(moved(siblingsOf(categories, id), id, step))}
              />
            )}
            {open !== null && (
              <CategoryDialog
                categories={categories}
                category={categories.find(({ id }) => id === open) ?? null}
                close={() => setOpen(null)}
              />
            )}
          </>
        );
      }}
    </TicketsFrame>
  );
}
