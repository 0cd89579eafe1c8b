import { Menu } from "@mantine/core";
import "@mantine/core/styles/Popover.layer.css";
import "@mantine/core/styles/Menu.layer.css";
import { useEffect, useImperativeHandle, useState, type ReactElement, type ReactNode, type Ref } from "react";
import type { Hanging } from "./menu-button.tsx";

/** In the place of a target: hands on the button that stands on the page already. */
function Standing({ ref, button }: { ref?: Ref<HTMLButtonElement> } & Pick<Hanging, "button">): null {
  useImperativeHandle(ref, () => button.current as HTMLButtonElement);
  return null;
}

/** The menu of a `MenuButton`; `children` are its items. */
export function HungMenu({
  button,
  id,
  opened,
  change,
  width,
  children,
}: Hanging & { width: number; children: ReactNode }): ReactElement {
  // first hung, then opened: it gives the focus back to what had it when it opened
  const [isHung, setHung] = useState(false);
  useEffect(() => setHung(true), []);
  return (
    <Menu
      id={id}
      opened={opened && isHung}
      onChange={change}
      position="bottom-end"
      width={width}
      shadow="md"
      withinPortal={false}
    >
      <Menu.Target>
        <Standing button={button} />
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}
