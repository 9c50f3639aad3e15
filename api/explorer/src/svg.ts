// The picture as SVG.

import { outline } from './bits';
import { edgeSize, mix, nodeSize } from './canvas';
import { colorOf, ink, lookOf, theme } from './looks';
import * as model from './model';
import { oneLine } from './words';

export interface Frame { width: number; height: number; at: (x: number, y: number) => { x: number; y: number }; scale: (size: number) => number }

// Letters that XML may not hold at all.
const unfit = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

export function xml(s: string): string {
  return s.replace(unfit, '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

export function svg(f: Frame): string {
  const c = ink[theme.value];
  const bonds = model.bonds();
  const degree = new Map<string, number>();
  for (const b of bonds) for (const id of [b.a, b.b]) degree.set(id, (degree.get(id) ?? 0) + b.relations.length);
  const place = new Map([...model.shown].map(([id, s]) => [id, { ...f.at(s.x, s.y), r: f.scale(nodeSize(degree.get(id) ?? 0)) }]));
  const n = (v: number) => v.toFixed(1);
  const lines: string[] = [];
  const names: string[] = [];
  for (const b of bonds) {
    const from = place.get(b.a)!;
    const to = place.get(b.b)!;
    const width = f.scale(edgeSize(b.sources));
    const color = b.status === 'denied' ? c.denied : b.status === 'disputed' ? c.disputed : b.status === 'soft' ? mix(c.edge, c.paper, 0.5) : c.edge;
    const dash = b.status === 'denied' || b.status === 'disputed' ? ' stroke-dasharray="7 5"' : '';
    const d = Math.hypot(to.x - from.x, to.y - from.y) || 1;
    const [ux, uy] = [(to.x - from.x) / d, (to.y - from.y) / d];
    const [ex, ey] = [to.x - ux * (to.r + 2), to.y - uy * (to.r + 2)];
    const label = b.relations.map((r) => r.label).join(', ');
    lines.push(`<g><title>${xml(oneLine(label, 200))}</title><line x1="${n(from.x)}" y1="${n(from.y)}" x2="${n(ex)}" y2="${n(ey)}" stroke="${color}" stroke-width="${n(width)}"${dash}/>`
      + (b.both ? '' : `<path d="M${n(ex)} ${n(ey)}l${n(-7 * ux - 3.5 * uy)} ${n(-7 * uy + 3.5 * ux)}l${n(7 * uy)} ${n(-7 * ux)}z" fill="${color}"/>`) + '</g>');
    if (bonds.length <= 60 && d > 90) names.push(text((from.x + to.x) / 2, (from.y + to.y) / 2, oneLine(b.relations[0].label, 40), 10, 'middle'));
  }
  for (const [id, p] of place) {
    const e = model.entities.get(id)!;
    lines.push(`<g transform="translate(${n(p.x)} ${n(p.y)}) scale(${(p.r / 6.5).toFixed(3)}) translate(-8 -8)"><title>${xml(oneLine(e.name, 200))}</title><path d="${outline(lookOf(e.type).shape)}" fill="${colorOf(e.type)}"/></g>`);
    names.push(text(p.x + p.r + 4, p.y + 4, oneLine(e.name), 12.5, 'start'));
  }
  function text(x: number, y: number, words: string, size: number, anchor: string): string {
    return `<text x="${n(x)}" y="${n(y)}" font-size="${size}" text-anchor="${anchor}" paint-order="stroke" stroke="${c.paper}" stroke-width="3" stroke-linejoin="round" fill="${c.text}">${xml(words)}</text>`;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${f.width}" height="${f.height}" viewBox="0 0 ${f.width} ${f.height}" font-family="system-ui, sans-serif">`
    + `<rect width="100%" height="100%" fill="${c.paper}"/>${lines.join('\n')}${names.join('\n')}</svg>`;
}
