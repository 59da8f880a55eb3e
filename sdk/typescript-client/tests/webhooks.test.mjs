// Webhooks are opened when the server sent them, and only then.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { Forged, verify } from '../dist/index.js';

const NOW = 1_767_225_600;
const SECRET = `whsec_${Buffer.alloc(32, 'k').toString('base64')}`;
const OTHER = `whsec_${Buffer.alloc(32, 'o').toString('base64')}`;
const BODY = JSON.stringify({ type: 'run.started', timestamp: '2026-01-01T00:00:00Z', data: { id: 'evt_1' } });

/** @param {string[]} secrets */
function signed(secrets, at = NOW, body = BODY) {
  const one = (/** @type {string} */ secret) =>
    `v1,${createHmac('sha256', Buffer.from(secret.slice(6), 'base64')).update(`dlv_1.${at}.${body}`).digest('base64')}`;
  return { 'webhook-id': 'dlv_1', 'webhook-timestamp': String(at), 'webhook-signature': secrets.map(one).join(' ') };
}

test('what the server signed is opened', async () => {
  const wanted = { id: 'dlv_1', type: 'run.started', timestamp: '2026-01-01T00:00:00Z', data: { id: 'evt_1' } };
  assert.deepEqual(await verify(SECRET, signed([SECRET]), BODY, NOW), wanted);
  assert.deepEqual(await verify(SECRET, new Headers(signed([SECRET])), Buffer.from(BODY), NOW), wanted);
});

test('the signature is the one that Standard Webhooks publish', async () => {
  const headers = {
    'webhook-id': 'msg_27UH4WbU6Z5A5EzD8u03UvzRbpk',
    'webhook-timestamp': '1649367553',
    'webhook-signature': 'v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=',
  };
  const body = '{"email":"test@example.com","username":"test_user"}';
  const opened = await verify('whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD', headers, body, 1_649_367_553);
  assert.equal(opened.id, 'msg_27UH4WbU6Z5A5EzD8u03UvzRbpk');
});

test('during a rotation either secret fits', async () => {
  for (const secrets of [[SECRET], [OTHER, SECRET], [SECRET, OTHER]]) {
    assert.equal((await verify(secrets, signed([SECRET]), BODY, NOW)).id, 'dlv_1');
    assert.equal((await verify(SECRET, signed(secrets), BODY, NOW)).id, 'dlv_1');
  }
});

test('whatever else is forged', async () => {
  const good = signed([SECRET]);
  /** @type {[Record<string, string>, string, number][]} */
  const forged = [
    [signed([OTHER]), BODY, NOW],
    [good, `${BODY} `, NOW],
    [good, BODY, NOW + 301],
    [good, BODY, NOW - 301],
    [{ ...good, 'webhook-id': 'dlv_2' }, BODY, NOW],
    [{ ...good, 'webhook-timestamp': 'yesterday' }, BODY, NOW],
    [{ ...good, 'webhook-signature': 'v1,=é' }, BODY, NOW],
    [{ ...good, 'webhook-signature': 'v1a,AAAA' }, BODY, NOW],
    [{}, BODY, NOW],
  ];
  for (const [headers, body, now] of forged) {
    await assert.rejects(verify(SECRET, headers, body, now), Forged, JSON.stringify(headers));
  }
});

test('what is no secret is said', async () => {
  for (const secret of ['secret', '', 'whsec_!']) {
    await assert.rejects(verify(secret, signed([SECRET]), BODY, NOW), TypeError);
  }
});
