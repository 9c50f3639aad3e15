import { useEffect } from 'preact/hooks';
import { EntityButton, More, Name, Waiting } from './bits';
import { ClaimCard, grouped } from './claimcard';
import { usePages } from './hooks';
import * as model from './model';
import { q } from './queries';
import { open, tell } from './state';
import { fetchTexts } from './texts';
import type { Claim, ID, Named, Page, Relation } from './types';
import { inverseLabel, modalityLabel, period, plural } from './words';
import { messageOf } from './gql';

type Full = Relation & { subject: Named; object: Named | null; claims: Page<Claim> };

export function RelationPanel({ id }: { id: ID }) {
  const got = usePages<{ node: Full | null }, Claim>(q.relation, { id }, (d) => d.node?.claims);
  const r = got.data?.node;
  const { list } = got;
  useEffect(() => {
    if (list) fetchTexts(list.map((c) => c.evidence.document.id)).catch((e) => tell(messageOf(e), 'error'));
  }, [list]);
  if (!r) return got.data ? <p class="fault">This relation is gone.</p> : <Waiting error={got.error} />;
  const groups = grouped(list ?? []);
  const no = groups.filter((g) => g[0].polarity === 'DENIED');
  const yes = groups.filter((g) => g[0].polarity !== 'DENIED');
  return (
    <>
      <h2 tabIndex={-1} class="relation-title">
        <EntityButton e={r.subject} /> <span class="label">{r.label}</span>{' '}
        {r.object ? <EntityButton e={r.object} /> : <Name text={r.value?.text ?? ''} />}
      </h2>
      <Facts r={r} />
      <Claims title={no.length ? 'Affirmed' : ''} groups={yes} />
      <Claims title="Denied" groups={no} />
      <More pages={got} />
    </>
  );
}

function Claims({ title, groups }: { title: string; groups: Claim[][] }) {
  if (groups.length === 0) return null;
  return (
    <section>
      {title && <h3>{title}</h3>}
      {groups.map((g) => <ClaimCard key={g[0].id} claim={g[0]} also={g.slice(1)} />)}
    </section>
  );
}

function Facts({ r }: { r: Relation }) {
  return (
    <ul class="facts">
      <li><b>{r.independentSourceCount}</b> independent {r.independentSourceCount === 1 ? 'source' : 'sources'}</li>
      <li><b>{r.documentCount}</b> {r.documentCount === 1 ? 'document' : 'documents'}</li>
      {r.contradictingCount > 0 && <li class="denied"><b>{r.contradictingCount}</b> {r.contradictingCount === 1 ? 'denial' : 'denials'}</li>}
      <li>{r.supportingCount > 0 ? modalityLabel(r.modality) : 'only denied'}</li>
      {r.firstTime && <li>{period(r.firstTime, r.lastTime)}</li>}
    </ul>
  );
}

/** All relations between two entities. */
export function PairPanel({ a, b }: { a: ID; b: ID }) {
  void model.version.value;
  const [left, right] = [model.entities.get(a), model.entities.get(b)];
  const list = model.drawn().filter((r) => model.bondKey(r.subject.id, r.object!.id) === model.bondKey(a, b));
  if (!left || !right) return <p class="fault">These are not in the picture.</p>;
  return (
    <>
      <h2 tabIndex={-1}><EntityButton e={left} /> and <EntityButton e={right} /></h2>
      <p class="note">{plural(list.length, 'relation')} between them</p>
      <ul class="plain">{list.map((r) => <li key={r.id}><RelationLine r={r} /></li>)}</ul>
    </>
  );
}

/** A relation as one line that opens it; read from the entity it is listed under, if there is one. */
export function RelationLine({ r, from }: { r: Relation; from?: ID }) {
  const subject = model.entities.get(r.subject.id)?.name ?? r.subject.name ?? '';
  const object = r.object ? (model.entities.get(r.object.id)?.name ?? r.object.name ?? '') : (r.value?.text ?? '');
  const inverse = from !== undefined && from === r.object?.id && from !== r.subject.id;
  return (
    <button type="button" class="card relation-line" onClick={() => open({ kind: 'relation', id: r.id })}>
      <span class="clip2">
        {from === undefined && <b><Name text={subject} most={120} /> </b>}
        <span class="label">{inverse ? inverseLabel(r) : r.label}</span> <b><Name text={inverse ? subject : object} most={120} /></b>
      </span>
      <small>
        {plural(r.independentSourceCount, 'source')}
        {r.supportingCount > 0 && r.modality !== 'ASSERTED' ? ` · ${modalityLabel(r.modality)}` : ''}
        {r.firstTime && ` · ${period(r.firstTime, r.lastTime)}`}
        {r.contradictingCount > 0 && <span class="tag denied">{r.supportingCount > 0 ? 'also denied' : 'denied'}</span>}
      </small>
    </button>
  );
}
