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

/** A house as it is on its first day. */
export async function bare(server) {
  const call = caller(server);
  const { org } = await call('GET', '/api/v1/whoami');
  return { call, org, under: `/api/v1/orgs/${org}` };
}

export async function furnish(server) {
  const { call, org, under } = await bare(server);
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

export const RULES = `[[rule]]
name = "alerts"
severity = "error"
to = ["inside"]
message = { title = "{{ event.title }}", text = "{{ event.summary }}" }

[[rule]]
name = "chatter"
types = ["backup.done"]
to = ["inside"]
`;

/** A bridge to look at: a source, rules, two destinations, and an event that went through them. */
export async function furnishBridge({ call, under }) {
  await call('POST', `${under}/sources`, { name: 'backups', kind: 'publish' });
  await call('POST', `${under}/sources`, { name: 'github', kind: 'github' });
  await call('POST', `${under}/sources/github/disable`, { reason: 'The repository moves this week.' });
  await call('POST', `${under}/destinations`, { name: 'inside', to: { type: 'channel', channel: 'topic/alerts' } });
  await call('POST', `${under}/destinations`, { name: 'quiet', to: { type: 'channel', channel: 'topic/quiet' }, fallback: 'inside' });
  await call('POST', `${under}/alerts`, { name: 'backups-silent', watch: { what: 'silent_source', source: 'backups', minutes: 90 } });
  await call('POST', `${under}/summaries`, { name: 'mornings', schedule: { at: { times: ['09:00'], zone: 'Europe/Berlin' } } });
  await call('PUT', `${under}/rules`, { text: RULES }, { 'if-match': '"0"' });
  const { ids } = await call('POST', `${under}/sources/backups/events`, { events: [{ type: 'backup.failed', title: 'Backup failed', summary: 'The disk is full.', severity: 'error', labels: { host: 'db1' } }] });
  await until('the message arrived', async () => {
    const { items } = await call('GET', `${under}/deliveries?event=${ids[0]}`);
    return items.some((one) => one.status === 'sent');
  });
  return { event: ids[0] };
}
