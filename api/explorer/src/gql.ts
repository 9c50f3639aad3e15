// The one way to the server: POST /graphql.

import { signal } from '@preact/signals';

/** Whether the server answered last time; false shows a banner. */
export const online = signal(true);
/** Set when the server asks for a token. */
export const needsToken = signal(false);
/** Set once the server refused a change because it is read-only. */
export const readOnly = signal(false);

export class ServerError extends Error {
  constructor(message: string, readonly code: string) {
    super(message);
  }
}

const tokenKey = 'dossier-token';

export function setToken(token: string): void {
  sessionStorage.setItem(tokenKey, token);
  needsToken.value = false;
}

export function headers(): Record<string, string> {
  const token = sessionStorage.getItem(tokenKey);
  return token ? { Authorization: `Bearer ${token}` } : {};
}

interface Answer<T> {
  data?: T | null;
  errors?: { message: string; path?: (string | number)[]; extensions?: { code?: string } }[];
}

/**
 * Asks one query. An answer that is partly there is returned; errors of an
 * answer without data are thrown as ServerError.
 */
export async function ask<T>(query: string, variables: Record<string, unknown> = {}, signal?: AbortSignal): Promise<T> {
  let response: Response;
  try {
    response = await fetch('/graphql', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json', ...headers() },
      body: JSON.stringify({ query, variables }),
      signal,
    });
  } catch (e) {
    if (signal?.aborted) throw e;
    online.value = false;
    throw new ServerError('The server does not answer.', 'GONE');
  }
  online.value = true;
  if (response.status === 401) {
    needsToken.value = true;
    throw new ServerError('The server asks for a token.', 'UNAUTHORIZED');
  }
  let answer: Answer<T>;
  try {
    answer = (await response.json()) as Answer<T>;
  } catch {
    throw new ServerError(`The server answered ${response.status} without JSON.`, 'BAD_ANSWER');
  }
  const fault = answer.errors?.[0];
  if (fault && (answer.data === undefined || answer.data === null)) {
    const code = fault.extensions?.code ?? 'UNKNOWN';
    if (code === 'READ_ONLY') readOnly.value = true;
    throw new ServerError(fault.message, code);
  }
  return answer.data as T;
}

/** Whether an error is only a request that was given up. */
export function aborted(e: unknown): boolean {
  return e instanceof DOMException && e.name === 'AbortError';
}

export function messageOf(e: unknown): string {
  return e instanceof Error ? e.message : String(e);
}
