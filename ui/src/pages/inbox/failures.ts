// What failed outside of runs, and what agents could not solve: the questions that the inbox and its count ask alike.
import { answer, api, type Schemas } from '../../lib/api/client';
import type { Question } from '../../lib/api/query.svelte';
import type { Page } from '../../lib/api/whole';

/** How many of them are read: every page of the control room asks, and the rest stands on the board. */
const MOST = 100;

/** The newest tasks that failed. */
export const failedTasks = (org: string): Question<Page<Schemas['Task']>> => ({
  key: `${org}/failed-tasks`,
  nouns: ['task'],
  load: () => answer(api.GET('/api/v1/orgs/{org}/tasks', { params: { path: { org }, query: { status: 'failed', limit: MOST } } })),
});
