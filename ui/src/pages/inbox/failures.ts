// What failed outside of runs, and what agents could not solve: the questions that the inbox and its count ask alike.
import { answer, api, type Schemas } from '../../lib/api/client';
import type { Question } from '../../lib/api/query.svelte';
import { whole, type Page } from '../../lib/api/whole';

const PAGE = 200;

export const failedTasks = (org: string): Question<Page<Schemas['Task']>> => ({
  key: `${org}/failed-tasks`,
  nouns: ['task', 'claim'],
  load: () => whole((cursor) => answer(api.GET('/api/v1/orgs/{org}/tasks', { params: { path: { org }, query: { status: 'failed', cursor, limit: PAGE } } }))),
});
