import { Modal, type ModalProps } from "@mantine/core";
import type { ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";

type Props = Omit<ModalProps, "opened" | "title" | "attributes" | "closeButtonProps"> & { title: string };

/**
 * What is asked over the page, for as long as it is drawn. The library ties the title to the dialog only after the dialog was drawn; the
 * label names it from the first moment, for whoever is read to.
 */
export function Dialog({ title, ...others }: Props): ReactElement {
  const { t } = useTranslation("common");
  return (
    <Modal
      opened
      radius="lg"
      title={title}
      closeButtonProps={{ "aria-label": t("close") }}
      attributes={{ header: { role: "none" }, content: { "aria-label": title } }}
      // the field that is led to stands clear of the head, which stays in sight, with its label
      styles={{ content: { scrollPaddingTop: 100 } }}
      {...others}
    />
  );
}
