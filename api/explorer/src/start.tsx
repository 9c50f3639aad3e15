import { startConnected, startDocument, startStory, visit } from './actions';
import { Glyph, Name } from './bits';
import { useAsk } from './hooks';
import { FilePicker } from './ingest';
import { q } from './queries';
import { open, stats } from './state';
import type { DocumentHead, Entity, ID, Page } from './types';
import { date, plural, titleOf, typeLabel } from './words';

/** What the stage shows while nothing is drawn. */
export function Start() {
  const s = stats.value;
  if (!s) return <div class="start"><p class="waiting">…</p></div>;
  if (s.documents === 0) return <Empty />;
  return (
    <div class="start">
      <div class="lead">
        <h1>Who is connected to whom, and who says so?</h1>
        <p>
          {plural(s.documents, 'document')}, {plural(s.entities, 'entity', 'entities')}, {plural(s.relations, 'relation')}; every relation opens to the
          words that support it. Search a name above (press <kbd>/</kbd>), or start here.
        </p>
        <button type="button" class="primary" onClick={() => void startConnected()}>Show the most connected</button>
        <button type="button" onClick={() => open({ kind: 'contradictions' })}>Contradictions</button>
        <button type="button" onClick={() => open({ kind: 'documents' })}>All documents</button>
      </div>
      <div class="columns">
        <Connected />
        <Stories />
        <Documents />
      </div>
      <FilePicker />
    </div>
  );
}

/** Entities with most relations: a name to start from. */
function Connected() {
  const got = useAsk<{ entities: Page<Entity> }>(q.connected, { first: 12 });
  const list = got.data?.entities.nodes.filter((e) => e.relationCount > 0) ?? [];
  if (list.length === 0) return null;
  return (
    <section>
      <h2>Most connected</h2>
      <ul class="plain names">
        {list.map((e) => (
          <li key={e.id}>
            <button type="button" class="card row" title={typeLabel(e.type)} onClick={() => void visit(e)}>
              <Glyph type={e.type} /><span class="grow clip"><Name text={e.name} /></span>
              <small>{plural(e.relationCount, 'relation')}</small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Empty() {
  return (
    <div class="start">
      <div class="lead">
        <h1>The graph is empty</h1>
        <p>Drop articles onto this page to read them in: text, Markdown, HTML or JSON lines. Or, on the command line:</p>
        <pre><code>dossier ingest FOLDER</code></pre>
        <p>To see it at work with sample articles first: <code>dossier demo</code></p>
      </div>
      <FilePicker />
    </div>
  );
}

function Stories() {
  const got = useAsk<{ stories: Page<{ id: ID; title: string; documentCount: number; firstPublished: string | null }> }>(q.stories, {});
  const list = got.data?.stories.nodes ?? [];
  if (list.length === 0) return null;
  return (
    <section>
      <h2>Stories</h2>
      <ul class="plain">
        {list.map((s) => (
          <li key={s.id}>
            <button type="button" class="card" onClick={() => void startStory(s.id)}>
              <span class="clip2"><Name text={s.title || 'Untitled story'} /></span>
              <small>{plural(s.documentCount, 'document')}{s.firstPublished ? ` · from ${date(s.firstPublished)}` : ''}</small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Documents() {
  const got = useAsk<{ documents: Page<DocumentHead & { entityCount: number }> }>(q.documents, { first: 8 });
  const list = got.data?.documents.nodes ?? [];
  return (
    <section>
      <h2>Latest documents</h2>
      {got.error && <p class="fault">{got.error}</p>}
      <ul class="plain">
        {list.map((d) => (
          <li key={d.id}>
            <button type="button" class="card" onClick={() => void startDocument(d.id)}>
              <span class="clip2"><Name text={titleOf(d)} /></span>
              <small>
                {d.publisher && <><Name text={d.publisher} /> · </>}{d.published && `${date(d.published)} · `}{plural(d.entityCount, 'entity', 'entities')}
              </small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
