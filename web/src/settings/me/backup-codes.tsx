import { Button } from "@mantine/core";
import { Check, Copy, Download } from "lucide-react";
import { useEffect, useRef, useState, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import parts from "../parts/parts.module.css";
import classes from "./two-step.module.css";

/** Codes that nobody can see again: to copy, or to keep as a file. */
export function BackupCodes({
  codes,
  onDone,
}: {
  codes: readonly string[];
  onDone: () => void;
}): ReactElement {
  const { t } = useTranslation("security");
  const list = useRef<HTMLUListElement>(null);
  const [isCopied, setCopied] = useState(false);
  const text = `${codes.join("\n")}\n`;
  useEffect(() => list.current?.focus(), []);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // plain http in a local network has no clipboard; the selection can still be copied
      if (list.current) getSelection()?.selectAllChildren(list.current);
      document.execCommand("copy");
    }
    setCopied(true);
  };
  return (
    <div className={parts.dialog}>
      <h2 className={classes.codesTitle}>{t("twoStep.codesTitle")}</h2>
      <p>{t("twoStep.codesText")}</p>
      <ul ref={list} tabIndex={-1} className={classes.codes}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <p className="visually-hidden" role="status">
        {isCopied && t("twoStep.copied")}
      </p>
      <div className={parts.buttons}>
        <Button
          variant="default"
          leftSection={isCopied ? <Check size={16} aria-hidden /> : <Copy size={16} aria-hidden />}
          onClick={() => void copy()}
        >
          {t(isCopied ? "twoStep.copied" : "twoStep.copy")}
        </Button>
        <Button
          variant="default"
          component="a"
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
          download={t("twoStep.fileName")}
          leftSection={<Download size={16} aria-hidden />}
        >
          {t("twoStep.download")}
        </Button>
        <Button onClick={onDone}>{t("twoStep.kept")}</Button>
      </div>
    </div>
  );
}
