// Room for words on the picture: names beside their nodes, labels along their
// lines, none over another. All measures are pixels.

export interface Box { x0: number; y0: number; x1: number; y1: number }

export class Room {
  private readonly boxes: Box[] = [];

  constructor(readonly width: number, readonly height: number) {}

  take(b: Box): void {
    this.boxes.push(b);
  }

  /** How many of the boxes taken a box would cover. */
  covers(b: Box): number {
    let n = 0;
    for (const o of this.boxes) if (b.x0 < o.x1 && b.x1 > o.x0 && b.y0 < o.y1 && b.y1 > o.y0) n++;
    return n;
  }

  holds(b: Box): boolean {
    return b.x0 >= 0 && b.y0 >= 0 && b.x1 <= this.width && b.y1 <= this.height;
  }
}

export interface Point { x: number; y: number }

/** What words should not cover, though they may. */
export class Scenery {
  private readonly nodes: Room;
  private readonly lines: Room;

  constructor(width: number, height: number) {
    this.nodes = new Room(width, height);
    this.lines = new Room(width, height);
  }

  node(x: number, y: number, r: number): void {
    this.nodes.take({ x0: x - r, y0: y - r, x1: x + r, y1: y + r });
  }

  line(a: Point, b: Point): void {
    const steps = Math.ceil(Math.hypot(b.x - a.x, b.y - a.y) / 12);
    for (let i = 1; i < steps; i++) {
      const [x, y] = [a.x + ((b.x - a.x) * i) / steps, a.y + ((b.y - a.y) * i) / steps];
      this.lines.take({ x0: x - 1, y0: y - 1, x1: x + 1, y1: y + 1 });
    }
  }

  /** How much it would hurt to write here. */
  cost(b: Box): number {
    return 2 * this.nodes.covers(b) + 0.35 * this.lines.covers(b);
  }
}

export interface Spot { x: number; y: number; anchor: 'start' | 'middle' | 'end' }

const away = 4; // from the node to its name

/** The baseline of a name on one side of a node, and the room it takes. */
function beside(side: number, x: number, y: number, r: number, width: number, height: number): [Spot, Box] {
  const h = height / 2;
  switch (side) {
    case 0:
      return [{ x: x + r + away, y: y + h * 0.7, anchor: 'start' }, { x0: x + r + 2, y0: y - h, x1: x + r + away + width, y1: y + h }];
    case 1:
      return [{ x: x - r - away, y: y + h * 0.7, anchor: 'end' }, { x0: x - r - away - width, y0: y - h, x1: x - r - 2, y1: y + h }];
    case 2:
      return [{ x, y: y + r + height, anchor: 'middle' }, { x0: x - width / 2, y0: y + r + 2, x1: x + width / 2, y1: y + r + height + 4 }];
    default:
      return [{ x, y: y - r - away, anchor: 'middle' }, { x0: x - width / 2, y0: y - r - height - 2, x1: x + width / 2, y1: y - r - 2 }];
  }
}

/**
 * Finds a place for a name at a node and takes it: to the right if that is
 * free, else left, below or above. Without a free side on the picture a name
 * that must be seen stands to the right, another has no place.
 */
export function placeName(names: Room, scenery: Scenery, x: number, y: number, r: number, width: number, height: number, must: boolean): Spot | null {
  let best: [Spot, Box] | null = null;
  let least = Infinity;
  for (let side = 0; side < 4; side++) {
    const [spot, box] = beside(side, x, y, r, width, height);
    if (names.covers(box) || !names.holds(box)) continue;
    const cost = scenery.cost(box) + side * 0.4;
    if (cost < least) [best, least] = [[spot, box], cost];
  }
  if (!best && must) best = beside(0, x, y, r, width, height);
  if (!best) return null;
  names.take(best[1]);
  return best[0];
}

const along = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74];

/** Finds a place for words on the line from a to b and takes it. The angle lets them be read from the left. */
export function placeAlong(names: Room, a: { x: number; y: number; r: number }, b: { x: number; y: number; r: number }, width: number, height: number): { x: number; y: number; angle: number } | null {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const d = Math.hypot(dx, dy);
  if (d - a.r - b.r - 12 < width) return null;
  const [ux, uy] = [dx / d, dy / d];
  for (const t of along) {
    if (t * d - width / 2 < a.r + 4 || (1 - t) * d - width / 2 < b.r + 8) continue;
    const [x, y] = [a.x + dx * t, a.y + dy * t];
    const boxes: Box[] = [];
    for (let s = -width / 2; s <= width / 2; s += height / 2) {
      boxes.push({ x0: x + ux * s - height / 2, y0: y + uy * s - height / 2, x1: x + ux * s + height / 2, y1: y + uy * s + height / 2 });
    }
    if (boxes.some((q) => names.covers(q))) continue;
    for (const q of boxes) names.take(q);
    const angle = Math.atan2(dy, dx);
    return { x, y, angle: Math.abs(angle) > Math.PI / 2 ? angle - Math.sign(angle) * Math.PI : angle };
  }
  return null;
}
