import { fileProblem, kindOfFile } from "@balcao/core";
import { mostBytesOf } from "../lib/most-bytes.ts";
import { useTranslation } from "../lib/texts.ts";
import { toast } from "../lib/toast.ts";

/** Is this a file that WhatsApp would take? If not, it is said why. */
export function useFileComplaint(): (file: File) => boolean {
  const { t } = useTranslation("desk");
  return ({ name, type, size }) => {
    const problem = fileProblem({ mimeType: type || "text/plain", size });
    if (problem === null) return true;
    const most = mostBytesOf(kindOfFile(type) ?? "document");
    toast(`${name}: ${t(`files.problems.${problem}`, { most })}`, { tone: "error" });
    return false;
  };
}
