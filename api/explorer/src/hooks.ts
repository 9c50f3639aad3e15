// Asking from a component.

import { useEffect, useState } from 'preact/hooks';
import { aborted, ask, messageOf } from './gql';
import { changes } from './changes';
import type { Page } from './types';

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

export interface Pages<D, T> {
  /** The answer that held the first page. */
  data: D | null;
  list: T[] | null;
  total: number | null;
  error: string | null;
  /** Asks for the next page, if there is one. */
  more: (() => void) | null;
}

/** Asks for a list page by page; the query takes the cursor as $after. */
export function usePages<D, T>(query: string, variables: Record<string, unknown>, pick: (d: D) => Page<T> | null | undefined): Pages<D, T> {
  const key = query + JSON.stringify(variables);
  const round = changes.value;
  interface Got { key: string; data: D | null; list: T[] | null; next: string | null; error: string | null }
  const [got, set] = useState<Got>({ key: '', data: null, list: null, next: null, error: null });
  const load = (before: Got | null, signal?: AbortSignal) => ask<D>(query, { ...variables, after: before?.next ?? null }, signal).then(
    (data) => {
      const page = pick(data);
      const list = page ? [...(before?.list ?? []), ...page.nodes] : null;
      set({ key, data: before?.data ?? data, list, next: (page?.pageInfo?.hasNextPage && page.pageInfo.endCursor) || null, error: null });
    },
    (e) => aborted(e) || signal?.aborted || set({ key, data: before?.data ?? null, list: before?.list ?? null, next: before?.next ?? null, error: messageOf(e) }),
  );
  useEffect(() => {
    const stop = new AbortController();
    void load(null, stop.signal);
    return () => stop.abort();
  }, [key, round]);
  if (got.key !== key) return { data: null, list: null, total: null, error: null, more: null };
  const total = (got.data && pick(got.data)?.totalCount) ?? null;
  return { data: got.data, list: got.list, total, error: got.error, more: got.next ? () => void load(got) : null };
}
