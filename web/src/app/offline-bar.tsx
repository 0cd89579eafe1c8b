import { CloudOff } from "lucide-react";
import { useEffect, useState, type ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { useOutbox } from "../conversations/outbox.ts";
import { useConnection } from "../lib/connection.ts";
import classes from "./bars.module.css";

/** A drop shorter than this is nobody's business. */
const PATIENCE_MS = 2_500;

/** Thin bar while the server is out of reach; what is written meanwhile waits and goes out later. */
export function OfflineBar(): ReactElement | null {
  const { t } = useTranslation("common");
  const broken = useConnection((state) => !state.online || state.state !== "live");
  const online = useConnection((state) => state.online);
  const unsent = useOutbox(({ items }) => items.filter(({ state }) => state === "waiting").length);
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (!broken) {
      setShown(false);
      return;
    }
    const timer = setTimeout(() => setShown(true), online ? PATIENCE_MS : 0);
    return () => clearTimeout(timer);
  }, [broken, online]);
  return (
    <div role="status" className={shown ? classes.offline : undefined}>
      {shown && (
        <>
          <CloudOff size={15} aria-hidden /> {t("offline")}
          {unsent > 0 && ` · ${t("unsent", { count: unsent })}`}
        </>
      )}
    </div>
  );
}
