// The questions that pages ask. A question names the events that make its answer old.
import { answer, api, type Schemas } from './client';
import type { Listing } from './pages.svelte';
import type { Question } from './query.svelte';
import { MOST, whole, type Page } from './whole';

/** How many items a list that is read as it is looked at takes at once. */
const PAGE = 200;
/** The most that the server gives at once: for lists that are read to their end. */
const LARGE = 1_000;

export type { Page };

// Whether the reader may decide changes with the people, too.
const REVIEW = ['review', 'member', 'delegation', 'team'];
/** The nouns whose events change a run. */
const RUN = ['run', 'stage', 'budget'];

export const questions = {
  /** All that stand at `status`, or all of a run; of a list without an end at most `most`. */
  reviews: (org: string, status?: Schemas['ReviewStatus'], run?: string, most = MOST): Question<Page<Schemas['Review']>> => ({
    key: `${org}/reviews/${status ?? ''}/${run ?? ''}/${most}`,
    nouns: REVIEW,
    load: () => whole((cursor) => answer(api.GET('/api/v1/orgs/{org}/reviews', { params: { path: { org }, query: { status, run, cursor, limit: LARGE } } })), most),
  }),
  /** Reviews whether they wait or not, the newest first. */
  latestReviews: (org: string, status?: Schemas['ReviewStatus']): Listing<Schemas['Review']> => ({
    key: `${org}/latest-reviews/${status ?? ''}`,
    nouns: REVIEW,
    load: (cursor) => answer(api.GET('/api/v1/orgs/{org}/reviews', { params: { path: { org }, query: { status, cursor, limit: PAGE } } })),
  }),
  review: (org: string, review: string): Question<Schemas['ReviewDetail']> => ({
    key: `${org}/review/${review}`,
    nouns: ['review', 'constraint', 'member', 'delegation', 'team', 'stage'],
    load: () => answer(api.GET('/api/v1/orgs/{org}/reviews/{review}', { params: { path: { org, review } } })),
  }),
  /** What agents ask, as long as nobody has answered. */
  askedPermissions: (org: string, most = MOST): Question<Page<Schemas['Permission']>> => ({
    key: `${org}/permissions/waiting/${most}`,
    nouns: ['permission'],
    load: () => whole((cursor) => answer(api.GET('/api/v1/orgs/{org}/permissions', { params: { path: { org }, query: { status: 'waiting', cursor, limit: LARGE } } })), most),
  }),
  /** What agents asked, answered or not, the newest first. */
  permissions: (org: string): Listing<Schemas['Permission']> => ({
    key: `${org}/permissions`,
    nouns: ['permission'],
    load: (cursor) => answer(api.GET('/api/v1/orgs/{org}/permissions', { params: { path: { org }, query: { cursor, limit: PAGE } } })),
  }),
  permission: (org: string, permission: string): Question<Schemas['PermissionDetail']> => ({
    key: `${org}/permission/${permission}`,
    nouns: ['permission', 'member', 'team'],
    load: () => answer(api.GET('/api/v1/orgs/{org}/permissions/{permission}', { params: { path: { org, permission } } })),
  }),
  grants: (org: string, agent?: string): Listing<Schemas['Grant']> => ({
    key: `${org}/grants/${agent ?? ''}`,
    nouns: ['grant'],
    load: (cursor) => answer(api.GET('/api/v1/orgs/{org}/grants', { params: { path: { org }, query: { agent, cursor, limit: PAGE } } })),
  }),
  swarm: (org: string): Question<Schemas['Swarm']> => ({
    key: `${org}/swarm`,
    nouns: ['swarm'],
    load: () => answer(api.GET('/api/v1/orgs/{org}/swarm', { params: { path: { org } } })),
  }),
  projects: (org: string): Question<Page<Schemas['Project']>> => ({
    key: `${org}/projects`,
    nouns: ['project'],
    load: () => whole((cursor) => answer(api.GET('/api/v1/orgs/{org}/projects', { params: { path: { org }, query: { cursor, limit: LARGE } } }))),
  }),
  project: (org: string, project: string): Question<Schemas['Project']> => ({
    key: `${org}/project/${project}`,
    nouns: ['project'],
    load: () => answer(api.GET('/api/v1/orgs/{org}/projects/{project}', { params: { path: { org, project } } })),
  }),
  brief: (org: string, project: string): Question<string> => ({
    key: `${org}/brief/${project}`,
    nouns: ['project'],
    load: () => answer(api.GET('/api/v1/orgs/{org}/projects/{project}/brief', { params: { path: { org, project } }, parseAs: 'text' })) as Promise<string>,
  }),
  /** Runs, the newest first. */
  runs: (org: string, project?: string): Listing<Schemas['Run']> => ({
    key: `${org}/runs/${project ?? ''}`,
    nouns: RUN,
    load: (cursor) => answer(api.GET('/api/v1/orgs/{org}/runs', { params: { path: { org }, query: { project, cursor, limit: PAGE } } })),
  }),
  /** All runs, or all that stand at `status`; who names `most` offers the rest. */
  allRuns: (org: string, status?: Schemas['Status'], most?: number): Question<Page<Schemas['Run']>> => ({
    key: `${org}/all-runs/${status ?? ''}/${most ?? ''}`,
    nouns: RUN,
    load: () => whole((cursor) => answer(api.GET('/api/v1/orgs/{org}/runs', { params: { path: { org }, query: { status, cursor, limit: LARGE } } })), most),
  }),
  run: (org: string, run: string): Question<Schemas['Run']> => ({
    key: `${org}/run/${run}`,
    nouns: ['run', 'stage', 'review', 'budget'],
    load: () => answer(api.GET('/api/v1/orgs/{org}/runs/{run}', { params: { path: { org, run } } })),
  }),
  budget: (org: string, run: string): Question<Schemas['Budget']> => ({
    key: `${org}/budget/${run}`,
    nouns: ['budget'],
    load: () => answer(api.GET('/api/v1/orgs/{org}/runs/{run}/budget', { params: { path: { org, run } } })),
  }),
  constraints: (org: string, run: string): Question<Page<Schemas['Constraint']>> => ({
    key: `${org}/constraints/${run}`,
    nouns: ['constraint'],
    load: () => whole((cursor) => answer(api.GET('/api/v1/orgs/{org}/runs/{run}/constraints', { params: { path: { org, run }, query: { cursor, limit: LARGE } } }))),
  }),
  attempts: (org: string, run: string): Question<Page<Schemas['Attempt']>> => ({
    key: `${org}/attempts/${run}`,
    nouns: ['attempt'],
    load: () => whole((cursor) => answer(api.GET('/api/v1/orgs/{org}/runs/{run}/attempts', { params: { path: { org, run }, query: { cursor, limit: LARGE } } }))),
  }),
  artifacts: (org: string, run: string): Question<Page<Schemas['Artifact']>> => ({
    key: `${org}/artifacts/${run}`,
    nouns: ['artifact', 'version'],
    load: () => whole((cursor) => answer(api.GET('/api/v1/orgs/{org}/runs/{run}/artifacts', { params: { path: { org, run }, query: { cursor, limit: LARGE } } }))),
  }),
  versions: (org: string, artifact: string): Question<Page<Schemas['Artifact']>> => ({
    key: `${org}/versions/${artifact}`,
    nouns: ['artifact', 'version'],
    load: () => whole((cursor) => answer(api.GET('/api/v1/orgs/{org}/artifacts/{artifact}/versions', { params: { path: { org, artifact }, query: { cursor, limit: LARGE } } }))),
  }),
  diff: (org: string, artifact: string, from: number, to: number): Question<Schemas['Diff']> => ({
    key: `${org}/diff/${artifact}/${from}/${to}`,
    nouns: [],
    load: () => answer(api.GET('/api/v1/orgs/{org}/artifacts/{artifact}/diff', { params: { path: { org, artifact }, query: { from, to } } })),
  }),
  file: (org: string, artifact: string, version: number, path: string): Question<string> => ({
    key: `${org}/file/${artifact}/${version}/${path}`,
    nouns: [],
    load: () => fileText(org, artifact, version, path),
  }),
  lineage: (org: string, artifact: string, version: number): Question<Schemas['Lineage']> => ({
    key: `${org}/lineage/${artifact}/${version}`,
    nouns: ['artifact', 'review', 'version'],
    load: () => answer(api.GET('/api/v1/orgs/{org}/artifacts/{artifact}/lineage', { params: { path: { org, artifact }, query: { version } } })),
  }),
  attempt: (org: string, attempt: string): Question<Schemas['Attempt']> => ({
    key: `${org}/attempt/${attempt}`,
    nouns: ['attempt'],
    load: () => answer(api.GET('/api/v1/orgs/{org}/attempts/{attempt}', { params: { path: { org, attempt } } })),
  }),
  account: (org: string): Question<Schemas['Account']> => ({
    key: `${org}/account`,
    nouns: ['account'],
    load: () => answer(api.GET('/api/v1/orgs/{org}/account', { params: { path: { org } } })),
  }),
  members: (org: string): Question<Page<Schemas['Member']>> => ({
    key: `${org}/members`,
    nouns: ['member', 'person', 'team'],
    load: () => whole((cursor) => answer(api.GET('/api/v1/orgs/{org}/members', { params: { path: { org }, query: { cursor, limit: LARGE } } }))),
  }),
  teams: (org: string): Question<Page<Schemas['Team']>> => ({
    key: `${org}/teams`,
    nouns: ['team'],
    load: () => whole((cursor) => answer(api.GET('/api/v1/orgs/{org}/teams', { params: { path: { org }, query: { cursor, limit: LARGE } } }))),
  }),
  tokens: (org: string): Listing<Schemas['Token']> => ({
    key: `${org}/tokens`,
    nouns: ['token'],
    load: (cursor) => answer(api.GET('/api/v1/orgs/{org}/tokens', { params: { path: { org }, query: { cursor, limit: PAGE } } })),
  }),
  templates: (org: string): Question<Page<Schemas['Template']>> => ({
    key: `${org}/templates`,
    nouns: ['template'],
    load: () => whole((cursor) => answer(api.GET('/api/v1/orgs/{org}/templates', { params: { path: { org }, query: { cursor, limit: LARGE } } }))),
  }),
  template: (org: string, template: string): Question<Schemas['Template']> => ({
    key: `${org}/template/${template}`,
    nouns: ['template'],
    load: () => answer(api.GET('/api/v1/orgs/{org}/templates/{template}', { params: { path: { org, template } } })),
  }),
  standard: (org: string): Question<Schemas['Standard']> => ({
    key: `${org}/standard`,
    nouns: ['standard'],
    load: () => answer(api.GET('/api/v1/orgs/{org}/standard', { params: { path: { org } } })),
  }),
};

/** Where the bytes of a file are. A path's slashes are part of the address. */
export function fileAddress(org: string, artifact: string, version: number, path: string): string {
  return `/api/v1/orgs/${org}/artifacts/${artifact}/versions/${version}/files/${path.split('/').map(encodeURIComponent).join('/')}`;
}

async function fileText(org: string, artifact: string, version: number, path: string): Promise<string> {
  const call = async () => {
    const response = await fetch(fileAddress(org, artifact, version, path), { credentials: 'same-origin' });
    return response.ok ? { data: await response.text(), response } : { error: await response.json().catch(() => null), response };
  };
  return answer(call());
}
