import { effect, untracked } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { choose, expand, stage, unchoose } from './actions';
import { Canvas, nameLength, reach } from './canvas';
import { onCanvasKey } from './keys';
import { Legend } from './legend';
import { theme } from './looks';
import * as model from './model';
import { filters, documentRelations, open, selected } from './state';
import { eye, save } from './url';

/** The one drawing of the page. */
export let canvas: Canvas | null = null;

export function GraphView({ hidden }: { hidden: boolean }) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const end = mount(host.current!);
    return end;
  }, []);
  useEffect(() => {
    if (!hidden) canvas?.sigma.refresh();
  }, [hidden]);
  const n = (model.version.value, model.shown.size);
  return (
    <div class={`picture${hidden ? ' away' : ''}`} inert={hidden}>
      <div
        class="canvas" ref={host} tabIndex={0} role="application" onKeyDown={onCanvasKey}
        aria-label={`Graph of ${n} entities. Arrow keys move between them, Enter opens, E expands, H hides, F fits, T shows the table.`}
      />
      <div class="foot">
        <Legend />
        <Zoom />
      </div>
    </div>
  );
}

function Zoom() {
  const camera = () => canvas?.sigma.getCamera();
  return (
    <div class="zoom">
      <button type="button" title="Zoom in (+)" aria-label="Zoom in" onClick={() => void camera()?.animatedZoom({ duration: 150 })}>+</button>
      <button type="button" title="Zoom out (-)" aria-label="Zoom out" onClick={() => void camera()?.animatedUnzoom({ duration: 150 })}>−</button>
      <button type="button" title="Fit all (F)" aria-label="Fit all into view" onClick={() => fit(true)}>
        <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true"><path d="M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4" fill="none" stroke="currentColor" stroke-width="1.8" /></svg>
      </button>
    </div>
  );
}

function mount(host: HTMLDivElement): () => void {
  try {
    canvas = new Canvas(host);
  } catch (e) {
    host.textContent = 'This browser cannot draw the graph (no WebGL). The table view shows the same.';
    console.warn(e);
    return () => {};
  }
  const c = canvas;
  Object.assign(host, { canvas: c }); // for tests and the console
  stage.glide = glide;
  stage.fit = fit;
  stage.focus = () => requestAnimationFrame(() => host.focus());
  eye.get = () => c.sigma.getCamera().getState();
  eye.set = (s) => c.sigma.getCamera().setState({ ...s, angle: 0 });
  c.sigma.getCamera().on('updated', save);
  events(c);
  // Drawing reads most of the state: without `untracked` a click would do all of it again.
  const on = (what: () => unknown, draw: () => void) => effect(() => {
    what();
    untracked(draw);
  });
  const focus = () => c.focus(lead());
  const stops = [
    on(() => [model.version.value, filters.value, documentRelations.value], () => {
      c.sync();
      focus();
    }),
    on(() => [selected.value, model.pathRelations.value], focus),
    on(() => theme.value, () => c.recolor()),
  ];
  const watch = new ResizeObserver(() => {
    c.sigma.refresh();
    // Who has not moved the view since it was fitted wants to go on seeing all.
    const now = c.sigma.getCamera().getState();
    if (fitted && Math.abs(now.x - fitted.x) + Math.abs(now.y - fitted.y) + Math.abs(now.ratio - fitted.ratio) < 1e-6) fit();
  });
  watch.observe(host);
  return () => {
    watch.disconnect();
    for (const stop of stops) stop();
    c.sigma.kill();
    canvas = null;
  };
}

const lead = () => (canvas?.hovered ?? selected.value[selected.value.length - 1]) || null;

