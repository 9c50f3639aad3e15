// Where nodes go. New ones start beside a neighbour and move alone; those
// already there stay where they are.

import type { LayoutDone, LayoutJob } from './layout.worker';

/** A node to lay out; the width of its name is in layout units. */
export interface Placed { id: string; x: number; y: number; size: number; fixed: boolean; name: number }
export interface Link { a: string; b: string; weight: number }

let worker: Worker | null = null;
let jobs = 0;
const waiting = new Map<number, (at: Float32Array) => void>();

function start(): Worker {
  if (!worker) {
    worker = new Worker(new URL('/explorer/layout.js', location.href), { type: 'module' });
    worker.onmessage = (e: MessageEvent<LayoutDone>) => {
      waiting.get(e.data.job)?.(e.data.at);
      waiting.delete(e.data.job);
    };
  }
  return worker;
}

/** Runs the layout and returns new positions of the nodes that are not fixed. */
export function arrange(nodes: Placed[], links: Link[], iterations: number): Promise<Map<string, [number, number]>> {
  const index = new Map(nodes.map((n, i) => [n.id, i]));
  const job: LayoutJob = { job: ++jobs, nodes: new Float32Array(nodes.length * 5), edges: new Float32Array(links.length * 3), iterations, tall: innerHeight > 1.2 * innerWidth };
  nodes.forEach((n, i) => job.nodes.set([n.x, n.y, n.size, n.fixed ? 1 : 0, n.name], i * 5));
  links.forEach((l, i) => job.edges.set([index.get(l.a)!, index.get(l.b)!, l.weight], i * 3));
  return new Promise((resolve) => {
    waiting.set(job.job, (at) => {
      const out = new Map<string, [number, number]>();
      nodes.forEach((n, i) => {
        if (!n.fixed) out.set(n.id, [at[2 * i], at[2 * i + 1]]);
      });
      resolve(out);
    });
    start().postMessage(job, [job.nodes.buffer, job.edges.buffer]);
  });
}

const golden = Math.PI * (3 - Math.sqrt(5));

/** Start positions for a graph with nothing placed yet: a sunflower, hubs inside. */
export function sunflower(i: number): [number, number] {
  const r = 70 * Math.sqrt(i + 0.5);
  return [r * Math.cos(i * golden), r * Math.sin(i * golden)];
}

/** The k-th start position around a placed neighbour, on the side away from the middle. */
export function beside(x: number, y: number, k: number, n: number): [number, number] {
  const out = Math.atan2(y, x);
  const spread = Math.min(2 * Math.PI, 0.5 * n);
  const angle = out + (n > 1 ? (k / (n - 1) - 0.5) * spread : 0.3);
  const r = 90 + 26 * Math.floor(n / 12) + 14 * (k % 3);
  return [x + r * Math.cos(angle), y + r * Math.sin(angle)];
}
