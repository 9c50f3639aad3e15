// The layout, off the main thread: one message in, one out. Large pictures by
// ForceAtlas2, small ones by stress. The same input always gives the same
// positions.

import iterate from 'graphology-layout-forceatlas2/iterate';
import { stress, type Node } from './stress';

export interface LayoutJob {
  job: number;
  /** x, y, size, fixed (0 or 1), width of the name of each node. */
  nodes: Float32Array;
  /** source, target, weight of each edge. */
  edges: Float32Array;
  iterations: number;
  /** Whether the screen is higher than wide. */
  tall: boolean;
}

export interface LayoutDone { job: number; at: Float32Array }

/** Numbers of a node in a job. */
const perJob = 5;

const perNode = 10; // x, y, dx, dy, old dx, old dy, mass, convergence, size, fixed
const gap = 16;

/** Up to so many nodes are laid out by stress, which looks at every pair. */
const few = 250;

function matrices({ nodes, edges }: LayoutJob): [Float32Array, Float32Array] {
  const n = nodes.length / perJob;
  const m = new Float32Array(n * perNode);
  for (let i = 0; i < n; i++) {
    const at = i * perJob;
    m.set([nodes[at], nodes[at + 1], 0, 0, 0, 0, 1, 1, nodes[at + 2], nodes[at + 3]], i * perNode);
  }
  const e = new Float32Array(edges.length);
  for (let i = 0; i < edges.length; i += 3) {
    e.set([edges[i] * perNode, edges[i + 1] * perNode, edges[i + 2]], i);
    m[edges[i] * perNode + 6] += edges[i + 2];
    m[edges[i + 1] * perNode + 6] += edges[i + 2];
  }
  return [m, e];
}

/** Pushes apart nodes that cover each other. */
function separate(m: Float32Array): void {
  const n = m.length / perNode;
  for (let round = 0; round < (n > 800 ? 8 : 40); round++) {
    let moved = false;
    for (let i = 0; i < n; i++) {
      const a = i * perNode;
      for (let j = i + 1; j < n; j++) {
        const b = j * perNode;
        const least = m[a + 8] + m[b + 8] + gap;
        let dx = m[b] - m[a];
        let dy = (m[b + 1] - m[a + 1]) * 1.5;
        const d = Math.hypot(dx, dy);
        if (d >= least) continue;
        if (d < 1e-3) [dx, dy] = [Math.cos(i + j), Math.sin(i + j)];
        const push = (least - d) / (d < 1e-3 ? 1 : d) / 2;
        const fa = m[a + 9];
        const fb = m[b + 9];
        if (fa && fb) continue;
        const share = fa || fb ? 2 : 1;
        if (!fa) {
          m[a] -= dx * push * share;
          m[a + 1] -= dy * push * share;
        }
        if (!fb) {
          m[b] += dx * push * share;
          m[b + 1] += dy * push * share;
        }
        moved = true;
      }
    }
    if (!moved) break;
  }
}

/** Pushes up or down what covers the name of another, or its node. Names stand to the right. */
function clear(m: Float32Array, names: Float32Array): void {
  const n = m.length / perNode;
  const tall = 22; // of a name, in layout units
  for (let round = 0; round < 60; round++) {
    let moved = false;
    for (let i = 0; i < n; i++) {
      for (let j = i + 1; j < n; j++) {
        const [a, b] = m[i * perNode] <= m[j * perNode] ? [i, j] : [j, i];
        const [pa, pb] = [a * perNode, b * perNode];
        if (m[pb] - m[pb + 8] > m[pa] + m[pa + 8] + names[a]) continue;
        const dy = m[pb + 1] - m[pa + 1];
        const lack = Math.max(tall, Math.min(m[pa + 8], m[pb + 8]) + tall / 2) - Math.abs(dy);
        if (lack <= 0) continue;
        const [fa, fb] = [m[pa + 9], m[pb + 9]];
        if (fa && fb) continue;
        const push = ((dy < 0 ? -1 : 1) * lack) / (fa || fb ? 1 : 2);
        if (!fa) m[pa + 1] -= push;
        if (!fb) m[pb + 1] += push;
        moved = true;
      }
    }
    if (!moved) break;
  }
}

function force(m: Float32Array, e: Float32Array, names: Float32Array, { iterations, tall }: LayoutJob): void {
  if (m.length / perNode <= few) return spread(m, e, names, tall);
  const settings = {
    linLogMode: false, outboundAttractionDistribution: false, adjustSizes: false, edgeWeightInfluence: 0, scalingRatio: 4500,
    strongGravityMode: false, gravity: 6, slowDown: 5, barnesHutOptimize: m.length / perNode > 400, barnesHutTheta: 0.7,
  };
  for (let i = 0; i < iterations; i++) iterate(settings, m, e);
  separate(m);
}

/** Screens and names are wider than high. */
const wide = 1.3;

/** Lays out a small picture by stress. */
function spread(m: Float32Array, e: Float32Array, names: Float32Array, tall: boolean): void {
  const nodes: Node[] = [];
  for (let i = 0; i < m.length; i += perNode) nodes.push({ x: m[i], y: m[i + 1], fixed: m[i + 9] === 1 });
  const edges: [number, number][] = [];
  for (let k = 0; k < e.length; k += 3) edges.push([e[k] / perNode, e[k + 1] / perNode]);
  stress(nodes, edges);
  if (!nodes.some((n) => n.fixed)) {
    lay(nodes);
    for (const n of nodes) [n.x, n.y] = tall ? [n.y, n.x] : [n.x * wide, n.y];
  }
  nodes.forEach((n, i) => m.set([n.x, n.y], i * perNode));
  separate(m);
  clear(m, names);
}

