// The drawing: sigma over a graphology graph that mirrors the model.

import { DirectedGraph } from 'graphology';
import Sigma from 'sigma';
import { drawHover, drawEdgeLabel, drawLabel } from './labels';
import { colorOf, ink, lookOf, theme } from './looks';
import * as model from './model';
import { edgePrograms, nodePrograms, pace } from './programs';
import { selected } from './state';
import { oneLine } from './words';

/** Half the side of the square, in layout units, that the camera shows at ratio 1. */
export const reach = 500;

/** From so many entities on a picture is drawn with less while it moves, and without names on its lines. */
const many = 600;

type Attributes = Record<string, unknown>;

export class Canvas {
  readonly graph = new DirectedGraph<Attributes, Attributes>();
  readonly sigma: Sigma<Attributes, Attributes>;
  hovered: string | null = null;
  private near = new Set<string>();
  private bonds = new Map<string, model.Bond>();

  constructor(host: HTMLElement) {
    const settings = {
      allowInvalidContainer: true,
      nodeProgramClasses: nodePrograms as never,
      edgeProgramClasses: edgePrograms as never,
      defaultNodeType: 'shape',
      defaultEdgeType: 'arrow',
      enableEdgeEvents: true,
      renderEdgeLabels: true,
      labelFont: 'system-ui, sans-serif',
      labelSize: 12.5,
      labelWeight: '500',
      edgeLabelFont: 'system-ui, sans-serif',
      edgeLabelSize: 11,
      labelDensity: 0.9,
      labelGridCellSize: 90,
      labelRenderedSizeThreshold: 5,
      minEdgeThickness: 1.5,
      zIndex: true,
      stagePadding: 40,
      zoomToSizeRatioFunction: (ratio: number) => (ratio > 1 ? ratio ** 0.3 : Math.sqrt(ratio)),
      minCameraRatio: 0.02,
      maxCameraRatio: 20,
      defaultDrawNodeLabel: drawLabel as never,
      defaultDrawNodeHover: drawHover as never,
      defaultDrawEdgeLabel: drawEdgeLabel as never,
      nodeReducer: (id: string, data: Attributes) => this.reduceNode(id, data) as never,
      edgeReducer: (id: string, data: Attributes) => this.reduceEdge(id, data) as never,
    };
    this.sigma = new Sigma(this.graph as never, host, settings) as unknown as Sigma<Attributes, Attributes>;
    this.sigma.setCustomBBox({ x: [-reach, reach], y: [-reach, reach] });
    this.sigma.on('beforeRender', () => (pace.hurried = model.shown.size > many && this.moving()));
    this.sigma.on('afterRender', () => {
      if (pace.hurried) this.rest();
    });
  }

  private moving(): boolean {
    const mouse = this.sigma.getMouseCaptor();
    return this.sigma.getCamera().isAnimated() || mouse.isMoving || mouse.draggedEvents > 0 || mouse.currentWheelDirection !== 0 || this.sigma.getTouchCaptor().isMoving;
  }

  private resting = 0;

  /** Draws all there is once the picture stands still. */
  private rest(): void {
    clearTimeout(this.resting);
    this.resting = window.setTimeout(() => (this.moving() ? this.rest() : this.sigma.scheduleRender()), 120);
  }

  bond(key: string): model.Bond | undefined {
    return this.bonds.get(key);
  }

  /** Brings the drawing up to the model. */
  sync(): void {
    const g = this.graph;
    const bonds = model.bonds();
    this.bonds = new Map(bonds.map((b) => [b.key, b]));
    const degree = new Map<string, number>();
    for (const b of bonds) for (const id of [b.a, b.b]) degree.set(id, (degree.get(id) ?? 0) + b.relations.length);
    // A small picture shows all names; a large one those with room.
    const few = model.shown.size <= 60;
    this.sigma.setSetting('labelDensity', few ? 4 : 0.9);
    this.sigma.setSetting('labelRenderedSizeThreshold', few ? 2 : 5);
    const large = model.shown.size > many;
    this.sigma.setSetting('hideLabelsOnMove', large);
    this.sigma.setSetting('renderEdgeLabels', !large);
    g.forEachEdge((key, _, s, t) => {
      const b = this.bonds.get(key);
      if (!b || b.a !== s || b.b !== t) g.dropEdge(key);
    });
    g.forEachNode((id) => {
      if (!model.shown.has(id)) g.dropNode(id);
    });
    for (const [id, spot] of model.shown) {
      const e = model.entities.get(id)!;
      const attributes = {
        x: spot.x, y: spot.y, label: oneLine(e.name), kind: e.type, shape: lookOf(e.type).shape, pinned: spot.pinned,
        size: nodeSize(degree.get(id) ?? 0), alone: !degree.has(id),
      };
      if (g.hasNode(id)) g.mergeNodeAttributes(id, attributes);
      else g.addNode(id, attributes);
    }
    for (const b of bonds) {
      const first = b.relations[0];
      const label = b.relations.length > 1 ? `${first.label} +${b.relations.length - 1}` : first.label;
      const attributes = { size: edgeSize(b.sources), label: oneLine(label, 48), status: b.status, both: b.both };
      if (g.hasEdge(b.key)) g.mergeEdgeAttributes(b.key, attributes);
      else g.addEdgeWithKey(b.key, b.a, b.b, attributes);
    }
  }

