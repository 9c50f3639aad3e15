// Drawing programs: nodes of several shapes with a rim, arrows that may be
// dashed. They take sigma's own programs and change their shaders in a few
// named places; `swap` fails loudly if a place is not there.

import { EdgeArrowHeadProgram, EdgeRectangleProgram, NodeCircleProgram, createEdgeClampedProgram, createEdgeCompoundProgram } from 'sigma/rendering';
import type { EdgeProgramType, NodeProgramType } from 'sigma/rendering';
import type { NodeDisplayData, RenderParams } from 'sigma/types';
import { shapes, type Shape } from './looks';

function swap(source: string, pairs: [string, string][]): string {
  for (const [from, to] of pairs) {
    if (!source.includes(from)) throw new Error(`a shader has no ${from}`);
    source = source.replace(from, to);
  }
  return source;
}

/** Set while a large picture moves: it is then drawn without what only a resting one needs. */
export const pace = { hurried: false };

type Class = new (...a: any[]) => any;

/** A program that, hurried, leaves out the second drawing by which the mouse finds things. */
const calm = (Program: unknown): Class => class extends (Program as Class) {
  render(params: RenderParams) {
    if (!pace.hurried) return super.render(params);
    const pick = this.pickProgram;
    this.pickProgram = null;
    super.render(params);
    this.pickProgram = pick;
  }
};

interface NodeLook extends NodeDisplayData { shape: Shape; ring: number }

// Distance to the outline, negative inside. The shapes have about one area.
const outline = `
float outline(vec2 p, float r, float shape) {
  if (shape < 0.5) return length(p) - r;
  if (shape < 1.5) { vec2 d = abs(p) - vec2(r * 0.84); return max(d.x, d.y); }
  if (shape < 2.5) return (abs(p.x) + abs(p.y) - r * 1.2) * 0.7071;
  if (shape < 3.5) return max(abs(p.x) * 0.866 + p.y * 0.5, -p.y) - r * 0.62;
  if (shape < 4.5) { vec2 q = abs(p); return max(q.x * 0.866 + q.y * 0.5, q.y) - r * 0.92; }
  vec2 q = abs(p); vec2 c = vec2(max(q.x, q.y), min(q.x, q.y)); return max(c.x - r * 0.95, c.y - r * 0.45);
}`;

const FLOAT = 0x1406;

class ShapeProgram extends (NodeCircleProgram as unknown as Class) {
  getDefinition() {
    const d = super.getDefinition();
    return {
      ...d,
      VERTEX_SHADER_SOURCE: swap(d.VERTEX_SHADER_SOURCE, [
        ['attribute float a_angle;', 'attribute float a_angle;\nattribute vec2 a_look;\nvarying vec2 v_look;'],
        // Corners reach out of the circle that sigma's triangle just holds.
        ['u_sizeRatio * 4.0', 'u_sizeRatio * 5.2'],
        ['v_radius = size / 2.0;', 'v_radius = size / 2.6;\n  v_look = a_look;'],
      ]),
      FRAGMENT_SHADER_SOURCE: swap(d.FRAGMENT_SHADER_SOURCE, [
        ['const vec4 transparent', `varying vec2 v_look;\n${outline}\nconst vec4 transparent`],
        ['float dist = length(v_diffVector) - v_radius + border;',
          `float rim = v_look.y > 1.5 ? 0.72 : 0.88;
  float edge = outline(v_diffVector, v_radius * 0.98, v_look.x);
  float dist = edge + border;`],
        ['gl_FragColor = mix(v_color, transparent, t);',
          `float inner = outline(v_diffVector, v_radius * rim, v_look.x);
  vec3 rimColor = v_look.y > 2.5 ? vec3(0.85, 0.55, 0.0) : v_look.y > 1.5 ? mix(v_color.rgb, vec3(1.0), 0.75) : v_look.y > 0.5 ? vec3(0.06, 0.08, 0.1) : v_color.rgb * 0.72;
  float k = clamp(inner / border + 0.5, 0.0, 1.0);
  vec4 c = vec4(mix(v_color.rgb, rimColor * v_color.a, k), v_color.a);
  gl_FragColor = mix(c, transparent, t);`],
      ]),
      ATTRIBUTES: [...d.ATTRIBUTES, { name: 'a_look', size: 2, type: FLOAT }],
    };
  }

  processVisibleItem(index: number, start: number, data: NodeLook) {
    super.processVisibleItem(index, start, data);
    this.array[start + 5] = Math.max(0, shapes.indexOf(data.shape));
    this.array[start + 6] = data.ring ?? 0;
  }
}

/** Heads of arrows, left out when hurried. */
class Head extends (EdgeArrowHeadProgram as unknown as Class) {
  render(params: RenderParams) {
    if (!pace.hurried) super.render(params);
  }
}

const Clamped = calm(createEdgeClampedProgram());

/** The line of an arrow with gaps, for what is denied. */
class Dashes extends Clamped {
  getDefinition() {
    const d = super.getDefinition();
    return {
      ...d,
      VERTEX_SHADER_SOURCE: swap(d.VERTEX_SHADER_SOURCE, [
        ['attribute float a_radius;', 'attribute float a_radius;\nvarying float v_along;'],
        ['v_normal = unitNormal;', 'v_normal = unitNormal;\n  v_along = a_positionCoef * length(a_positionEnd - a_positionStart) / (2.0 * u_correctionRatio);'],
      ]),
      FRAGMENT_SHADER_SOURCE: swap(d.FRAGMENT_SHADER_SOURCE, [
        ['varying float v_thickness;', 'varying float v_thickness;\nvarying float v_along;'],
        ['float dist = length(v_normal)', 'if (mod(v_along, 12.0) > 7.0) discard;\n  float dist = length(v_normal)'],
      ]),
    };
  }
}

const together = (...programs: unknown[]) => createEdgeCompoundProgram(programs as EdgeProgramType[]);

export const edgePrograms = {
  arrow: together(Clamped, Head), dashed: together(Dashes, Head), line: calm(EdgeRectangleProgram) as unknown as EdgeProgramType,
};
export const nodePrograms = { shape: calm(ShapeProgram) as unknown as NodeProgramType };
