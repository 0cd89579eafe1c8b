import { Modal } from "@mantine/core";
import "@mantine/core/styles/CloseButton.layer.css";
import "@mantine/core/styles/Overlay.layer.css";
import "@mantine/core/styles/ModalBase.layer.css";
import "@mantine/core/styles/Modal.layer.css";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import classes from "./lightbox.module.css";

/** A picture in full size over the page. */
export function Lightbox({ url, alt, close }: { url: string; alt: string; close: () => void }): ReactElement {
  const { t } = useTranslation("common");
  return (
    <Modal
      opened
      onClose={close}
      title={alt}
      size="auto"
      centered
      radius="lg"
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <img className={classes.image} src={url} alt={alt} />
    </Modal>
  );
}
