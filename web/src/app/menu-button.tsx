import { Suspense, useId, useRef, useState, type ReactElement, type ReactNode, type RefObject } from "react";

/** What a menu needs to hang at a button that it did not draw. */
export type Hanging = {
  button: RefObject<HTMLButtonElement | null>;
  id: string;
  opened: boolean;
  change: (opened: boolean) => void;
};

/**
 * A button whose menu comes when it is asked for: menus, with all that places and focuses them, weigh more than the list of conversations
 * does, and take more time to draw than an opened conversation. `menu` draws it by `HungMenu`.
 */
export function MenuButton({
  className,
  label,
  menu,
  children,
}: {
  className: string | undefined;
  /** of a button that shows no words */
  label?: string;
  menu: (hanging: Hanging) => ReactNode;
  children: ReactNode;
}): ReactElement {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const [opened, change] = useState(false);
  const [isWanted, setWanted] = useState(false);
  return (
    <>
      <button
        ref={button}
        id={id}
        type="button"
        className={className}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={opened}
        aria-controls={opened ? `${id}-dropdown` : undefined}
        onClick={() => {
          setWanted(true);
          change(!opened);
        }}
      >
        {children}
      </button>
      <Suspense>{isWanted && menu({ button, id, opened, change })}</Suspense>
    </>
  );
}
