import { More, Name, Waiting } from './bits';
import { usePages } from './hooks';
import { judge, setJudge, takeBack } from './judge';
import { q } from './queries';
import type { Judgement, Page } from './types';
import { date } from './words';

const words = { SAME: 'is the same as', DIFFERENT: 'is not', UNDECIDED: 'may be' };

/** All that people judged, newest first; nothing is ever erased. */
export function Judgements() {
  const got = usePages<{ judgements: Page<Judgement> }, Judgement>(q.judgements, {}, (d) => d.judgements);
  const list = got.list;
  const verdictOf = (j: Judgement) => (list?.find((x) => x.id === j.undoes?.id) ?? j).verdict; // an undo is told by what it undoes
  const undone = new Set(list?.flatMap((j) => (j.undoes ? [j.undoes.id] : [])));
  return (
    <>
      <h2 tabIndex={-1}>Judgements</h2>
      <p><label>Your name: <input type="text" maxLength={100} value={judge()} onChange={(e) => setJudge(e.currentTarget.value)} /></label></p>
      {!list && <Waiting error={got.error} />}
      {list?.length === 0 && <p class="note">Nobody has judged yet. Open an entity, then “Identity”.</p>}
      <ul class="plain lines">
        {list?.map((j) => (
          <li key={j.id} class={undone.has(j.id) ? 'undone' : ''}>
            <span>
              {j.undoes && 'Taken back: '}<Name text={j.leftName} most={120} /> {words[verdictOf(j)]} <Name text={j.rightName} most={120} />
            </span>
            <small><Name text={j.by} most={80} />, {date(j.at)}{j.reason && <>: <Name text={j.reason} /></>}{undone.has(j.id) && ' · taken back'}</small>
            {!undone.has(j.id) && !j.undoes && <button type="button" onClick={() => void takeBack(j.id)}>Undo</button>}
          </li>
        ))}
      </ul>
      <More pages={got} />
    </>
  );
}