function events(c: Canvas): void {
  let dragged: string | null = null;
  let moved = false;
  const s = c.sigma;
  s.on('enterNode', ({ node }) => {
    c.hovered = node;
    s.getContainer().style.cursor = 'pointer';
    c.focus(node);
  });
  s.on('leaveNode', () => {
    c.hovered = null;
    s.getContainer().style.cursor = '';
    c.focus(lead());
  });
  s.on('enterEdge', () => (s.getContainer().style.cursor = 'pointer'));
  s.on('leaveEdge', () => (s.getContainer().style.cursor = ''));
  s.on('clickNode', ({ node, event }) => {
    if (moved) return;
    choose(node, (event.original as MouseEvent).shiftKey);
  });
  s.on('doubleClickNode', ({ node, preventSigmaDefault }) => {
    preventSigmaDefault();
    void expand(node);
  });
  s.on('clickEdge', ({ edge }) => openBond(c, edge));
  s.on('clickStage', () => {
    unchoose();
    open(null);
  });
  s.on('downNode', ({ node }) => {
    dragged = node;
    moved = false;
  });
  s.getMouseCaptor().on('mousemovebody', (e) => {
    if (!dragged) return;
    if (!moved) model.mark();
    moved = true;
    const at = s.viewportToGraph(e);
    c.graph.mergeNodeAttributes(dragged, { ...at });
    const spot = model.shown.get(dragged);
    if (spot) Object.assign(spot, at, { pinned: true });
    e.preventSigmaDefault();
    e.original.preventDefault();
    e.original.stopPropagation();
  });
  const drop = () => {
    if (dragged && moved) model.changed();
    dragged = null;
    setTimeout(() => (moved = false), 0);
  };
  s.getMouseCaptor().on('mouseup', drop);
  s.getMouseCaptor().on('mouseleave', drop);
}

function openBond(c: Canvas, key: string): void {
  const bond = c.bond(key);
  if (!bond) return;
  if (bond.relations.length === 1) open({ kind: 'relation', id: bond.relations[0].id });
  else open({ kind: 'pair', a: bond.a, b: bond.b });
}

const still = matchMedia('(prefers-reduced-motion: reduce)');

/** Moves nodes to where the layout wants them. */
function glide(to: Map<string, [number, number]>): void {
  const c = canvas;
  if (!c) return;
  const start = performance.now();
  const from = new Map([...to.keys()].map((id) => [id, { ...model.shown.get(id)! }]));
  for (const [id, [x, y]] of to) Object.assign(model.shown.get(id)!, { x, y });
  const long = still.matches || to.size > 600 ? 0 : 350;
  const frame = () => {
    const t = long === 0 ? 1 : Math.min(1, (performance.now() - start) / long);
    const k = 1 - (1 - t) ** 3;
    for (const [id, [x, y]] of to) {
      const a = from.get(id)!;
      if (c.graph.hasNode(id)) c.graph.mergeNodeAttributes(id, { x: a.x + (x - a.x) * k, y: a.y + (y - a.y) * k });
    }
    if (t < 1) requestAnimationFrame(frame);
    else save();
  };
  frame();
}

/** Where the camera was set by the last fit. */
let fitted: { x: number; y: number; ratio: number } | null = null;

/** Brings all nodes and their names into view; gently: not at once. */
export function fit(gently = false): void {
  const c = canvas;
  if (!c || model.shown.size === 0) return;
  const { width, height } = c.sigma.getDimensions();
  const unit = (Math.min(width, height) - 80) / (2 * reach); // pixels of a layout unit at ratio 1
  if (unit <= 0) return;
  const edge = 26;
  const top = 46;
  const foot = (document.querySelector<HTMLElement>('.legend')?.offsetHeight ?? 0) + 2 * edge;
  const long = model.shown.size > 300;
  const spots = Array.from(model.shown, ([id, s]) => ({ ...s, name: Math.min(width / 6, long ? 60 : 8 + 7.2 * Math.min(nameLength, model.entities.get(id)!.name.length)) }));
  const ys = spots.map((s) => s.y);
  const [y0, y1] = [ys.reduce((a, b) => Math.min(a, b)), ys.reduce((a, b) => Math.max(a, b))];
  // The outermost pixels, left and right, at a number of pixels for a unit.
  const reachOf = (k: number) => spots.reduce(([a, b], s) => [Math.min(a, s.x * k - edge), Math.max(b, s.x * k + edge + s.name)], [Infinity, -Infinity]);
  const fits = (ratio: number) => {
    const [a, b] = reachOf(unit / ratio);
    return b - a <= width;
  };
  let ratio = Math.max(0.45, ((y1 - y0) * unit) / Math.max(60, height - foot - top));
  while (ratio < 20 && !fits(ratio)) ratio *= 1.03;
  const [a, b] = reachOf(unit / ratio);
  const middle = { x: ((a + b) / 2 / unit) * ratio, y: (y0 + y1) / 2 - (((foot - top) / 2) * ratio) / unit };
  const to = { x: 0.5 + middle.x / (2 * reach), y: 0.5 + middle.y / (2 * reach), ratio, angle: 0 };
  fitted = to;
  if (gently && !still.matches) void c.sigma.getCamera().animate(to, { duration: 350 });
  else c.sigma.getCamera().setState(to);
}
