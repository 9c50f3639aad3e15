// One piece of evidence: the quote in its paragraph, with both ends marked.

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
    const mention = entity && kept?.doc.mentions.find((m) => m.entity?.id === entity.id && m.start >= e.start && m.end <= e.end);
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

/** The words themselves, exactly as stored. */
export function Quote({ claim }: { claim: Claim }) {
  void arrived.value;
  const e = claim.evidence;
  const own = new Text(e.quote);
  const kept = textOf(e.document.id);
  let before = e.prefix;
  let after = e.suffix;
  if (kept) {
    const [a, b] = kept.text.paragraph(e.start, e.end);
    before = kept.text.slice(a, e.start);
    after = kept.text.slice(e.end, b);
    if (before.length > 600) before = `…${before.slice(-600)}`;
    if (after.length > 600) after = `${after.slice(0, 600)}…`;
  }
  const parts = cut(e.start, e.end, ends(claim));
  return (
    <blockquote class="quote" dir="auto">
      <span class="around">{before}</span>
      <mark data-quote={claim.id}>
        {parts.map((p) => {
          const words = own.slice(p.start - e.start, p.end - e.start);
          return p.what ? <b key={p.start} class={p.what}>{words}</b> : words;
        })}
      </mark>
      <span class="around">{after}</span>
    </blockquote>
  );
}

export function Side({ entity, text }: { entity: Claim['subject']; text: string | null | undefined }) {
  if (entity) return <EntityButton e={entity} />;
  return <bdi class="words">{text || '—'}</bdi>;
}
