import { createElement, type FunctionComponent, type SVGProps } from "react";
import { onePath, type IconPart } from "./icon-path.ts";

type IconProps = SVGProps<SVGSVGElement> & { size?: number | string };

/**
 * Stands in the place of Lucide's own (vite.config.ts): an icon is two elements of the page, whatever it is drawn of. There are dozens
 * on a screen. Hidden from screen readers unless it is given a name.
 */
// oxlint-disable-next-line import/no-default-export -- Lucide imports its own so
export default function createIcon(icon: {
  name: string;
  size: number;
  node: readonly IconPart[];
}): FunctionComponent<IconProps> {
  const { d, others } = onePath(icon.node);
  const inside = [
    createElement("path", { d, key: "d" }),
    ...others.map(([element, { key: _key, ...attributes }], index) =>
      createElement(element, { ...attributes, key: index }),
    ),
  ];
  const Icon: FunctionComponent<IconProps> = ({ size = 24, ...props }) =>
    createElement(
      "svg",
      {
        width: size,
        height: size,
        viewBox: `0 0 ${icon.size} ${icon.size}`,
        fill: "none",
        stroke: "currentColor",
        strokeWidth: 2,
        strokeLinecap: "round",
        strokeLinejoin: "round",
        "aria-hidden": props["aria-label"] || props.role ? undefined : true,
        ...props,
      },
      inside,
    );
  Icon.displayName = icon.name;
  return Icon;
}
