// The bridge's questions, and its things in the one vocabulary of states.
import { answer, api, type Schemas } from '../../lib/api/client';
import type { Question } from '../../lib/api/query.svelte';
import { whole, type Page } from '../../lib/api/whole';
import { t } from '../../lib/text/en';

const path = (org: string) => ({ path: { org } });

export const bridge = {
  status: (org: string): Question<Schemas['BridgeStatus']> => ({
    key: `${org}/bridge`,
    nouns: ['source', 'destination', 'subscription'],
    load: () => answer(api.GET('/api/v1/orgs/{org}/bridge', { params: path(org) })),
  }),
  sources: (org: string): Question<Page<Schemas['Source']>> => ({
    key: `${org}/sources`,
    nouns: ['source'],
    load: () => whole((cursor) => answer(api.GET('/api/v1/orgs/{org}/sources', { params: { ...path(org), query: { cursor, limit: 200 } } }))),
  }),
  rules: (org: string): Question<Schemas['Rules']> => ({
    key: `${org}/rules`,
    nouns: ['rules'],
    load: () => answer(api.GET('/api/v1/orgs/{org}/rules', { params: path(org) })),
  }),
  destinations: (org: string): Question<Page<Schemas['Destination']>> => ({
    key: `${org}/destinations`,
    nouns: ['destination', 'connection'],
    load: () => answer(api.GET('/api/v1/orgs/{org}/destinations', { params: path(org) })),
  }),
  connections: (org: string): Question<Page<Schemas['Connection']>> => ({
    key: `${org}/connections`,
    nouns: ['connection'],
    load: () => answer(api.GET('/api/v1/orgs/{org}/connections', { params: path(org) })),
  }),
  subscriptions: (org: string): Question<Page<Schemas['Subscription']>> => ({
    key: `${org}/subscriptions`,
    nouns: ['subscription'],
    load: () => answer(api.GET('/api/v1/orgs/{org}/subscriptions', { params: path(org) })),
  }),
  pairings: (org: string): Question<Page<Schemas['Pairing']>> => ({
    key: `${org}/pairings`,
    nouns: ['pairing'],
    load: () => answer(api.GET('/api/v1/orgs/{org}/pairings', { params: path(org) })),
  }),
  alerts: (org: string): Question<Page<Schemas['BridgeAlert']>> => ({
    key: `${org}/alerts`,
    nouns: ['alert'],
    load: () => answer(api.GET('/api/v1/orgs/{org}/alerts', { params: path(org) })),
  }),
  summaries: (org: string): Question<Page<Schemas['BridgeSummary']>> => ({
    key: `${org}/summaries`,
    nouns: ['summary'],
    load: () => answer(api.GET('/api/v1/orgs/{org}/summaries', { params: path(org) })),
  }),
  plan: (org: string): Question<Schemas['BridgePlan']> => ({
    key: `${org}/bridge/plan`,
    nouns: ['source', 'destination', 'plan'],
    load: () => answer(api.GET('/api/v1/orgs/{org}/bridge/plan', { params: path(org) })),
  }),
  deliveries: (org: string, wanted: Wanted, rows: number): Question<Page<Schemas['BridgeDelivery']>> => ({
    key: `${org}/deliveries/${JSON.stringify(wanted)}/${rows}`,
    nouns: [],
    load: () => whole((cursor) => answer(api.GET('/api/v1/orgs/{org}/deliveries', { params: { ...path(org), query: { ...wanted, cursor, limit: Math.min(rows, LARGE) } } })), rows),
  }),
  received: (org: string, source: string | undefined, rows: number): Question<Page<Schemas['ReceivedEvent']>> => ({
    key: `${org}/received/${source ?? ''}/${rows}`,
    nouns: [],
    load: () => whole((cursor) => answer(api.GET('/api/v1/orgs/{org}/received-events', { params: { ...path(org), query: { source, cursor, limit: Math.min(rows, LARGE) } } })), rows),
  }),
};

