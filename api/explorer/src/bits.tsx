// Small parts that all views use. Text from documents goes through Name: a
// text node of its own direction.

import { choose, visit } from './actions';
import type { Pages } from './hooks';
import { lookOf, type Shape, theme } from './looks';
import * as model from './model';
import { open } from './state';
import { arrived, openingOf } from './texts';
import type { DocumentHead, Entity, Named } from './types';
import { date, titleOf, webAddress } from './words';

export function Name({ text, most = 300 }: { text: string; most?: number }) {
  return <bdi>{text.length > most ? `${text.slice(0, most)}…` : text}</bdi>;
}

const outlines: Record<Shape, string> = {
  circle: 'M8 2a6 6 0 1 0 .01 0z',
  square: 'M3 3h10v10H3z',
  diamond: 'm8 .8 7.2 7.2L8 15.2.8 8z',
  triangle: 'M8 2.2 14.8 13.6H1.2z',
  hexagon: 'M4.9 2.4h6.2L14.4 8l-3.3 5.6H4.9L1.6 8z',
  cross: 'M5.4 2.4h5.2v3h3v5.2h-3v3H5.4v-3h-3V5.4h3z',
};

export function outline(shape: Shape): string {
  return outlines[shape];
}

/** The mark of an entity's type. */
export function Glyph({ type, size = 14 }: { type: string; size?: number }) {
  const look = lookOf(type);
  return (
    <svg class="glyph" viewBox="0 0 16 16" width={size} height={size} aria-hidden="true">
      <path d={outlines[look.shape]} fill={look[theme.value]} />
    </svg>
  );
}

/** A button that opens an entity, and puts it into the picture if asked. */
export function EntityButton({ e }: { e: Named }) {
  const go = () => {
    if (model.shown.has(e.id)) choose(e.id);
    else open({ kind: 'entity', id: e.id });
  };
  return (
    <button type="button" class="link entity" onClick={go}>
      <Glyph type={e.type} size={12} />
      <Name text={e.name} />
    </button>
  );
}

export function AddButton({ e }: { e: Entity }) {
  const there = (model.version.value, model.shown.has(e.id));
  return there ? null : <button type="button" onClick={() => void visit(e)}>Add to picture</button>;
}

/** Outlet, day and title of a document; the title opens it here. */
export function DocumentLine({ d, at }: { d: DocumentHead; at?: [number, number] }) {
  void arrived.value;
  return (
    <span class="docline">
      <small>
        {d.publisher && <b><Name text={d.publisher} /></b>}
        {d.publisher && d.published && ', '}
        {d.published && <time dateTime={d.published}>{date(d.published)}</time>}
      </small>
      <button type="button" class="link" onClick={() => open({ kind: 'document', id: d.id, start: at?.[0], end: at?.[1] })}>
        <Name text={titleOf(d, openingOf(d.id))} />
      </button>
    </span>
  );
}

/** A link to the web, or plain text if the address is not of the web. */
export function Outside({ url, text }: { url: string | null; text?: string }) {
  if (!url) return null;
  const safe = webAddress(url);
  const shown = text ?? url;
  if (!safe) return <span class="clip"><Name text={shown} /></span>;
  return <a class="clip" href={safe} target="_blank" rel="noopener noreferrer"><Name text={shown} /></a>;
}

/** Goes on with a list that came in pages. */
export function More({ pages }: { pages: Pages<unknown, unknown> }) {
  const [shown, all] = [pages.list?.length ?? 0, pages.total];
  return (
    <>
      {pages.error && shown > 0 && <p class="fault" role="alert">{pages.error}</p>}
      {pages.more && <p class="actions"><button type="button" onClick={pages.more}>Show more{all ? ` (${(all - shown).toLocaleString('en')} left)` : ''}</button></p>}
    </>
  );
}

export function Waiting({ error }: { error?: string | null }) {
  return error ? <p class="fault" role="alert">{error}</p> : <p class="waiting">…</p>;
}
