import { DocumentLine, Name, Outside } from './bits';
import { Quote } from './quote';
import type { Claim } from './types';
import { modalityLabel, plural, timeOf, webAddress } from './words';

/** A statement: its words, who says it, how firmly, when it happened, and which outlet carries it. */
export function ClaimCard({ claim, also = [], heading }: { claim: Claim; also?: Claim[]; heading?: preact.ComponentChildren }) {
  const c = claim;
  return (
    <article class={`claim${c.polarity === 'DENIED' ? ' no' : ''}`}>
      {heading}
      <Quote claim={c} />
      <Speakers claim={c} />
      <p class="tags">
        {c.polarity === 'DENIED' && <span class="tag denied">denied</span>}
        <span class="tag">{modalityLabel(c.modality)}</span>
        {c.time && <span class="tag" title={`in the text: ${c.time.text}`}>{timeOf(c) || <Name text={c.time.text} most={60} />}</span>}
        {c.score < 0.5 && <span class="tag weak" title={`score ${c.score.toFixed(2)}`}>uncertain reading</span>}
      </p>
      <p class="source">
        <DocumentLine d={c.evidence.document} at={[c.evidence.start, c.evidence.end]} />
        {c.evidence.line !== null && <small> row {c.evidence.line}</small>}
        {webAddress(c.evidence.document.url) && <Outside url={c.evidence.document.url} text="original ↗" />}
      </p>
      {also.length > 0 && (
        <details class="copies">
          <summary>The same statement in {plural(also.length, 'more document')}: one source</summary>
          <ul>{also.map((o) => <li key={o.id}><DocumentLine d={o.evidence.document} at={[o.evidence.start, o.evidence.end]} /></li>)}</ul>
        </details>
      )}
    </article>
  );
}

/** Whose word it is: the chain of speakers, innermost first. */
function Speakers({ claim }: { claim: Claim }) {
  const speakers = claim.attributionChain;
  if (speakers.length === 0) return null;
  return (
    <p class="said">
      {speakers.map((s, i) => (
        <span key={i}>
          {i === 0 ? '— ' : ', as told by '}
          <b><Name text={s.speaker?.name ?? s.text} most={120} /></b>
          {s.channel && <> in <Name text={s.channel} most={60} /></>}
        </span>
      ))}
    </p>
  );
}

/** Claims with one statement together: the first stands for all. */
export function grouped(claims: Claim[]): Claim[][] {
  const out = new Map<string, Claim[]>();
  for (const c of claims) {
    const key = c.utterance ? `u${c.utterance.id}` : c.id;
    const there = out.get(key);
    if (there) there.push(c);
    else out.set(key, [c]);
  }
  return [...out.values()];
}
