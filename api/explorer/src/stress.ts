// The layout of small pictures: every two nodes as far apart as their chain of
// lines is long, by stochastic gradient descent on the stress (Zheng, Pawar
// and Goodman, "Graph Drawing by Stochastic Gradient Descent", 2018). It gives
// lines of about one length, with room for words. The same input always gives
// the same positions.

export interface Node { x: number; y: number; fixed: boolean }

/** How far nodes of different parts stay from each other, at least. */
const apart = 150;

/** The length a line should have, in layout units: longer where many meet. */
const lengthOf = (degree: number) => 105 + 16 * Math.sqrt(degree);

/** Lengths of the shortest chains between all nodes; Infinity between parts. */
function distances(n: number, edges: [number, number][]): Float64Array {
  const degree = new Array<number>(n).fill(0);
  for (const [a, b] of edges) {
    degree[a]++;
    degree[b]++;
  }
  const d = new Float64Array(n * n).fill(Infinity);
  for (let i = 0; i < n; i++) d[i * n + i] = 0;
  for (const [a, b] of edges) d[a * n + b] = d[b * n + a] = lengthOf(Math.max(degree[a], degree[b]));
  for (let k = 0; k < n; k++) {
    for (let i = 0; i < n; i++) {
      const ik = d[i * n + k];
      if (ik === Infinity) continue;
      for (let j = 0; j < n; j++) if (ik + d[k * n + j] < d[i * n + j]) d[i * n + j] = ik + d[k * n + j];
    }
  }
  return d;
}

/** A generator of numbers in [0, 1) that starts the same every time. */
function steady(): () => number {
  let s = 0x2545f491;
  return () => {
    s = (Math.imul(s, 1664525) + 1013904223) | 0;
    return (s >>> 0) / 4294967296;
  };
}

function shuffle(list: Int32Array, random: () => number): void {
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [list[i], list[j]] = [list[j], list[i]];
  }
}

/** Moves the nodes that are not fixed. */
export function stress(nodes: Node[], edges: [number, number][], rounds = 60): void {
  const n = nodes.length;
  const d = distances(n, edges);
  const pairs: number[] = [];
  let [least, most] = [Infinity, 0];
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      if (nodes[i].fixed && nodes[j].fixed) continue;
      pairs.push(i * n + j);
      const w = d[i * n + j];
      if (w !== Infinity) [least, most] = [Math.min(least, w), Math.max(most, w)];
    }
  }
  if (most === 0) least = most = apart; // nothing that moves has a line
  const order = Int32Array.from(pairs);
  const random = steady();
  const [start, end] = [most * most, 0.1 * least * least];
  for (let round = 0; round < rounds; round++) {
    const eta = start * Math.exp((Math.log(end / start) * round) / (rounds - 1));
    shuffle(order, random);
    for (const p of order) pull(nodes[Math.floor(p / n)], nodes[p % n], d[p], eta, random);
  }
}

function pull(a: Node, b: Node, ideal: number, eta: number, random: () => number): void {
  let [dx, dy] = [a.x - b.x, a.y - b.y];
  if (dx === 0 && dy === 0) [dx, dy] = [random() - 0.5, random() - 0.5];
  const now = Math.hypot(dx, dy);
  if (ideal === Infinity) {
    if (now >= apart) return;
    ideal = apart;
  }
  const mu = Math.min(1, eta / (ideal * ideal));
  const share = a.fixed || b.fixed ? 1 : 0.5;
  const k = (mu * share * (now - ideal)) / now;
  if (!a.fixed) {
    a.x -= dx * k;
    a.y -= dy * k;
  }
  if (!b.fixed) {
    b.x += dx * k;
    b.y += dy * k;
  }
}
