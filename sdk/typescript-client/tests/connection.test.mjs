// Calls carry the token and a key; refusals are exceptions.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, done, Refused } from '../dist/index.js';

const ORG = 'org_01m80000000000000000000000';

/** @param {(request: Request) => Response} answer */
function answering(answer) {
  /** @type {Request[]} */
  const asked = [];
  const fetch = async (/** @type {Request} */ request) => {
    asked.push(request.clone());
    return request.url.endsWith('/whoami') ? Response.json({ org: ORG }) : answer(request);
  };
  return { asked, connection: connect({ url: 'http://test/', token: 't', fetch }) };
}

/** @param {Awaited<ReturnType<typeof connect>>} connection */
async function publish({ client, org }) {
  const path = '/api/v1/orgs/{org}/sources/{source}/events';
  return done(await client.POST(path, { params: { path: { org, source: 'shop' } }, body: { events: [{ title: 'a' }] } }));
}

test('a command carries token and key, and its answer is typed', async () => {
  const { asked, connection } = answering(() => Response.json({ ids: ['rcv_1'] }, { status: 202 }));
  const dream = await connection;
  assert.deepEqual([await publish(dream), await publish(dream)], [{ ids: ['rcv_1'] }, { ids: ['rcv_1'] }]);
  const [, first, second] = asked;
  assert.equal(first?.url, `http://test/api/v1/orgs/${ORG}/sources/shop/events`);
  assert.equal(first?.headers.get('authorization'), 'Bearer t');
  assert.deepEqual(await first?.json(), { events: [{ title: 'a' }] });
  assert.notEqual(first?.headers.get('idempotency-key'), null);
  assert.notEqual(first?.headers.get('idempotency-key'), second?.headers.get('idempotency-key'));
});

test('a refusal is an exception with its code', async () => {
  const problem = { type: 'urn:dreamos:problem:source_disabled', title: 'Source disabled', status: 409, code: 'source_disabled', detail: 'enable it' };
  const { connection } = answering(() => Response.json(problem, { status: 409, headers: { 'Content-Type': 'application/problem+json' } }));
  await assert.rejects(publish(await connection), (error) => error instanceof Refused && error.code === 'source_disabled' && error.message.includes('enable it'));
});
