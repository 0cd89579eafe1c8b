import { Button, Menu } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { Download, FolderOpen, Upload } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { sentenceOf } from "../../lib/api.ts";
import { toast } from "../../lib/toast.ts";
import { fetchFile } from "../queries.ts";
import { download, fileName } from "./download.ts";

/** Arquivo: the draft as a file, and a file or an example as the draft. */
export function FileMenu({ isEmpty }: { isEmpty: boolean }): ReactElement {
  const { t } = useTranslation("triggers");
  const navigate = useNavigate();
  const save = async (): Promise<void> => {
    try {
      const file = await fetchFile();
      const name = fileName(file.name, "balcao.json");
      download(new Blob([`${JSON.stringify(file, null, 2)}\n`], { type: "application/json" }), name);
      toast(t("file.exported", { name }));
    } catch (error) {
      toast(sentenceOf(error), { tone: "error" });
    }
  };
  return (
    <Menu position="bottom-end" shadow="md" withinPortal={false}>
      <Menu.Target>
        <Button variant="default" leftSection={<FolderOpen size={16} aria-hidden />}>
          {t("file.menu")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          disabled={isEmpty}
          leftSection={<Download size={15} aria-hidden />}
          onClick={() => void save()}
        >
          {t("file.export")}
        </Menu.Item>
        <Menu.Item
          leftSection={<Upload size={15} aria-hidden />}
          onClick={() => void navigate({ to: "/settings/triggers/import" })}
        >
          {t("file.import")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