/** Which deliveries are looked at. */
export interface Wanted {
  to?: string | undefined;
  status?: string | undefined;
  event?: string | undefined;
}

/** How many rows a page takes at first, and how many more at each press. */
export const ROWS = 50;
export const MORE_ROWS = 100;
/** How many rows are asked for at once. */
const LARGE = 500;

const DELIVERY: Record<string, Schemas['Status']> = {
  queued: 'queued',
  sending: 'running',
  sent: 'done',
  edited: 'done',
  failed: 'failed',
  unknown: 'waiting',
  cancelled: 'cancelled',
  dead: 'failed',
};
export const DELIVERY_STATUSES = Object.keys(DELIVERY);
/** What has ended may be sent again; what waits may be taken back. */
export const hasEnded = (status: string) => !['queued', 'sending'].includes(status);

export const stateOfDelivery = (status: string): { status: Schemas['Status']; word: string } => ({
  status: DELIVERY[status] ?? 'queued',
  word: t.bridge.delivery[status] ?? status,
});

const DECIDED: Record<string, Schemas['Status']> = {
  planned: 'done',
  escalated: 'done',
  failed: 'failed',
  held: 'waiting',
  collected: 'queued',
  capped: 'blocked',
};

/** What a rule decided, as a state. */
export const stateOfStep = (decided: string): { status: Schemas['Status']; word: string } => ({
  status: DECIDED[decided] ?? 'cancelled',
  word: t.bridge.decided[decided] ?? decided,
});

/** Whether something is in use, with the reason when it is not. */
export const inUse = (one: { disabled_at?: string | null; disabled_reason?: string | null }) =>
  one.disabled_at ? { status: 'blocked' as const, word: t.bridge.off, reason: one.disabled_reason } : { status: 'done' as const, word: t.bridge.on, reason: null };

/** Whether somebody with this role in the organisation may change the bridge. */
export const manages = (role: Schemas['Role'] | null | undefined) => role === 'maintainer' || role === 'owner';

/** What the server names between backticks, between the quotation marks of a text for people. */
export const quoted = (text: string) => text.replaceAll(/`([^`]*)`/g, '“$1”');

/** Lines of a field, without empty ones. */
export const linesIn = (text: string) => text.split('\n').map((line) => line.trim()).filter(Boolean);

/** A fault in rules, as a refusal tells it. */
export interface Fault {
  line: number;
  column: number;
  rule: string | null;
  message: string;
}

/** The faults that a refusal of rules carries; null when it was refused for something else. */
export function faultsOf(failure: { code: string; problem: Record<string, unknown> }): Fault[] | null {
  if (failure.code !== 'rules_invalid' || !Array.isArray(failure.problem['faults'])) return null;
  return (failure.problem['faults'] as Partial<Fault>[]).map(({ line = 1, column = 1, rule = null, message = '' }) => ({ line, column, rule, message }));
}

/** The place in `text` where `line` begins, from 1, and the one where it ends. */
export function lineSpan(text: string, line: number): [number, number] {
  const lines = text.split('\n');
  const begin = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  return [begin, begin + (lines[line - 1]?.length ?? 0)];
}

/** Where a destination leads, in words. */
export function leadsTo(to: Schemas['DestinationKind']): string {
  if (to.type === 'discord_channel') return `${to.channel} · ${to.connection}`;
  if (to.type === 'slack_webhook') return to.host;
  if (to.type === 'discord_webhook') return to.webhook;
  return to.type === 'outgoing' ? to.subscription_name : to.channel;
}

/** Rules to begin with. */
export const EXAMPLE = `# What is bad is told at once, and shows how it stands.
[[rule]]
name = "alerts"
severity = "error"
to = ["ops"]
dedup = { window = "1h" }
update = "edit"
message = { title = "{{ event.title }}", text = "{{ event.summary|truncate(800) }}" }

# Everything else is told together, every morning.
[[rule]]
name = "the-rest"
to = ["ops"]
digest = { at = ["09:00"], time_zone = "UTC" }
`;
