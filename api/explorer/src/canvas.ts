// The drawing: sigma over a graphology graph that mirrors the model.

import { DirectedGraph } from 'graphology';
import Sigma from 'sigma';
import { Words } from './labels';
import { colorOf, ink, lookOf, mix, strokeOf, theme, type Status } from './looks';
import * as model from './model';
import type { Point } from './placing';
import { edgePrograms, nodePrograms, pace } from './programs';
import { selected } from './state';
import { oneLine } from './words';

/** Half the side of the square, in layout units, that the camera shows at ratio 1. */
export const reach = 500;

/** Letters of a name that are drawn. */
export const nameLength = 32;

/** From so many entities on a picture is drawn with less while it moves, and without names on its lines. */
const many = 600;

type Attributes = Record<string, unknown>;

export class Canvas {
  readonly graph = new DirectedGraph<Attributes, Attributes>();
  readonly sigma: Sigma<Attributes, Attributes>;
  hovered: string | null = null;
  private near = new Set<string>();
  private bonds = new Map<string, model.Bond>();
  private readonly words = new Words({
    size: () => this.sigma.getDimensions(), nodes: () => this.discs(), lines: () => this.strokes(), hovered: () => this.hovered,
  });

  constructor(host: HTMLElement) {
    const settings = {
      allowInvalidContainer: true,
      nodeProgramClasses: nodePrograms as never,
      edgeProgramClasses: edgePrograms as never,
      defaultNodeType: 'shape',
      defaultEdgeType: 'arrow',
      enableEdgeEvents: true,
      renderEdgeLabels: true,
      labelDensity: 0.9,
      labelGridCellSize: 90,
      labelRenderedSizeThreshold: 5,
      minEdgeThickness: 1.5,
      zIndex: true,
      stagePadding: 40,
      zoomToSizeRatioFunction: (ratio: number) => (ratio > 1 ? ratio ** 0.3 : Math.sqrt(ratio)),
      minCameraRatio: 0.02,
      maxCameraRatio: 20,
      defaultDrawNodeLabel: this.words.name as never,
      defaultDrawNodeHover: this.words.hover as never,
      defaultDrawEdgeLabel: this.words.line as never,
      nodeReducer: (id: string, data: Attributes) => this.reduceNode(id, data) as never,
      edgeReducer: (id: string, data: Attributes) => this.reduceEdge(id, data) as never,
    };
    this.sigma = new Sigma(this.graph as never, host, settings) as unknown as Sigma<Attributes, Attributes>;
    this.sigma.setCustomBBox({ x: [-reach, reach], y: [-reach, reach] });
    this.sigma.on('beforeRender', () => {
      pace.hurried = model.shown.size > many && (this.fresh || this.moving());
      this.words.reset();
    });
    this.sigma.on('afterRender', () => {
      if (pace.hurried) this.rest();
    });
  }

  private moving(): boolean {
    const mouse = this.sigma.getMouseCaptor();
    return this.sigma.getCamera().isAnimated() || mouse.isMoving || mouse.draggedEvents > 0 || mouse.currentWheelDirection !== 0 || this.sigma.getTouchCaptor().isMoving;
  }

  private resting = 0;
  /** Whether a large picture has changed and was not yet drawn: the first drawing is a hurried one. */
  private fresh = false;

  /** Draws all there is once the picture stands still. */
  private rest(): void {
    clearTimeout(this.resting);
    this.fresh = false;
    this.resting = window.setTimeout(() => (this.moving() ? this.rest() : this.sigma.scheduleRender()), 120);
  }

  bond(key: string): model.Bond | undefined {
    return this.bonds.get(key);
  }

  /** Nodes as they stand on the screen; none of a picture that is too large to look at each. */
  private *discs(): Generator<{ x: number; y: number; r: number }> {
    if (model.shown.size > 300) return;
    for (const id of this.graph.nodes()) {
      const d = this.sigma.getNodeDisplayData(id);
      if (d) yield { ...this.sigma.framedGraphToViewport(d), r: this.sigma.scaleSize(d.size) };
    }
  }

  /** Lines as they stand on the screen, of a small picture. */
  private *strokes(): Generator<[Point, Point]> {
    if (model.shown.size > 150) return;
    const at = new Map(Array.from(this.graph.nodes(), (id) => [id, this.sigma.framedGraphToViewport(this.sigma.getNodeDisplayData(id)!)]));
    for (const key of this.graph.edges()) {
      const [a, b] = this.graph.extremities(key);
      yield [at.get(a)!, at.get(b)!];
    }
  }

  /** Brings the drawing up to the model. */
  sync(): void {
    const g = this.graph;
    const bonds = model.bonds();
    this.bonds = new Map(bonds.map((b) => [b.key, b]));
    const degree = new Map<string, number>();
    for (const b of bonds) for (const id of [b.a, b.b]) degree.set(id, (degree.get(id) ?? 0) + b.relations.length);
    // A small picture shows all names; a large one those with room.
    const few = model.shown.size <= 150;
    const large = model.shown.size > many;
    const settings = { labelDensity: few ? 40 : 2, labelRenderedSizeThreshold: few ? 0 : 4, hideLabelsOnMove: large, renderEdgeLabels: !large };
    // Setting one draws everything.
    if ((Object.keys(settings) as (keyof typeof settings)[]).some((k) => this.sigma.getSetting(k) !== settings[k])) this.sigma.setSettings(settings);
    this.fresh = large;
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
        x: spot.x, y: spot.y, label: oneLine(e.name, nameLength), kind: e.type, shape: lookOf(e.type).shape, pinned: spot.pinned,
        size: nodeSize(degree.get(id) ?? 0), alone: !degree.has(id),
      };
      if (g.hasNode(id)) g.mergeNodeAttributes(id, attributes);
      else g.addNode(id, attributes);
    }
    for (const b of bonds) {
      const attributes = { size: edgeSize(b.sources), label: model.labelOf(b), status: b.status, both: b.both };
      if (g.hasEdge(b.key)) g.mergeEdgeAttributes(b.key, attributes);
      else g.addEdgeWithKey(b.key, b.a, b.b, attributes);
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
      out.color = mix(color, c.paper, 0.65);
      out.faint = true;
      if (model.shown.size > 60) out.label = '';
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
    const status = data.status as Status;
    const { color, dashed } = strokeOf(status);
    const out: Attributes = { ...data, type: dashed ? 'dashed' : data.both ? 'line' : 'arrow', color, zIndex: 1 };
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
  return 6.5 + Math.min(11, 2 * Math.sqrt(degree));
}

/** Width of a line by its independent sources. */
export function edgeSize(sources: number): number {
  return 2.2 + Math.min(4.4, 1.1 * (Math.max(1, sources) - 1));
}
