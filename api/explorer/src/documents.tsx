import { useState } from 'preact/hooks';
import { DocumentLine, Waiting } from './bits';
import { useAsk } from './hooks';
import { q } from './queries';
import type { DocumentHead, Page } from './types';
import { plural } from './words';

/** All documents, newest first. */
export function Documents() {
  const [cursors, setCursors] = useState<(string | null)[]>([null]);
  const got = useAsk<{ documents: Page<DocumentHead & { entityCount: number; claimCount: number }> }>(q.documents, { first: 50, after: cursors[cursors.length - 1] });
  const page = got.data?.documents;
  return (
    <>
      <h2 tabIndex={-1}>Documents</h2>
      {!page && <Waiting error={got.error} />}
      {page && page.totalCount !== null && <p class="note">{plural(page.totalCount ?? 0, 'document')}, newest first</p>}
      <ul class="plain lines">
        {page?.nodes.map((d) => (
          <li key={d.id}><DocumentLine d={d} /><small>{plural(d.entityCount, 'entity', 'entities')}, {plural(d.claimCount, 'statement')}</small></li>
        ))}
      </ul>
      <p class="actions">
        {cursors.length > 1 && <button type="button" onClick={() => setCursors(cursors.slice(0, -1))}>Newer</button>}
        {page?.pageInfo?.hasNextPage && <button type="button" onClick={() => setCursors([...cursors, page.pageInfo!.endCursor])}>Older</button>}
      </p>
    </>
  );
}
