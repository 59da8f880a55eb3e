// Agents of an organisation: the questions about them, and how what they do is shown.
import { answer, api, type Schemas } from '../../lib/api/client';
import { whole, type Page } from '../../lib/api/whole';
import type { Question } from '../../lib/api/query.svelte';
import { t } from '../../lib/text/en';

export type Agent = Schemas['Agent'];

/** How often the state of processes is read, in milliseconds: it is no event. */
export const BEAT = 3000;
const PAGE = 1000;
/** How many of an agent's last questions its page shows. */
const LATELY = 10;

export const agents = (org: string): Question<Page<Agent>> => ({
  key: `${org}/agents`,
  nouns: ['agent', 'swarm'],
  load: () => whole((cursor) => answer(api.GET('/api/v1/orgs/{org}/agents', { params: { path: { org }, query: { cursor, limit: PAGE } } }))),
});

export const agent = (org: string, name: string): Question<Schemas['AgentDetail']> => ({
  key: `${org}/agent/${name}`,
  nouns: ['agent', 'swarm'],
  load: () => answer(api.GET('/api/v1/orgs/{org}/agents/{agent}', { params: { path: { org, agent: name } } })),
});

/** What one agent asked for, newest first. */
export const asked = (org: string, id: string): Question<Page<Schemas['Permission']>> => ({
  key: `${org}/agent/${id}/permissions`,
  nouns: ['permission'],
  load: () => answer(api.GET('/api/v1/orgs/{org}/permissions', { params: { path: { org }, query: { agent: id, limit: LATELY } } })),
});

export const escalations = (org: string): Question<Page<Schemas['Escalation']>> => ({
  key: `${org}/escalations`,
  nouns: ['escalation'],
  load: () => whole((cursor) => answer(api.GET('/api/v1/orgs/{org}/escalations', { params: { path: { org }, query: { cursor, limit: PAGE } } }))),
});

export const escalation = (org: string, id: string): Question<Schemas['EscalationDetail']> => ({
  key: `${org}/escalation/${id}`,
  nouns: ['escalation'],
  load: () => answer(api.GET('/api/v1/orgs/{org}/escalations/{escalation}', { params: { path: { org, escalation: id } } })),
});

const SHAPES: Record<Schemas['Observed'], Schemas['Status']> = {
  starting: 'queued',
  ready: 'done',
  working: 'running',
  idle: 'waiting',
  unresponsive: 'blocked',
  crashed: 'failed',
  backing_off: 'blocked',
  stopped: 'cancelled',
};

/** What an agent or one of its processes does, as the shape and the word of a state. */
export function shown(observed: Schemas['Observed'], of?: Pick<Agent, 'desired' | 'given_up'>): { status: Schemas['Status']; word: string } {
  if (of?.given_up) return { status: 'failed', word: t.agents.givenUp };
  // An agent on demand without a process waits for work: nobody stopped it.
  if (observed === 'stopped' && of && of.desired !== 'stopped') return { status: 'queued', word: of.desired === 'on_demand' ? t.agents.startsOnDemand : t.agents.noProcess };
  return { status: SHAPES[observed], word: t.agents.observed[observed] };
}

/** Whether ending its processes would interrupt something. */
export const busy = (one: Pick<Agent, 'processes'>): boolean => one.processes.some((process) => process.task !== null && process.task !== undefined);

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** Bytes in the largest unit that leaves a number above one: `12 MiB`. */
export function size(bytes: number): string {
  const at = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  const value = bytes / 2 ** (10 * at);
  return `${value >= 10 || at === 0 ? Math.round(value) : value.toFixed(1)} ${UNITS[at]}`;
}
