import type { Ticket } from "@balcao/api";
import { takesMore } from "@balcao/core";
import { Button, Menu } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { Copy, Ellipsis, GitMerge, Waypoints } from "lucide-react";
import { useState, type ReactElement } from "react";
import { useLayer } from "../lib/keys.ts";
import { useTranslation } from "../lib/texts.ts";
import { toast } from "../lib/toast.ts";
import { send } from "./commands.ts";
import { NumberDialog } from "./number-dialog.tsx";

/** What is done with a ticket less often: relate, merge, clone. */
export function TicketMenu({ ticket }: { ticket: Ticket }): ReactElement {
  const { t } = useTranslation("tickets");
  const navigate = useNavigate();
  const [open, setOpen] = useState<"relate" | "merge" | null>(null);
  useLayer(open !== null);
  const { id, number, stage, mergedInto } = ticket;
  const clone = async (): Promise<void> => {
    const made = await send(`/api/tickets/${id}/clone`, {});
    if (!made) return;
    toast(t("cloned", { number, clone: made.number }));
    void navigate({ to: "/tickets/$number", params: { number: String(made.number) } });
  };
  return (
    <>
      <Menu position="bottom-end" shadow="md" width={240} withinPortal={false}>
        <Menu.Target>
          <Button variant="default" px={10} aria-label={t("moreActs")} title={t("moreActs")}>
            <Ellipsis size={18} aria-hidden />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {takesMore(stage) && (
            <Menu.Item leftSection={<Waypoints size={16} />} onClick={() => setOpen("relate")}>
              {t("relate.title")}
            </Menu.Item>
          )}
          {mergedInto === null && (
            <Menu.Item leftSection={<GitMerge size={16} />} onClick={() => setOpen("merge")}>
              {t("merge.title")}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<Copy size={16} />} onClick={() => void clone()}>
            {t("clone")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {open !== null && <NumberDialog ticket={ticket} act={open} close={() => setOpen(null)} />}
    </>
  );
}
