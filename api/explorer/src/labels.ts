// Labels of the drawing: with a halo of the paper's colour, so that they read
// on top of lines.

import { ink, theme } from './looks';

interface Item { x: number; y: number; size: number; label: string | null; color: string }
interface Font { labelSize: number; labelFont: string; labelWeight: string; edgeLabelSize: number; edgeLabelFont: string }

function haloed(c: CanvasRenderingContext2D, text: string, x: number, y: number, width: number): void {
  const colors = ink[theme.value];
  c.lineJoin = 'round';
  c.lineWidth = width;
  c.strokeStyle = colors.paper;
  c.fillStyle = colors.text;
  c.strokeText(text, x, y);
  c.fillText(text, x, y);
}

export function drawLabel(c: CanvasRenderingContext2D, item: Item, s: Font): void {
  if (!item.label) return;
  c.font = `${s.labelWeight} ${s.labelSize}px ${s.labelFont}`;
  c.textAlign = 'left';
  haloed(c, item.label, item.x + item.size + 4, item.y + s.labelSize / 3, 4);
}

export function drawHover(c: CanvasRenderingContext2D, item: Item, s: Font): void {
  const colors = ink[theme.value];
  c.beginPath();
  c.arc(item.x, item.y, item.size + 4, 0, 2 * Math.PI);
  c.lineWidth = 2;
  c.strokeStyle = colors.select;
  c.stroke();
  if (!item.label) return;
  // A plate under the bold name hides the plain one.
  c.font = `700 ${s.labelSize}px ${s.labelFont}`;
  c.fillStyle = colors.paper;
  c.beginPath();
  c.roundRect(item.x + item.size + 5, item.y - s.labelSize * 0.8, c.measureText(item.label).width + 8, s.labelSize * 1.6, 4);
  c.fill();
  c.fillStyle = colors.text;
  c.fillText(item.label, item.x + item.size + 8, item.y + s.labelSize / 3);
}

export function drawEdgeLabel(c: CanvasRenderingContext2D, edge: Item, a: Item, b: Item, s: Font): void {
  if (!edge.label) return;
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const room = Math.hypot(dx, dy) - a.size - b.size - 10;
  c.font = `400 ${s.edgeLabelSize}px ${s.edgeLabelFont}`;
  if (room < Math.min(60, c.measureText(edge.label).width)) return;
  let text = edge.label;
  while (text.length > 4 && c.measureText(text).width > room) text = `${text.slice(0, -2)}…`;
  let angle = Math.atan2(dy, dx);
  if (angle > Math.PI / 2 || angle < -Math.PI / 2) angle += Math.PI;
  c.save();
  c.translate((a.x + b.x) / 2, (a.y + b.y) / 2);
  c.rotate(angle);
  c.textAlign = 'center';
  haloed(c, text, 0, s.edgeLabelSize / 3, 4);
  c.restore();
  c.textAlign = 'left';
}
