// Judging whether two entities are the same.

import { ask } from './gql';
import { add, attempt, link } from './actions';
import { changes } from './changes';
import { EntityButton, Waiting } from './bits';
import { count } from './boot';
import { useAsk } from './hooks';
import * as model from './model';
import { q } from './queries';
import { open, panel, selected, spoken, tell } from './state';
import { forgetTexts } from './texts';
import type { Entity, ID, Named } from './types';
import { plural, typeLabel } from './words';

export type Verdict = 'SAME' | 'DIFFERENT' | 'UNDECIDED';
const verdicts: [Verdict, string, string][] = [['SAME', 'Same', 'Y'], ['DIFFERENT', 'Different', 'N'], ['UNDECIDED', 'Undecided', 'U']];

const nameKey = 'dossier-judge';
export const judge = () => localStorage.getItem(nameKey) || 'explorer';
export const setJudge = (name: string) => localStorage.setItem(nameKey, name.trim().slice(0, 100));

/** Takes over a graph whose entities may have joined or come apart. */
export async function refresh(renamed: Map<ID, ID> = new Map()): Promise<void> {
  forgetTexts();
  const ids = [...new Set([...model.remembered()].map((id) => renamed.get(id) ?? id))];
  const now: Entity[] = [];
  for (let i = 0; i < ids.length; i += 100) {
    const got = await ask<{ nodes: (Entity | null)[] }>(q.entities, { ids: ids.slice(i, i + 100) });
    now.push(...got.nodes.filter((e): e is Entity => !!e?.id));
  }
  model.entities.clear();
  model.relations.clear();
  model.more.clear();
  model.remember(now, []);
  model.rename(renamed);
  model.replace(new Map(model.shown));
  await link([...model.shown.keys()]);
  model.changed();
  selected.value = selected.value.map((id) => renamed.get(id) ?? id).filter((id) => model.shown.has(id));
  const p = panel.value;
  if (p?.kind === 'entity' && renamed.has(p.id)) open({ kind: 'entity', id: renamed.get(p.id)! });
  changes.value++;
  await count();
}

interface JudgeAnswer {
  judge: { judgement: { id: ID }; left: Entity | null; right: Entity | null; effect: { joined: { id: ID }[]; joinedCount: number; separatedCount: number; movedClaimCount: number } };
}

/** Stores a verdict, then shows what it did, with a way back. */
export function say(left: ID, right: ID, verdict: Verdict): Promise<void | undefined> {
  return attempt(async () => {
    const got = await ask<JudgeAnswer>(q.judge, { input: { left, right, verdict, by: judge() } });
    const j = got.judge;
    const renamed = new Map<ID, ID>();
    if (verdict === 'SAME' && j.left) for (const id of [left, right, ...j.effect.joined.map((e) => e.id)]) renamed.set(id, j.left.id);
    await refresh(renamed);
    const done = j.effect.joinedCount ? `${plural(j.effect.joinedCount, 'entity', 'entities')} joined` : j.effect.separatedCount ? 'They came apart' : 'Noted';
    tell(`Judged ${verdict.toLowerCase()}. ${done}.`, 'info', { label: 'Undo', run: () => void takeBack(j.judgement.id) });
    spoken.value = `Judged ${verdict.toLowerCase()}. ${done}.`;
  });
}

export function takeBack(id: ID): Promise<void | undefined> {
  return attempt(async () => {
    type Undone = { undoJudgement: { judgement: { undoes: { left: Named | null; right: Named | null } | null } } };
    const { undoes } = (await ask<Undone>(q.undo, { input: { id, by: judge() } })).undoJudgement.judgement;
    await refresh();
    await bringBack([undoes?.left?.id, undoes?.right?.id].filter((e): e is ID => !!e));
    tell('The judgement is taken back.');
  });
}

/** Shows those who came apart, if one of them is in the picture. */
async function bringBack(ids: ID[]): Promise<void> {
  const there = ids.find((id) => model.shown.has(id));
  const missing = ids.filter((id) => !model.shown.has(id)).slice(0, 100);
  if (!there || missing.length === 0) return;
  const got = await ask<{ nodes: (Entity | null)[] }>(q.entities, { ids: missing });
  await add(got.nodes.filter((e): e is Entity => !!e?.id), there);
}

interface Like { score: number; reasons: string[]; entity: Entity }

export function Lookalikes({ id, name }: { id: ID; name: string }) {
  const got = useAsk<{ node: { lookalikes: Like[] } | null }>(q.lookalikes, { id });
  const list = got.data?.node?.lookalikes;
  if (!list) return <Waiting error={got.error} />;
  if (list.length === 0) return <p class="note">Nothing else looks like it.</p>;
  const key = (e: KeyboardEvent, other: ID) => {
    const v = verdicts.find(([, , k]) => k.toLowerCase() === e.key.toLowerCase());
    if (!v || e.ctrlKey || e.metaKey || e.altKey) return;
    e.preventDefault();
    e.stopPropagation();
    void say(id, other, v[0]);
  };
  return (
    <ul class="plain likes">
      {list.map((l) => (
        <li key={l.entity.id} tabIndex={0} onKeyDown={(e) => key(e, l.entity.id)} aria-label={`Is ${l.entity.name} the same as ${name}? Y same, N different, U undecided`}>
          <div><EntityButton e={l.entity} /> <small>{typeLabel(l.entity.type)} · {plural(l.entity.documentCount, 'document')} · {l.score.toFixed(2)}</small></div>
          <small class="why"><bdi>{l.reasons.join('; ')}</bdi></small>
          <div class="verdicts">
            {verdicts.map(([v, label, k]) => <button key={v} type="button" onClick={() => void say(id, l.entity.id, v)}>{label} <kbd>{k}</kbd></button>)}
          </div>
        </li>
      ))}
    </ul>
  );
}
