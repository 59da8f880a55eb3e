// The entries of the ledger, as a list that follows the feed.
import { answer, api, type Schemas } from '../../lib/api/client';
import type { Listing } from '../../lib/api/pages.svelte';

export interface Filters {
  org: string;
  noun?: string | undefined;
  stream?: string | undefined;
  run?: string | undefined;
  actor?: string | undefined;
  since?: string | undefined;
}

const PAGE = 200;
// Every noun of the ledger: a list without a filter follows them all.
const ANY = ['run', 'stage', 'attempt', 'review', 'artifact', 'version', 'constraint', 'budget', 'project', 'member', 'team', 'token', 'template', 'standard', 'delegation', 'session', 'task', 'channel', 'org', 'person'];

export function entries(filters: Filters): Listing<Schemas['Event']> {
  const { org, ...query } = filters;
  return {
    key: `audit/${JSON.stringify(filters)}`,
    nouns: query.noun ? [query.noun] : ANY,
    load: (cursor) => answer(api.GET('/api/v1/orgs/{org}/audit', { params: { path: { org }, query: { ...query, cursor, limit: PAGE } } })),
  };
}
