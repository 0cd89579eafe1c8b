/** What orders nodes within their ranks: dagre's graph once every line goes from one rank to the next. */
type Ranked = {
  nodes(): string[];
  node(id: string): { rank?: number; order?: number };
  edges(): { v: string; w: string }[];
  edge(edge: { v: string; w: string }): { weight?: number };
};

/** Sweeps without fewer crossings before the best order so far is taken. */
const PATIENCE = 4;

type Link = { to: number; weight: number };
/** Nodes by number; `up` and `down`: their lines to the rank before and after. */
type Net = { layers: number[][]; up: Link[][]; down: Link[][] };

function netOf(graph: Ranked): { ids: string[]; net: Net } {
  const ids = graph.nodes().filter((id) => graph.node(id).rank !== undefined);
  const number = new Map(ids.map((id, index) => [id, index]));
  const up: Link[][] = ids.map(() => []);
  const down: Link[][] = ids.map(() => []);
  for (const edge of graph.edges()) {
    const from = number.get(edge.v);
    const to = number.get(edge.w);
    if (from === undefined || to === undefined) continue;
    const weight = graph.edge(edge).weight ?? 1;
    down[from]?.push({ to, weight });
    up[to]?.push({ to: from, weight });
  }
  return { ids, net: { layers: firstLayers(graph, ids, down), up, down } };
}

/** Each node beside what it was reached from: depth first, from the first rank on. */
function firstLayers(graph: Ranked, ids: readonly string[], down: readonly Link[][]): number[][] {
  const rank = ids.map((id) => graph.node(id).rank ?? 0);
  const layers: number[][] = Array.from({ length: Math.max(-1, ...rank) + 1 }, () => []);
  const seen = new Set<number>();
  const starts = ids.map((_id, index) => index).sort((a, b) => (rank[a] ?? 0) - (rank[b] ?? 0) || a - b);
  for (const start of starts) {
    const waiting = [start];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      if (seen.has(node)) continue;
      seen.add(node);
      layers[rank[node] ?? 0]?.push(node);
      for (const { to } of (down[node] ?? []).toReversed()) waiting.push(to);
    }
  }
  return layers;
}

/** Sorts a layer by where its lines come from on average; what has none keeps its place. */
function sorted(
  layer: readonly number[],
  links: readonly Link[][],
  place: Float64Array,
  last: boolean,
): number[] {
  const middle = new Map<number, number>();
  for (const node of layer) {
    let sum = 0;
    let weights = 0;
    for (const { to, weight } of links[node] ?? []) {
      sum += (place[to] ?? 0) * weight;
      weights += weight;
    }
    if (weights > 0) middle.set(node, sum / weights);
  }
  const bound = layer.filter((node) => middle.has(node));
  // of equals, the later first in every other round: else they would never change sides
  if (last) bound.reverse();
  bound.sort((a, b) => (middle.get(a) ?? 0) - (middle.get(b) ?? 0));
  let next = 0;
  return layer.map((node) => (middle.has(node) ? (bound[next++] ?? node) : node));
}

/** How heavily lines cross between a layer and the next, counted with a tree of sums (Barth, Mutzel, Jünger 2004). */
function crossings(
  layer: readonly number[],
  next: readonly number[],
  down: readonly Link[][],
  place: Float64Array,
): number {
  const sums = new Float64Array(next.length + 1);
  let crossed = 0;
  let total = 0;
  for (const node of layer) {
    const links = (down[node] ?? []).toSorted((a, b) => (place[a.to] ?? 0) - (place[b.to] ?? 0));
    for (const { to, weight } of links) {
      let before = 0;
      for (let at = (place[to] ?? 0) + 1; at > 0; at -= at & -at) before += sums[at] ?? 0;
      crossed += weight * (total - before);
    }
    for (const { to, weight } of links) {
      total += weight;
      for (let at = (place[to] ?? 0) + 1; at <= next.length; at += at & -at)
        sums[at] = (sums[at] ?? 0) + weight;
    }
  }
  return crossed;
}

/**
 * Orders the nodes of each rank so that few lines cross, by sweeps of barycentres to and fro; writes `order`. The method of dagre's
 * own step, on arrays: its graph of graphs takes most of the time of a large drawing.
 */
export function orderRanks(graph: Ranked): void {
  const { ids, net } = netOf(graph);
  const { up, down } = net;
  let { layers } = net;
  const place = new Float64Array(ids.length);
  const put = (layer: readonly number[]): void => layer.forEach((node, index) => (place[node] = index));
  const count = (): number =>
    layers.reduce((sum, layer, index) => sum + crossings(layer, layers[index + 1] ?? [], down, place), 0);
  layers.forEach(put);
  let best = layers;
  let fewest = count();
  for (let round = 0, idle = 0; idle < PATIENCE && fewest > 0; round++, idle++) {
    const isDown = round % 2 === 0;
    const next = [...layers];
    for (let step = 1; step < next.length; step++) {
      const index = isDown ? step : next.length - 1 - step;
      const layer = sorted(next[index] ?? [], isDown ? up : down, place, round % 4 >= 2);
      next[index] = layer;
      put(layer);
    }
    layers = next;
    const crossed = count();
    if (crossed >= fewest) continue;
    fewest = crossed;
    best = layers;
    idle = -1;
  }
  for (const layer of best) layer.forEach((node, order) => (graph.node(ids[node] ?? "").order = order));
}
