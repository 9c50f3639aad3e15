// Words of the drawing. Sigma says which words may be shown and clears their
// layers; here they are collected, and set once it is done, where there is
// room. A halo of the paper's colour makes them read on top of lines.

import { ink, mix, theme } from './looks';
import { placeAlong, placeName, Room, Scenery, type Point } from './placing';

export interface Item { key: string; x: number; y: number; size: number; label: string | null; forceLabel?: boolean; highlighted?: boolean; faint?: boolean }
export interface EdgeItem { key: string; label: string | null; size: number; forceLabel?: boolean }

type Context = CanvasRenderingContext2D;

const font = { family: 'system-ui, sans-serif', name: 12.5, line: 11 };
export const nameFont = `500 ${font.name}px ${font.family}`;
export const chosenFont = `700 ${font.name}px ${font.family}`;
export const lineFont = `400 ${font.line}px ${font.family}`;
export const nameHeight = 17;
export const lineHeight = 14;

function haloed(c: Context, text: string, x: number, y: number, faint = false): void {
  const colors = ink[theme.value];
  c.lineJoin = 'round';
  c.lineWidth = 4;
  c.strokeStyle = colors.paper;
  c.fillStyle = faint ? mix(colors.text, colors.paper, 0.45) : colors.text;
  c.strokeText(text, x, y);
  c.fillText(text, x, y);
}

/** What the words need to know of the picture. */
interface Scene { size: () => { width: number; height: number }; nodes: () => Iterable<{ x: number; y: number; r: number }>; lines: () => Iterable<[Point, Point]>; hovered: () => string | null }

export class Words {
  private names = new Map<string, [Context, Item]>();
  private lines = new Map<string, [Context, EdgeItem, Item, Item]>();
  private room = new Room(0, 0);
  private due = false;

  constructor(private readonly scene: Scene) {}

  /** Called before sigma draws: what was collected is out of date. */
  reset(): void {
    this.names.clear();
    this.lines.clear();
  }

  readonly name = (c: Context, item: Item): void => {
    if (item.label) this.names.set(item.key, [c, item]);
    this.soon();
  };

  readonly line = (c: Context, edge: EdgeItem, a: Item, b: Item): void => {
    if (edge.label) this.lines.set(edge.key, [c, edge, a, b]);
    this.soon();
  };

  private soon(): void {
    if (this.due) return;
    this.due = true;
    queueMicrotask(() => {
      this.due = false;
      this.set();
    });
  }

  private set(): void {
    // Sigma sometimes draws the labels of lines alone: names then stand where they are.
    if (this.names.size > 0) this.setNames();
    for (const [c, edge, a, b] of this.lines.values()) this.setLine(c, edge, a, b);
    this.reset();
  }

  private setNames(): void {
    const { width, height } = this.scene.size();
    this.room = new Room(width, height);
    const scenery = new Scenery(width, height);
    for (const n of this.scene.nodes()) scenery.node(n.x, n.y, n.r);
    for (const [a, b] of this.scene.lines()) scenery.line(a, b);
    const order = [...this.names.values()].sort(([, a], [, b]) => rank(b) - rank(a) || b.size - a.size || (a.key < b.key ? -1 : 1));
    for (const [c, item] of order) {
      c.font = item.highlighted ? chosenFont : nameFont;
      const spot = placeName(this.room, scenery, item.x, item.y, item.size + (item.highlighted ? 5 : 0), c.measureText(item.label!).width, nameHeight, !!item.forceLabel);
      if (!spot) continue;
      c.textAlign = spot.anchor === 'middle' ? 'center' : spot.anchor;
      haloed(c, item.label!, spot.x, spot.y, item.faint);
    }
  }

  private setLine(c: Context, edge: EdgeItem, a: Item, b: Item): void {
    c.font = lineFont;
    const wide = c.measureText(edge.label!).width + 6;
    const spot = placeAlong(this.room, { ...a, r: a.size }, { ...b, r: b.size }, wide, lineHeight);
    if (!spot) return;
    c.save();
    c.translate(spot.x, spot.y);
    c.rotate(spot.angle);
    c.textAlign = 'center';
    c.fillStyle = ink[theme.value].paper; // the line must not run through the gaps between words
    c.fillRect(-wide / 2, -lineHeight / 2, wide, lineHeight);
    c.fillStyle = ink[theme.value].text;
    c.fillText(edge.label!, 0, font.line / 3);
    c.restore();
  }

  /** A ring around what is chosen; what is pointed at shows its name on a plate over all else. */
  readonly hover = (c: Context, item: Item): void => {
    const colors = ink[theme.value];
    c.beginPath();
    c.arc(item.x, item.y, item.size + 4, 0, 2 * Math.PI);
    c.lineWidth = 2;
    c.strokeStyle = colors.select;
    c.stroke();
    if (!item.label || this.scene.hovered() !== item.key) return;
    c.font = chosenFont;
    c.textAlign = 'left';
    const wide = c.measureText(item.label).width;
    const left = item.x + item.size + 8 + wide > this.scene.size().width ? item.x - item.size - 12 - wide : item.x + item.size + 8;
    c.fillStyle = colors.paper;
    c.beginPath();
    c.roundRect(left - 4, item.y - nameHeight * 0.6, wide + 8, nameHeight * 1.2, 4);
    c.fill();
    c.fillStyle = colors.text;
    c.fillText(item.label, left, item.y + font.name / 3);
  };
}

const rank = (i: Item) => (i.highlighted ? 3 : i.forceLabel ? 2 : i.faint ? 0 : 1);
