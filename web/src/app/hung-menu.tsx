import { Menu, type MenuProps } from "@mantine/core";
import "@mantine/core/styles/Popover.layer.css";
import "@mantine/core/styles/Menu.layer.css";
import { useEffect, useImperativeHandle, useState, type ReactElement, type ReactNode, type Ref } from "react";
import type { Hanging } from "./menu-button.tsx";

/** In the place of a target: hands on the button that stands on the page already. */
export function Standing({ ref, button }: { ref?: Ref<HTMLButtonElement> } & Pick<Hanging, "button">): null {
  useImperativeHandle(ref, () => button.current as HTMLButtonElement);
  return null;
}

/** First hung, then opened: what opens gives the focus back to what had it at that moment. */
export function useHung(): boolean {
  const [isHung, setHung] = useState(false);
  useEffect(() => setHung(true), []);
  return isHung;
}

/** The menu of a `MenuButton`; `children` are its items. */
export function HungMenu({
  button,
  id,
  opened,
  change,
  children,
  ...place
}: Hanging & Pick<MenuProps, "width" | "position" | "withinPortal"> & { children: ReactNode }): ReactElement {
  const isHung = useHung();
  return (
    <Menu
      id={id}
      opened={opened && isHung}
      onChange={change}
      position="bottom-end"
      shadow="md"
      withinPortal={false}
      {...place}
    >
      <Menu.Target>
        <Standing button={button} />
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}
