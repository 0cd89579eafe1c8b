import "@mantine/core/styles/CloseButton.layer.css";
import "@mantine/core/styles/Overlay.layer.css";
import "@mantine/core/styles/ModalBase.layer.css";
import "@mantine/core/styles/Modal.layer.css";
import type { ReactElement } from "react";
import { Dialog } from "../../app/dialog.tsx";
import classes from "./lightbox.module.css";

/** A picture in full size over the page. */
export function Lightbox({ url, alt, close }: { url: string; alt: string; close: () => void }): ReactElement {
  return (
    <Dialog onClose={close} title={alt} size="auto" centered>
      <img className={classes.image} src={url} alt={alt} />
    </Dialog>
  );
}
