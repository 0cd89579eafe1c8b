import type { OrganisationRow } from "@balcao/api";
import { Button, Radio } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Building2 } from "lucide-react";
import { useState, type ReactElement } from "react";
import { PickList } from "../conversations/dialogs/pick-list.tsx";
import { Dialog } from "../app/dialog.tsx";
import { api, ApiError, sentenceOf } from "../lib/api.ts";
import { keys, queryClient } from "../lib/queries.ts";
import { useTranslation } from "../lib/texts.ts";
import { toast } from "../lib/toast.ts";
import classes from "./contacts.module.css";

type Fate = "none" | "move";

/** Deletes an organisation once it is chosen what becomes of its contacts. Nothing is chosen beforehand. */
export function DeleteOrganisationDialog({
  organisation,
  close,
  deleted,
}: {
  organisation: OrganisationRow;
  close: () => void;
  deleted: () => void;
}): ReactElement {
  const { t } = useTranslation(["contacts", "contact", "common"]);
  const { id, name, version } = organisation;
  const [fate, setFate] = useState<Fate | null>(null);
  const [target, setTarget] = useState("");
  const [query, setQuery] = useState("");
  const { data: others = [] } = useQuery({
    queryKey: [...keys.organisations, "others", query.trim()],
    queryFn: async () =>
      (await api<{ items: OrganisationRow[] }>("/api/organisations", { query: { q: query.trim() } })).items,
    enabled: fate === "move",
  });
  const remove = useMutation({
    mutationFn: () => {
      const moveTo = fate === "move" ? target : fate === "none" ? null : undefined;
      return api(`/api/organisations/${id}`, {
        method: "DELETE",
        body: { version, ...(moveTo === undefined ? {} : { moveTo }) },
      });
    },
    onSuccess: () => {
      close();
      deleted();
      toast(t("contacts:delete.done"));
      queryClient.removeQueries({ queryKey: [...keys.organisations, "one", id] });
      void queryClient.invalidateQueries({ queryKey: keys.organisations });
    },
  });
  // others may have put somebody in since, or have some whom one may not see: then the server asks
  const hidden = remove.error instanceof ApiError && remove.error.code === "organisation_in_use";
  const asks = organisation.contacts > 0 || hidden;
  const isReady = !asks || fate === "none" || (fate === "move" && target !== "");
  return (
    <Dialog onClose={close} title={t("contacts:delete.title", { name })}>
      <div className={classes.form}>
        {asks ? (
          <Radio.Group
            label={t("contacts:delete.fate", { count: organisation.contacts })}
            value={fate ?? ""}
            onChange={(value) => setFate(value === "move" ? "move" : "none")}
          >
            <Radio mt={8} value="none" label={t("contacts:delete.none")} />
            <Radio mt={8} value="move" label={t("contacts:delete.move")} />
          </Radio.Group>
        ) : (
          <p>{t("contacts:delete.empty")}</p>
        )}
        {asks && fate === "move" && (
          <PickList
            label={t("contact:organisation")}
            placeholder={t("contact:searchOrganisation")}
            nothing={t("contact:noOrganisationFound")}
            value={target}
            choose={setTarget}
            search={setQuery}
            items={others
              .filter((other) => other.id !== id)
              .map((other) => ({
                id: other.id,
                label: other.name,
                facts: other.domain,
                mark: <Building2 size={18} aria-hidden />,
              }))}
          />
        )}
        {remove.error && (
          <p role="alert" className={classes.complaint}>
            {sentenceOf(remove.error)}
          </p>
        )}
        <div className={classes.buttons}>
          <Button variant="default" data-autofocus onClick={close}>
            {t("contacts:delete.keep")}
          </Button>
          <Button color="red" disabled={!isReady} loading={remove.isPending} onClick={() => remove.mutate()}>
            {t("contacts:delete.do")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