export function arrange(job: LayoutJob): Float32Array {
  const [m, e] = matrices(job);
  const n = m.length / perNode;
  const names = Float32Array.from({ length: n }, (_, i) => job.nodes[i * perJob + 4]);
  const fixed = job.nodes.some((v, i) => i % perJob === 3 && v === 1);
  if (fixed) force(m, e, names, job);
  else apart(m, e, names, job);
  const at = new Float32Array(n * 2);
  for (let i = 0; i < n; i++) at.set(m.subarray(i * perNode, i * perNode + 2), 2 * i);
  return at;
}

/** Lays out each connected part by itself, then packs the parts. */
function apart(m: Float32Array, e: Float32Array, names: Float32Array, job: LayoutJob): void {
  const parts = components(m.length / perNode, e);
  for (const part of parts) {
    if (part.nodes.length < 2) continue;
    const pm = new Float32Array(part.nodes.length * perNode);
    const local = new Map(part.nodes.map((v, i) => [v, i]));
    part.nodes.forEach((v, i) => pm.set(m.subarray(v * perNode, (v + 1) * perNode), i * perNode));
    const pe = new Float32Array(part.edges.length * 3);
    part.edges.forEach((k, i) => pe.set([local.get(e[k] / perNode)! * perNode, local.get(e[k + 1] / perNode)! * perNode, e[k + 2]], i * 3));
    force(pm, pe, Float32Array.from(part.nodes, (v) => names[v]), job);
    part.nodes.forEach((v, i) => m.set(pm.subarray(i * perNode, (i + 1) * perNode), v * perNode));
  }
  pack(m, names, parts.map((p) => p.nodes), job.tall);
}

/** Turns a part so that its long side lies across the screen. */
function lay(nodes: Node[]): void {
  const mx = nodes.reduce((s, n) => s + n.x, 0) / nodes.length;
  const my = nodes.reduce((s, n) => s + n.y, 0) / nodes.length;
  let [xx, yy, xy] = [0, 0, 0];
  for (const n of nodes) {
    const [x, y] = [n.x - mx, n.y - my];
    [xx, yy, xy] = [xx + x * x, yy + y * y, xy + x * y];
  }
  const angle = 0.5 * Math.atan2(2 * xy, xx - yy);
  const [c, s] = [Math.cos(-angle), Math.sin(-angle)];
  for (const n of nodes) {
    const [x, y] = [n.x - mx, n.y - my];
    [n.x, n.y] = [x * c - y * s, x * s + y * c];
  }
}

interface Part { nodes: number[]; edges: number[] }

/** Connected parts, largest first. */
function components(n: number, e: Float32Array): Part[] {
  const root = Array.from({ length: n }, (_, i) => i);
  const find = (i: number): number => {
    while (root[i] !== i) i = root[i] = root[root[i]];
    return i;
  };
  for (let k = 0; k < e.length; k += 3) root[find(e[k] / perNode)] = find(e[k + 1] / perNode);
  const parts = new Map<number, Part>();
  for (let i = 0; i < n; i++) {
    const r = find(i);
    if (!parts.has(r)) parts.set(r, { nodes: [], edges: [] });
    parts.get(r)!.nodes.push(i);
  }
  for (let k = 0; k < e.length; k += 3) parts.get(find(e[k] / perNode))!.edges.push(k);
  return [...parts.values()].sort((a, b) => b.nodes.length - a.nodes.length || a.nodes[0] - b.nodes[0]);
}

/** Room around a part. */
const margin = { x: 50, y: 50 };

/** Sets the parts in rows of about the shape of a screen, largest first. */
function pack(m: Float32Array, names: Float32Array, parts: number[][], tall: boolean): void {
  const boxes = parts.map((nodes) => {
    const xs = nodes.map((i) => m[i * perNode]);
    const ys = nodes.map((i) => m[i * perNode + 1]);
    const [x, y] = [Math.min(...xs), Math.min(...ys)];
    const far = Math.max(...nodes.map((i) => m[i * perNode] + m[i * perNode + 8] + names[i]));
    return { nodes, x, y, w: far - x + margin.x, h: Math.max(...ys) - y + margin.y };
  });
  const area = boxes.reduce((sum, b) => sum + b.w * b.h, 0);
  const width = Math.max(boxes[0]?.w ?? 0, Math.sqrt(area * (tall ? 0.6 : 1.9)));
  let [x, y, high, far] = [0, 0, 0, 0];
  for (const b of boxes) {
    if (x > 0 && x + b.w > width) [x, y, high] = [0, y + high, 0];
    for (const i of b.nodes) {
      m[i * perNode] += x - b.x;
      m[i * perNode + 1] -= y + b.y + b.h - margin.y;
    }
    x += b.w;
    far = Math.max(far, x);
    high = Math.max(high, b.h);
  }
  const [cx, cy] = [(far - margin.x) / 2, (y + high) / 2];
  for (let i = 0; i < m.length; i += perNode) {
    m[i] -= cx;
    m[i + 1] += cy;
  }
}

self.onmessage = (event: MessageEvent<LayoutJob>) => {
  const at = arrange(event.data);
  const done: LayoutDone = { job: event.data.job, at };
  (self as unknown as Worker).postMessage(done, [at.buffer]);
};
