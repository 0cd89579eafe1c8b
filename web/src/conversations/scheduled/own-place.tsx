import { Suspense, type ReactElement } from "react";
import { useKeys, useLayer } from "../../lib/keys.ts";
import { closeOwnScheduled, openOwnScheduled, useOwnScheduled } from "./own.ts";
import { lazyPart } from "../../lib/part.ts";

const OwnDialog = lazyPart(async () => ({ default: (await import("./own-dialog.tsx")).OwnDialog }));

/** G A, from every screen: what one has scheduled oneself. */
export function OwnScheduledPlace(): ReactElement {
  const isOpen = useOwnScheduled((state) => state.isOpen);
  useLayer(isOpen);
  useKeys([{ id: "goScheduled", palette: true, run: openOwnScheduled }]);
  return <Suspense>{isOpen && <OwnDialog close={closeOwnScheduled} />}</Suspense>;
}
