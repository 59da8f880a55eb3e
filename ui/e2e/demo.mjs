// A small house to look at: a project at its first gate with two versions, a finished run beside it, people and a team.
import { readFileSync } from 'node:fs';
import { BRIEF, caller, until } from './server.mjs';

/** The review of a run that waits for people. */
export async function waitingReview(call, org, run) {
  return until('a review waits', async () => {
    const { items } = await call('GET', `/api/v1/orgs/${org}/reviews?status=waiting&run=${run}`);
    return items[0];
  });
}

export async function furnish(server) {
  const call = caller(server);
  const { org } = await call('GET', '/api/v1/whoami');
  const under = `/api/v1/orgs/${org}`;
  const brief = readFileSync(BRIEF, 'utf8');
  const project = await call('POST', `${under}/projects`, { name: 'status-page', brief, template: 'software-delivery' });
  const run = await call('POST', `${under}/projects/${project.id}/runs`, {});
  const first = await waitingReview(call, org, run.id);
  await call('POST', `${under}/reviews/${first.id}/request-changes`, { digest: first.digest, comment: 'Say what happens when the page itself is down.' });
  const second = await until('the second version waits', async () => {
    const found = await waitingReview(call, org, run.id);
    return found.id !== first.id && found;
  });
  await call('POST', `${under}/runs/${run.id}/constraints`, { text: 'Nothing may be loaded from other companies.', stages: [] });
  const member = await call('POST', `${under}/members`, { name: 'Maya Chen', role: 'reviewer' });
  const team = await call('POST', `${under}/teams`, { name: 'Product' });
  await call('POST', `${under}/teams/${team.id}/members`, { member: member.id });
  await call('POST', `${under}/messages`, { channel: 'captain', body: 'The first version is with the people.' });
  await call('POST', `${under}/messages`, { channel: 'topic/weather', body: 'Storm from the west at noon.' });
  const contract = await call('POST', `${under}/tasks`, { title: 'Write the API contract', priority: 'high', role: 'builder' });
  const task = await call('POST', `${under}/tasks`, { title: 'Build the page against it', depends_on: [contract.id], role: 'builder' });
  return { task: task.id, call, org, under, project: project.id, run: run.id, review: second.id, artifact: second.artifact, team };
}

/** Approves until a run has asked for nothing more. */
export async function approveAll(call, org, run) {
  await until('the run is over', async () => {
    const { status } = await call('GET', `/api/v1/orgs/${org}/runs/${run}`);
    if (status === 'done' || status === 'failed') return true;
    const { items } = await call('GET', `/api/v1/orgs/${org}/reviews?status=waiting&run=${run}`);
    for (const review of items) await call('POST', `/api/v1/orgs/${org}/reviews/${review.id}/approve`, { digest: review.digest });
    return false;
  });
}
