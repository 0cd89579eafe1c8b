import type { ConversationRow } from "@balcao/api";
import { Link2, TicketPlus } from "lucide-react";
import { Suspense, useEffect, type ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { offerChosenActs } from "../conversations/chosen/chosen-acts.ts";
import { askToChoose, useChosen } from "../conversations/chosen/chosen.ts";
import { focusThread } from "../conversations/focus.ts";
import { useSelection } from "../conversations/marks/selection.ts";
import { lazyAhead } from "../lib/ahead.ts";
import { KEYMAP } from "../lib/keymap.ts";
import { useKeys, useLayer } from "../lib/keys.ts";
import { toast } from "../lib/toast.ts";
import { askToCreate, closeTicketDialog, openTicketDialog, useTicketDialog } from "./open.ts";

const TicketDialogs = lazyAhead(async () => ({
  default: (await import("./ticket-dialogs.tsx")).TicketDialogs,
}));

/** What an open conversation offers about tickets: T and Shift+T, the acts on chosen messages, and their dialogs. */
export function TicketPlace({ conversation }: { conversation: ConversationRow }): ReactElement {
  const { t } = useTranslation("desk");
  const dialog = useTicketDialog((state) => state.dialog);
  const isChoosing = useChosen(({ ids }) => ids.size > 0);
  const isSelecting = useSelection(({ ids }) => ids.size > 0);
  useLayer(dialog !== null);
  useEffect(() => closeTicketDialog, [conversation.id]);
  useEffect(
    () =>
      offerChosenActs([
        {
          id: "ticket-link",
          keys: KEYMAP.linkMessages[0],
          icon: Link2,
          label: () => t("acts.linkMessages"),
          run: (chosen) => openTicketDialog({ kind: "link", ...chosen }),
        },
        {
          id: "ticket-create",
          keys: KEYMAP.createTicket[0],
          icon: TicketPlus,
          label: () => t("acts.createTicket"),
          run: ({ conversation: of, messages }) => askToCreate(of, messages),
        },
      ]),
    [t],
  );
  // with messages chosen, the keys are their bar's
  const common = { palette: true, enabled: !isChoosing && !isSelecting };
  const chooseFirst = (): void => {
    askToChoose();
    focusThread();
    toast(t("acts.chooseFirst"));
  };
  useKeys([
    { id: "linkMessages", run: chooseFirst, ...common },
    { id: "createTicket", run: () => askToCreate(conversation, []), ...common },
  ]);
  return <Suspense>{dialog && <TicketDialogs key={dialog.kind} dialog={dialog} />}</Suspense>;
}
