import {
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  useStore,
  ViewportPortal,
  type Node,
  type NodeProps,
} from "@xyflow/react";
import "@xyflow/react/dist/base.css";
import { Maximize, ZoomIn, ZoomOut } from "lucide-react";
import { useMemo, useRef, useState, type KeyboardEvent, type ReactElement } from "react";
import type { Tongue } from "../sentences.ts";
import { EdgeLayer } from "./edge-layer.tsx";
import { boxId, FlowBox } from "./flow-box.tsx";
import classes from "./flow.module.css";
import { BOX, type Layout } from "./layout.ts";
import type { Box } from "./drawing.ts";
import { spokenRest, waysOf } from "./reading.ts";
import { readingOrder, walk, type Direction } from "./walk.ts";

const NEAREST = 2;
const FARTHEST = 0.04;
/** At this size the words can still be read: a larger bot begins at its start instead of whole. */
const LEGIBLE = 0.5;
/** Around the whole, as a part of it. */
const PADDING = 0.04;
const KEYS: ReadonlySet<string> = new Set(["ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown", "Home", "End"]);

type BoxNode = Node<{ box: Box; rest: string; isLit: boolean; isCurrent: boolean }, "box">;

const nodeTypes = {
  box: ({ data }: NodeProps<BoxNode>) => <FlowBox {...data} />,
};

function Controls({ tongue }: { tongue: Tongue }): ReactElement {
  const { t } = tongue;
  const { zoomIn, zoomOut, fitView } = useReactFlow();
  return (
    <div className={classes.controls}>
      <button
        type="button"
        aria-label={t("flow.zoomIn")}
        title={t("flow.zoomIn")}
        onClick={() => void zoomIn()}
      >
        <ZoomIn size={17} aria-hidden />
      </button>
      <button
        type="button"
        aria-label={t("flow.zoomOut")}
        title={t("flow.zoomOut")}
        onClick={() => void zoomOut()}
      >
        <ZoomOut size={17} aria-hidden />
      </button>
      <button type="button" aria-label={t("flow.fit")} title={t("flow.fit")} onClick={() => void fitView()}>
        <Maximize size={17} aria-hidden />
      </button>
    </div>
  );
}

type Props = { layout: Layout; lit: ReadonlySet<string>; tongue: Tongue };

/** Brings a box into sight and puts the focus on it. */
function useGoTo(layout: Layout): (id: string) => void {
  const { setCenter, getViewport } = useReactFlow();
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  return (id) => {
    const box = layout.boxes.find((other) => other.id === id);
    if (!box) return;
    const { x, y, zoom } = getViewport();
    const left = box.x * zoom + x;
    const top = box.y * zoom + y;
    const isSeen =
      left >= 0 && top >= 0 && left + box.width * zoom <= width && top + box.height * zoom <= height;
    if (!isSeen)
      void setCenter(box.x + box.width / 2, box.y + box.height / 2, { zoom: Math.max(zoom, LEGIBLE) });
    document.getElementById(boxId(id))?.focus({ preventScroll: true });
  };
}

function Canvas({ layout, lit, tongue }: Props): ReactElement {
  const { t } = tongue;
  const [chosen, setChosen] = useState<string | null>(null);
  const goTo = useGoTo(layout);
  const frame = useRef<HTMLDivElement>(null);
  const first = useMemo(() => readingOrder(layout.boxes)[0]?.id ?? "", [layout]);
  const current = chosen !== null && layout.boxes.some(({ id }) => id === chosen) ? chosen : first;
  const spoken = useMemo(() => {
    const ways = waysOf(layout);
    return new Map(
      layout.boxes.map((box) => [box.id, spokenRest(box, ways.get(box.id) ?? { from: [], to: [] }, tongue)]),
    );
  }, [layout, tongue]);
  const nodes = useMemo(() => {
    const ends = new Set(
      layout.lines.filter((line) => lit.has(line.id)).flatMap(({ from, to }) => [from, to]),
    );
    return layout.boxes.map((box): BoxNode => {
      const { id, x, y, width, height } = box;
      const data = { box, rest: spoken.get(id) ?? "", isLit: ends.has(id), isCurrent: id === current };
      return { id, type: "box", position: { x, y }, width, height, data };
    });
  }, [layout, lit, spoken, current]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!KEYS.has(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = document.activeElement?.id ?? "";
    const from = layout.boxes.find(({ id }) => boxId(id) === at)?.id;
    if (from === undefined) return;
    event.preventDefault();
    const next = walk(layout, from, event.key as Direction);
    if (next === null) return;
    setChosen(next);
    goTo(next);
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the boxes inside take the focus; their arrows are heard here
    <div
      ref={frame}
      className={classes.canvas}
      role="group"
      aria-label={t("flow.label")}
      aria-describedby="flow-help"
      onKeyDown={onKeyDown}
    >
      <ReactFlow
        nodes={nodes}
        edges={[]}
        nodeTypes={nodeTypes}
        minZoom={FARTHEST}
        maxZoom={NEAREST}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        elementsSelectable={false}
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
        panActivationKeyCode={null}
        zoomActivationKeyCode={null}
        disableKeyboardA11y
        onInit={({ fitView, setViewport }) => {
          const { clientWidth = 0, clientHeight = 0 } = frame.current ?? {};
          const whole = Math.min(clientWidth / layout.width, clientHeight / layout.height) / (1 + PADDING);
          if (whole < LEGIBLE) void showStart(setViewport, layout, clientHeight);
          else void fitView({ padding: PADDING, maxZoom: 1 });
        }}
      >
        <ViewportPortal>
          <EdgeLayer layout={layout} lit={lit} />
        </ViewportPortal>
      </ReactFlow>
      <Controls tongue={tongue} />
    </div>
  );
}

const BEGINNING = { zoom: 0.8, left: 16 };

/** A bot that would be too small to read when whole is shown from its start on. */
function showStart(
  setViewport: (viewport: { x: number; y: number; zoom: number }) => Promise<boolean>,
  layout: Layout,
  height: number,
): Promise<boolean> {
  const { zoom, left } = BEGINNING;
  const start = layout.boxes.find(({ kind }) => kind === "start");
  // in the first column beside it may be what nothing leads to
  const x = start && start.x > BOX.width ? left - start.x * zoom : 0;
  // all of its height where that fits, else the start in the middle
  const middle =
    layout.height * zoom <= height ? layout.height / 2 : (start?.y ?? 0) + (start?.height ?? 0) / 2;
  const y = height / 2 - middle * zoom;
  return setViewport({ x, y, zoom });
}

/** The drawing itself: it can be moved, zoomed and walked by keyboard. `lit`: ids of lines that a test has taken. */
export const FlowCanvas = (props: Props): ReactElement => (
  <ReactFlowProvider>
    <Canvas {...props} />
  </ReactFlowProvider>
);
