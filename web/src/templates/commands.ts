import type { TemplateAbout, TemplateDraft, TemplateList, TemplateView } from "@balcao/api";
import { api } from "../lib/api.ts";
import { keys, queryClient } from "../lib/queries.ts";

/** What the server answered stands in the list at once; realtime says the rest. */
export function keepTemplate(template: TemplateView): TemplateView {
  queryClient.setQueryData<TemplateList>(
    keys.templates,
    (list) =>
      list && {
        ...list,
        items: [...list.items.filter(({ id }) => id !== template.id), template].toSorted((one, other) =>
          one.name < other.name ? -1 : 1,
        ),
      },
  );
  return template;
}

const at = (id: string, more = ""): string => `/api/templates/${id}${more}`;

/** To review at Meta; throws what the server, or Meta, refuses. `from`: the template whose files are kept. */
export const createTemplate = async (
  wabaId: string,
  draft: TemplateDraft,
  from: string | null,
): Promise<TemplateView> =>
  keepTemplate(await api<TemplateView>("/api/templates", { method: "POST", body: { wabaId, draft, from } }));

export const editTemplate = async (id: string, draft: TemplateDraft): Promise<TemplateView> =>
  keepTemplate(await api<TemplateView>(at(id), { method: "PUT", body: { draft } }));

export const deleteTemplate = async (id: string): Promise<TemplateView> =>
  keepTemplate(await api<TemplateView>(at(id), { method: "DELETE" }));

export const unpauseTemplate = async (id: string): Promise<TemplateView> =>
  keepTemplate(await api<TemplateView>(at(id, "/unpause"), { method: "POST" }));

export const saveAbout = async (id: string, about: TemplateAbout): Promise<TemplateView> =>
  keepTemplate(await api<TemplateView>(at(id, "/about"), { method: "PUT", body: about }));
