// What this person was told of: asked of the server, and where each leads.
import { answer, api, type Schemas } from '../../lib/api/client';
import type { Listing } from '../../lib/api/pages.svelte';
import { links } from '../../lib/links';

/** The nouns whose events people are told of. */
const NOUNS = ['review', 'permission', 'escalation', 'run', 'destination', 'subscription', 'connection'];

export const told = (org: string, open: boolean): Listing<Schemas['Notification']> => ({
  key: `${org}/notifications/${open ? 'open' : 'all'}`,
  nouns: NOUNS,
  load: (cursor) => answer(api.GET('/api/v1/orgs/{org}/notifications', { params: { path: { org }, query: { open, cursor, limit: 100 } } })),
});

export const markRead = (org: string, notification?: string) =>
  answer(api.POST('/api/v1/orgs/{org}/notifications/read', { params: { path: { org } }, body: { notification } }));

/** The pages of the bridge, by the first letters of what they show. */
const BRIDGE: Record<string, string> = { dst_: 'destinations', sub_: 'subscriptions', cnn_: 'connections' };

/** Where a notification leads. */
export function leadsTo(org: string, one: Pick<Schemas['Notification'], 'subject' | 'project'>): string {
  if (/^(rev|prm)_/.test(one.subject)) return links.inbox(org, one.subject);
  if (one.subject.startsWith('run_') && one.project) return links.run(org, one.project, one.subject);
  if (one.subject.startsWith('esc_')) return links.agents(org);
  const part = BRIDGE[one.subject.slice(0, 4)];
  return part ? links.bridge(org, part) : links.inbox(org);
}