  /** Moves nodes without touching anything else. */
  move(to: Map<string, [number, number]>, at: (from: number, to: number) => number): void {
    for (const [id, [x, y]] of to) {
      if (!this.graph.hasNode(id)) continue;
      const spot = model.shown.get(id);
      if (!spot) continue;
      this.graph.mergeNodeAttributes(id, { x: at(spot.x, x), y: at(spot.y, y) });
    }
  }

  private reduceNode(id: string, data: Attributes): Attributes {
    const c = ink[theme.value];
    const chosen = selected.value.includes(id);
    const color = colorOf(data.kind as string);
    const focus = this.near.size > 0;
    const far = focus && !this.near.has(id);
    const out: Attributes = { ...data, color, ring: data.pinned ? 1 : 0, zIndex: 1 };
    if (data.alone && model.shown.size > 1 && !chosen) out.color = mix(color, c.paper, 0.45);
    if (far) {
      out.color = mix(color, c.paper, 0.75);
      out.label = '';
      out.zIndex = 0;
    }
    if (chosen) {
      out.ring = 3;
      out.size = (data.size as number) + 3;
      out.forceLabel = true;
      out.highlighted = selected.value[selected.value.length - 1] === id;
      out.zIndex = 3;
    }
    return out;
  }

  private reduceEdge(key: string, data: Attributes): Attributes {
    const c = ink[theme.value];
    const bond = this.bonds.get(key);
    const status = data.status as keyof typeof c;
    const out: Attributes = { ...data, type: 'arrow', color: c.edge, zIndex: 1 };
    if (status === 'denied') Object.assign(out, { type: 'dashed', color: c.denied });
    else if (status === 'disputed') Object.assign(out, { type: 'dashed', color: c.disputed });
    else if ((data.status as string) === 'soft') out.color = mix(c.edge, c.paper, 0.5);
    else if (data.both) out.type = 'line';
    if (bond?.relations.some((r) => model.pathRelations.value.has(r.id))) {
      Object.assign(out, { color: c.path, size: (data.size as number) + 1.5, zIndex: 3, forceLabel: true });
    }
    if (this.near.size > 0) {
      const [a, b] = key.split('|');
      const center = this.hovered ?? selected.value[selected.value.length - 1];
      if (a === center || b === center) Object.assign(out, { forceLabel: this.near.size < 14, zIndex: 2 });
      else Object.assign(out, { color: mix(out.color as string, c.paper, 0.7), label: '', zIndex: 0 });
    }
    return out;
  }

  /** Shows an entity with its neighbours, and the rest faintly. */
  focus(id: string | null): void {
    this.near.clear();
    // A marked path is looked at as a whole, until something is pointed at.
    const marked = model.pathRelations.value.size > 0 && !this.hovered;
    if (id && !marked && this.graph.hasNode(id) && this.graph.degree(id) > 0) {
      this.near.add(id);
      this.graph.forEachNeighbor(id, (n) => this.near.add(n));
    }
    this.sigma.refresh({ skipIndexation: true });
  }

  /** Takes over colours of the theme. */
  recolor(): void {
    const c = ink[theme.value];
    this.sigma.setSetting('labelColor', { color: c.text });
    this.sigma.setSetting('edgeLabelColor', { color: c.text });
    this.sigma.refresh();
  }
}

export function nodeSize(degree: number): number {
  return 8 + Math.min(12, 2.4 * Math.sqrt(degree));
}

/** Width of a line by its independent sources. */
export function edgeSize(sources: number): number {
  return 2.4 + Math.min(6.6, 2 * (Math.max(1, sources) - 1));
}

/** A colour between two, both as #rrggbb. */
export function mix(a: string, b: string, t: number): string {
  const x = parseInt(a.slice(1), 16);
  const y = parseInt(b.slice(1), 16);
  let out = 0;
  for (const shift of [16, 8, 0]) {
    const u = (x >> shift) & 255;
    const v = (y >> shift) & 255;
    out |= Math.round(u + (v - u) * t) << shift;
  }
  return `#${out.toString(16).padStart(6, '0')}`;
}
