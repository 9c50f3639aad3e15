// One piece of evidence: the quote in its paragraph, with both ends marked.

import { useState } from 'preact/hooks';
import { cut, type Mark, Text } from './bytes';
import { EntityButton } from './bits';
import { arrived, textOf } from './texts';
import type { Claim } from './types';

type End = 'subject' | 'object';

/** Where in the document the two ends of a claim are named inside its quote. */
function ends(c: Claim): Mark<End>[] {
  const e = c.evidence;
  const kept = textOf(e.document.id);
  const out: Mark<End>[] = [];
  for (const [end, entity, words] of [['subject', c.subject, c.subjectText], ['object', c.object, c.objectText ?? c.value?.text]] as const) {
    const named = entity ? (kept?.doc.mentions.filter((m) => m.entity?.id === entity.id && m.start >= e.start && m.end <= e.end) ?? []) : [];
    // The words the claim was read from, unless they are a pronoun; else a name, else whatever stands for it.
    const read = named.find((m) => m.kind !== 'pronoun' && kept!.text.slice(m.start, m.end) === words);
    const mention = read ?? named.find((m) => m.kind === 'name') ?? named[0];
    if (mention) out.push({ start: mention.start, end: mention.end, what: end });
    else {
      const found = find(e.quote, e.start, words) ?? find(e.quote, e.start, entity?.name);
      if (found) out.push({ ...found, what: end });
    }
  }
  return out;
}

function find(quote: string, base: number, words: string | null | undefined): { start: number; end: number } | null {
  if (!words) return null;
  const at = quote.indexOf(words);
  if (at < 0) return null;
  const start = base + new Text(quote.slice(0, at)).length;
  return { start, end: start + new Text(words).length };
}

const around = 180; // characters of a paragraph shown before and after a quote

/** Where the words before a quote begin to be shown: at a word. */
function cutBefore(s: string): number {
  if (s.length <= around * 1.4) return 0;
  const at = s.indexOf(' ', s.length - around);
  return at < 0 ? s.length - around : at;
}

/** Where the words after a quote end: behind a word. */
function cutAfter(s: string): number {
  if (s.length <= around * 1.4) return s.length;
  const at = s.lastIndexOf(' ', around);
  return at < 1 ? around : at + 1;
}

/** The words themselves, exactly as stored, in their paragraph. */
export function Quote({ claim }: { claim: Claim }) {
  void arrived.value;
  const e = claim.evidence;
  const own = new Text(e.quote);
  const kept = textOf(e.document.id);
  const [whole, setWhole] = useState(false);
  let before = e.prefix;
  let after = e.suffix;
  if (kept) {
    const [a, b] = kept.text.paragraph(e.start, e.end);
    before = kept.text.slice(a, e.start);
    after = kept.text.slice(e.end, b);
  }
  // A long paragraph must not push the quote out of sight.
  const start = whole ? 0 : cutBefore(before);
  const end = whole ? after.length : cutAfter(after);
  const more = <button type="button" class="more" aria-label="Show the whole paragraph" title="Show the whole paragraph" onClick={() => setWhole(true)}>…</button>;
  const parts = cut(e.start, e.end, ends(claim));
  return (
    <blockquote class="quote" dir="auto">
      <span class="around">{start > 0 && more}{before.slice(start)}</span>
      <mark data-quote={claim.id}>
        {parts.map((p) => {
          const words = own.slice(p.start - e.start, p.end - e.start);
          return p.what ? <b key={p.start} class={p.what}>{words}</b> : words;
        })}
      </mark>
      <span class="around">{after.slice(0, end)}{end < after.length && more}</span>
    </blockquote>
  );
}

export function Side({ entity, text }: { entity: Claim['subject']; text: string | null | undefined }) {
  if (entity) return <EntityButton e={entity} />;
  return <bdi class="words">{text || '—'}</bdi>;
}
