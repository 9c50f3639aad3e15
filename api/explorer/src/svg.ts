// The picture as SVG.

import { outline } from './bits';
import { edgeSize, nameLength, nodeSize } from './canvas';
import { lineFont, lineHeight, nameFont, nameHeight } from './labels';
import { colorOf, ink, lookOf, strokeOf, theme } from './looks';
import * as model from './model';
import { placeAlong, placeName, Room, Scenery } from './placing';
import { oneLine } from './words';

export interface Frame { width: number; height: number; at: (x: number, y: number) => { x: number; y: number }; scale: (size: number) => number }

// Letters that XML may not hold at all.
const unfit = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

export function xml(s: string): string {
  return s.replace(unfit, '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** A node of the picture on its frame. */
interface Disc { x: number; y: number; r: number }

const n = (v: number) => v.toFixed(1);

/** The view as a drawing of its own, with the words set as on the screen. */
export function svg(f: Frame): string {
  const bonds = model.bonds();
  const degree = new Map<string, number>();
  for (const b of bonds) for (const id of [b.a, b.b]) degree.set(id, (degree.get(id) ?? 0) + b.relations.length);
  const place = new Map<string, Disc>([...model.shown].map(([id, s]) => [id, { ...f.at(s.x, s.y), r: f.scale(nodeSize(degree.get(id) ?? 0)) }]));
  const shapes = [...bonds.map((b) => line(b, place.get(b.a)!, place.get(b.b)!, f)), ...[...place].map(([id, p]) => node(id, p))];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${f.width}" height="${f.height}" viewBox="0 0 ${f.width} ${f.height}" font-family="system-ui, sans-serif">`
    + `<rect width="100%" height="100%" fill="${ink[theme.value].paper}"/>${shapes.join('\n')}${words(bonds, place, f).join('\n')}</svg>`;
}

function line(b: model.Bond, from: Disc, to: Disc, f: Frame): string {
  const { color, dashed } = strokeOf(b.status);
  const d = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const [ux, uy] = [(to.x - from.x) / d, (to.y - from.y) / d];
  const [ex, ey] = [to.x - ux * (to.r + 2), to.y - uy * (to.r + 2)];
  const title = b.relations.map((r) => r.label).join(', ');
  const head = b.both ? '' : `<path d="M${n(ex)} ${n(ey)}l${n(-8 * ux - 4 * uy)} ${n(-8 * uy + 4 * ux)}l${n(8 * uy)} ${n(-8 * ux)}z" fill="${color}"/>`;
  return `<g><title>${xml(oneLine(title, 200))}</title><line x1="${n(from.x)}" y1="${n(from.y)}" x2="${n(ex)}" y2="${n(ey)}" stroke="${color}" stroke-width="${n(f.scale(edgeSize(b.sources)))}"${dashed ? ' stroke-dasharray="7 5"' : ''}/>${head}</g>`;
}

function node(id: string, p: Disc): string {
  const e = model.entities.get(id)!;
  return `<g transform="translate(${n(p.x)} ${n(p.y)}) scale(${(p.r / 6.5).toFixed(3)}) translate(-8 -8)"><title>${xml(oneLine(e.name, 200))}</title><path d="${outline(lookOf(e.type).shape)}" fill="${colorOf(e.type)}"/></g>`;
}

/** Names, then the labels of lines where there is room. */
function words(bonds: model.Bond[], place: Map<string, Disc>, f: Frame): string[] {
  const pen = document.createElement('canvas').getContext('2d')!;
  const room = new Room(f.width, f.height);
  const scenery = new Scenery(f.width, f.height);
  if (place.size <= 300) for (const p of place.values()) scenery.node(p.x, p.y, p.r);
  if (place.size <= 150) for (const b of bonds) scenery.line(place.get(b.a)!, place.get(b.b)!);
  const out: string[] = [];
  pen.font = nameFont;
  for (const [id, p] of [...place].sort(([, a], [, b]) => b.r - a.r)) {
    const name = oneLine(model.entities.get(id)!.name, nameLength);
    const spot = placeName(room, scenery, p.x, p.y, p.r, pen.measureText(name).width, nameHeight, false);
    if (spot) out.push(text(spot.x, spot.y, name, 12.5, spot.anchor, ''));
  }
  pen.font = lineFont;
  if (bonds.length > 400) return out;
  for (const b of bonds) {
    const label = model.labelOf(b);
    const spot = placeAlong(room, place.get(b.a)!, place.get(b.b)!, pen.measureText(label).width + 6, lineHeight);
    if (spot) out.push(text(spot.x, spot.y + 3.5, label, 11, 'middle', ` transform="rotate(${n((spot.angle * 180) / Math.PI)} ${n(spot.x)} ${n(spot.y)})"`));
  }
  return out;
}

function text(x: number, y: number, words: string, size: number, anchor: string, more: string): string {
  const c = ink[theme.value];
  return `<text x="${n(x)}" y="${n(y)}" font-size="${size}" text-anchor="${anchor}" paint-order="stroke" stroke="${c.paper}" stroke-width="4" stroke-linejoin="round" fill="${c.text}"${more}>${xml(words)}</text>`;
}
