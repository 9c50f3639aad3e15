import { useEffect } from 'preact/hooks';
import { More, Waiting } from './bits';
import { ClaimCard } from './claimcard';
import { usePages } from './hooks';
import { q } from './queries';
import { Side } from './quote';
import { fetchTexts } from './texts';
import type { Claim, Page } from './types';

interface Contradiction { kind: string; explanation: string; left: Claim; right: Claim }

/** Statements that cannot both hold, side by side. */
export function Contradictions() {
  const got = usePages<{ contradictions: Page<Contradiction> }, Contradiction>(q.contradictions, {}, (d) => d.contradictions);
  const list = got.list;
  useEffect(() => {
    if (list) void fetchTexts(list.flatMap((c) => [c.left.evidence.document.id, c.right.evidence.document.id])).catch(() => {});
  }, [list]);
  return (
    <>
      <h2 tabIndex={-1}>Contradictions</h2>
      {!list && <Waiting error={got.error} />}
      {list?.length === 0 && <p class="note">No two statements contradict each other.</p>}
      {list?.map((c) => (
        <section key={c.left.id + c.right.id} class="contradiction">
          <p class="why"><bdi>{c.explanation || c.kind}</bdi></p>
          <div class="sides">
            {[c.left, c.right].map((claim) => (
              <ClaimCard
                key={claim.id} claim={claim}
                heading={<p class="triple"><Side entity={claim.subject} text={claim.subjectText} /> <span class="label">{claim.relation?.label ?? claim.predicate}</span> <Side entity={claim.object} text={claim.objectText ?? claim.value?.text} /></p>}
              />
            ))}
          </div>
        </section>
      ))}
      <More pages={got} />
    </>
  );
}
