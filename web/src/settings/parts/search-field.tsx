import { TextInput } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { Search } from "lucide-react";
import { useRef, type ReactElement } from "react";
import { useKeys } from "../../lib/keys.ts";
import classes from "./table.module.css";

type Props = { label: string; value: string; change: (text: string) => void; found: string };

/** Narrows a list down as one types; "/" leads here. How many are left is told. */
export function SearchField({ label, value, change, found }: Props): ReactElement {
  const field = useRef<HTMLInputElement>(null);
  useKeys([{ id: "settingsSearch", palette: true, run: () => field.current?.select() }]);
  return (
    <div className={classes.search} role="search">
      <TextInput
        ref={field}
        type="search"
        value={value}
        aria-label={label}
        placeholder={label}
        leftSection={<Search size={15} aria-hidden />}
        onChange={(event) => change(event.currentTarget.value)}
      />
      <span role="status">{found}</span>
    </div>
  );
}
