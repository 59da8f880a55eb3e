// The typed client, and the one form in which a refusal reaches a page.
import createClient from 'openapi-fetch';
import { t } from '../text/en';
import type { components, paths } from './schema';

export type Schemas = components['schemas'];

/** Why a call did not do what it was asked: the server's problem document, or that no answer came. */
export class Failure extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly requestId: string | null = null,
    readonly problem: Record<string, unknown> = {},
  ) {
    super(message);
  }
}

let csrf: string | null = null;

/** What unsafe calls carry beside the cookie, so that no other site can make them. */
export function setCsrf(token: string | null): void {
  csrf = token;
}

export const api = createClient<paths>({
  baseUrl: '/',
  credentials: 'same-origin',
  // Looked up at each call, so that tests can stand in for it.
  fetch: (request) => globalThis.fetch(request),
});

api.use({
  onRequest({ request }) {
    if (request.method === 'GET') return request;
    if (csrf) request.headers.set('X-CSRF-Token', csrf);
    if (!request.headers.has('Idempotency-Key')) request.headers.set('Idempotency-Key', crypto.randomUUID());
    return request;
  },
});

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The data of an answer; throws a `Failure` for anything else. */
export async function answer<T>(call: Promise<Answer<T>>): Promise<T> {
  let found: Answer<T>;
  try {
    found = await call;
  } catch (error) {
    // Why is in the browser's own words, and says nothing to people.
    throw new Failure(0, 'unreachable', t.failure.unreachableCall, null, { reason: String(error) });
  }
  if (found.response.ok) return found.data as T;
  throw failure(found.response, found.error);
}

/** The server's problem as a `Failure`; an answer of something in between, such as a proxy, has none. */
export function failure(response: Response, body: unknown): Failure {
  const problem = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const text = (name: string) => (typeof problem[name] === 'string' ? (problem[name] as string) : undefined);
  return new Failure(
    response.status,
    text('code') ?? 'no_problem',
    text('detail') ?? text('title') ?? `${response.status} ${response.statusText}`,
    text('request_id') ?? response.headers.get('x-request-id'),
    problem,
  );
}
