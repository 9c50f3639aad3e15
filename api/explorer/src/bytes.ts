// Offsets of the server are bytes of UTF-8; strings here are UTF-16.

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class Text {
  private readonly bytes: Uint8Array;

  constructor(readonly text: string) {
    this.bytes = encoder.encode(text);
  }

  get length(): number {
    return this.bytes.length;
  }

  slice(start: number, end: number): string {
    return decoder.decode(this.bytes.subarray(Math.max(0, start), Math.max(0, end)));
  }

  /** The paragraph around a span: bounded by line ends, or by the ends of the text. */
  paragraph(start: number, end: number): [number, number] {
    let a = Math.min(start, this.length);
    while (a > 0 && this.bytes[a - 1] !== 10) a--;
    let b = Math.min(end, this.length);
    while (b < this.length && this.bytes[b] !== 10) b++;
    return [a, b];
  }

  /** The lines of a range that hold anything. */
  *lines(start: number, end: number): Generator<[number, number]> {
    let a = start;
    const last = Math.min(end, this.length);
    for (let i = start; i <= last; i++) {
      if (i < last && this.bytes[i] !== 10) continue;
      if (i > a && this.slice(a, i).trim() !== '') yield [a, i];
      a = i + 1;
    }
  }
}

export interface Mark<T> { start: number; end: number; what: T }

/** Cuts a range at marks; a mark inside another or across its end is left out. */
export function cut<T>(start: number, end: number, marks: Mark<T>[]): { start: number; end: number; what: T | null }[] {
  const inside = marks.filter((m) => m.start >= start && m.end <= end && m.end > m.start).sort((a, b) => a.start - b.start || b.end - a.end);
  const out: { start: number; end: number; what: T | null }[] = [];
  let at = start;
  for (const m of inside) {
    if (m.start < at) continue;
    if (m.start > at) out.push({ start: at, end: m.start, what: null });
    out.push(m);
    at = m.end;
  }
  if (at < end) out.push({ start: at, end, what: null });
  return out;
}
