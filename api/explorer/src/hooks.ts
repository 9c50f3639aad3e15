// Asking from a component.

import { useEffect, useState } from 'preact/hooks';
import { aborted, ask, messageOf } from './gql';
import { changes } from './changes';

export interface Asked<T> { data: T | null; error: string | null; loading: boolean }

/** Asks when the query or a variable changes; the former answer goes at once. */
export function useAsk<T>(query: string | null, variables: Record<string, unknown>): Asked<T> {
  const key = query + JSON.stringify(variables);
  const round = changes.value;
  const [got, set] = useState<Asked<T> & { key: string }>({ data: null, error: null, loading: true, key: '' });
  useEffect(() => {
    if (!query) return;
    const stop = new AbortController();
    ask<T>(query, variables, stop.signal).then(
      (data) => set({ data, error: null, loading: false, key }),
      (e) => aborted(e) || stop.signal.aborted || set({ data: null, error: messageOf(e), loading: false, key }),
    );
    return () => stop.abort();
  }, [key, round]);
  return got.key === key ? got : { data: null, error: null, loading: true };
}
