// ForceAtlas2 off the main thread: one message in, one out. The same input
// always gives the same positions.

import iterate from 'graphology-layout-forceatlas2/iterate';

export interface LayoutJob {
  job: number;
  /** x, y, size, fixed (0 or 1) of each node. */
  nodes: Float32Array;
  /** source, target, weight of each edge. */
  edges: Float32Array;
  iterations: number;
}

export interface LayoutDone { job: number; at: Float32Array }

const perNode = 10; // x, y, dx, dy, old dx, old dy, mass, convergence, size, fixed
const gap = 16;

function matrices({ nodes, edges }: LayoutJob): [Float32Array, Float32Array] {
  const n = nodes.length / 4;
  const m = new Float32Array(n * perNode);
  for (let i = 0; i < n; i++) {
    m.set([nodes[4 * i], nodes[4 * i + 1], 0, 0, 0, 0, 1, 1, nodes[4 * i + 2], nodes[4 * i + 3]], i * perNode);
  }
  const e = new Float32Array(edges.length);
  for (let i = 0; i < edges.length; i += 3) {
    e.set([edges[i] * perNode, edges[i + 1] * perNode, edges[i + 2]], i);
    m[edges[i] * perNode + 6] += edges[i + 2];
    m[edges[i + 1] * perNode + 6] += edges[i + 2];
  }
  return [m, e];
}

/** Pushes apart nodes that cover each other, with room for labels to the right. */
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

function force(m: Float32Array, e: Float32Array, iterations: number): void {
  const settings = {
    linLogMode: false, outboundAttractionDistribution: false, adjustSizes: false, edgeWeightInfluence: 0, scalingRatio: 4500,
    strongGravityMode: false, gravity: 6, slowDown: 5, barnesHutOptimize: m.length / perNode > 400, barnesHutTheta: 0.7,
  };
  for (let i = 0; i < iterations; i++) iterate(settings, m, e);
  separate(m);
}

export function arrange(job: LayoutJob): Float32Array {
  const [m, e] = matrices(job);
  const n = m.length / perNode;
  if (job.nodes.some((v, i) => i % 4 === 3 && v === 1)) force(m, e, job.iterations);
  else apart(m, e, job.iterations);
  const at = new Float32Array(n * 2);
  for (let i = 0; i < n; i++) {
    at[2 * i] = m[i * perNode];
    at[2 * i + 1] = m[i * perNode + 1];
  }
  return at;
}

/** Lays out each connected part by itself, then packs the parts. */
function apart(m: Float32Array, e: Float32Array, iterations: number): void {
  const parts = components(m.length / perNode, e);
  for (const part of parts) {
    if (part.nodes.length < 2) continue;
    const pm = new Float32Array(part.nodes.length * perNode);
    const local = new Map(part.nodes.map((v, i) => [v, i]));
    part.nodes.forEach((v, i) => pm.set(m.subarray(v * perNode, (v + 1) * perNode), i * perNode));
    const pe = new Float32Array(part.edges.length * 3);
    part.edges.forEach((k, i) => pe.set([local.get(e[k] / perNode)! * perNode, local.get(e[k + 1] / perNode)! * perNode, e[k + 2]], i * 3));
    force(pm, pe, iterations);
    lay(pm);
    separate(pm);
    part.nodes.forEach((v, i) => m.set(pm.subarray(i * perNode, (i + 1) * perNode), v * perNode));
  }
  pack(m, parts.map((p) => p.nodes));
}

/** Turns a part so that its long side lies across the screen. */
function lay(m: Float32Array): void {
  const n = m.length / perNode;
  let [mx, my, xx, yy, xy] = [0, 0, 0, 0, 0];
  for (let i = 0; i < m.length; i += perNode) [mx, my] = [mx + m[i] / n, my + m[i + 1] / n];
  for (let i = 0; i < m.length; i += perNode) {
    const [x, y] = [m[i] - mx, m[i + 1] - my];
    [xx, yy, xy] = [xx + x * x, yy + y * y, xy + x * y];
  }
  const angle = 0.5 * Math.atan2(2 * xy, xx - yy);
  const [c, s] = [Math.cos(-angle), Math.sin(-angle)];
  for (let i = 0; i < m.length; i += perNode) {
    const [x, y] = [m[i] - mx, m[i + 1] - my];
    [m[i], m[i + 1]] = [x * c - y * s, x * s + y * c];
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

/** Room around a part; labels stand to the right of nodes. */
const margin = { x: 150, y: 55 };

/** Sets the parts in rows of about the width of the whole, largest first. */
function pack(m: Float32Array, parts: number[][]): void {
  const boxes = parts.map((nodes) => {
    const xs = nodes.map((i) => m[i * perNode]);
    const ys = nodes.map((i) => m[i * perNode + 1]);
    const [x, y] = [Math.min(...xs), Math.min(...ys)];
    return { nodes, x, y, w: Math.max(...xs) - x + margin.x, h: Math.max(...ys) - y + margin.y };
  });
  const area = boxes.reduce((sum, b) => sum + b.w * b.h, 0);
  const width = Math.max(boxes[0]?.w ?? 0, Math.sqrt(area * 1.9));
  let [x, y, tall, far] = [0, 0, 0, 0];
  for (const b of boxes) {
    if (x > 0 && x + b.w > width) [x, y, tall] = [0, y + tall, 0];
    for (const i of b.nodes) {
      m[i * perNode] += x - b.x;
      m[i * perNode + 1] -= y + b.y + b.h - margin.y;
    }
    x += b.w;
    far = Math.max(far, x);
    tall = Math.max(tall, b.h);
  }
  const [cx, cy] = [(far - margin.x) / 2, (y + tall) / 2];
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
