// Taking the view away: picture, lists, graph files, a dossier to print.

import { canvas } from './graphview';
import { ink, theme } from './looks';
import * as model from './model';
import { csv, gexf, json } from './formats';
import { printDossier } from './print';
import { svg } from './svg';
import type { ID } from './types';

export type Format = 'png' | 'svg' | 'csv' | 'gexf' | 'json' | 'dossier';

function give(name: string, content: Blob): void {
  const a = document.createElement('a');
  a.href = URL.createObjectURL(content);
  a.download = name;
  a.click();
  setTimeout(() => URL.revokeObjectURL(a.href), 10_000);
}

/** Paints what is on the screen, at twice its size. */
async function png(): Promise<Blob> {
  const c = canvas;
  if (!c) throw new Error('There is no picture to save.');
  const { width, height } = c.sigma.getDimensions();
  const source = svg({ width, height, at: (x, y) => c.sigma.graphToViewport({ x, y }), scale: (s) => c.sigma.scaleSize(s) });
  const image = new Image();
  const loaded = new Promise<void>((resolve, reject) => {
    image.onload = () => resolve();
    image.onerror = () => reject(new Error('The picture could not be painted.'));
  });
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(source)}`;
  await loaded;
  const out = document.createElement('canvas');
  [out.width, out.height] = [width * 2, height * 2];
  const paint = out.getContext('2d')!;
  paint.fillStyle = ink[theme.value].paper;
  paint.fillRect(0, 0, out.width, out.height);
  paint.drawImage(image, 0, 0, out.width, out.height);
  return new Promise((resolve, reject) => out.toBlob((b) => (b ? resolve(b) : reject(new Error('The picture could not be painted.'))), 'image/png'));
}

export async function save(format: Format, id?: ID): Promise<void> {
  switch (format) {
    case 'png':
      return give('dossier.png', await png());
    case 'svg': {
      const c = canvas;
      if (!c) throw new Error('There is no picture to save.');
      const { width, height } = c.sigma.getDimensions();
      const source = svg({ width, height, at: (x, y) => c.sigma.graphToViewport({ x, y }), scale: (s) => c.sigma.scaleSize(s) });
      return give('dossier.svg', new Blob([source], { type: 'image/svg+xml' }));
    }
    case 'csv':
      return give('dossier.csv', new Blob([csv()], { type: 'text/csv;charset=utf-8' }));
    case 'gexf':
      return give('dossier.gexf', new Blob([gexf()], { type: 'application/xml' }));
    case 'json':
      return give('dossier.json', new Blob([json()], { type: 'application/json' }));
    case 'dossier':
      if (id && model.entities.has(id)) return printDossier(id);
  }
}
