// Addresses that are replaced where they stand: that of a webhook which Discord deleted, and that of a receiver which moved. A bad one is
// refused with what to do, what waited goes to the new one, and what was stays.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { visit } from './browser.mjs';
import { breaches } from './looks.mjs';
import { startDiscord, startReceiver } from './outside.mjs';
import { bareScene, REFUSALS } from './scene.mjs';
import { until } from './server.mjs';

const [discord, failing, working] = await Promise.all([startDiscord(), startReceiver(500), startReceiver(204)]);
// Nothing is sent to this machine itself unless its operator allows it.
Object.assign(process.env, {
  DREAMOS_DISCORD_API: discord.rest,
  DREAMOS_HOOKS_ALLOW_NETWORKS: '127.0.0.1/32',
  DREAMOS_HOOKS_ALLOW_PORTS: `${failing.port}, ${working.port}`,
  DREAMOS_HOOKS_ALLOW_PLAIN_HTTP: 'true',
});
const { house: { call, org, under }, page } = await bareScene({ expected: REFUSALS });

const dialog = () => page.getByRole('dialog');
const field = () => dialog().locator('input:focus');
const replace = (thing) => thing.getByRole('button', { name: 'Replace address' });
const standing = async (to) => (await call('GET', `${under}/deliveries?to=${to}`)).items.map((one) => one.status).sort().join();

/** Opens with keys what asks for another address of `thing`. */
async function begin(thing) {
  await replace(thing).focus();
  await page.keyboard.press('Enter');
  await field().waitFor();
  await dialog().getByText('What waits goes there.').waitFor();
}

/** Writes an address over the one that stands there, and sends it. */
async function give(address) {
  await page.keyboard.press('Control+a');
  await page.keyboard.type(address);
  await page.keyboard.press('Enter');
}

/** Gives an address that is refused: the reader is told what to do, and is still where it is to be mended. */
async function refused(address, what) {
  await give(address);
  await dialog().getByRole('alert').getByText(what).waitFor();
  assert.equal(await field().inputValue(), address);
  assert.deepEqual(await breaches(page), []);
}

describe('another address', () => {
  it('is given to a webhook that Discord deleted, and what waited arrives there once it is enabled', async () => {
    await call('POST', `${under}/destinations`, { name: 'ops', to: { type: 'discord_webhook', url: discord.webhook } });
    await call('POST', `${under}/sources`, { name: 'disks', kind: 'publish' });
    await call('PUT', `${under}/rules`, { text: '[[rule]]\nname = "disks"\nsources = ["disks"]\nto = ["ops"]\n' }, { 'if-match': '"0"' });
    assert.equal((await fetch(discord.webhook, { method: 'DELETE' })).status, 204);
    await call('POST', `${under}/sources/disks/events`, { events: [1, 2].map((number) => ({ type: 'disk.full', title: `Disk ${number} is full` })) });
    await until('one failed and one waits', async () => (await standing('ops')) === 'failed,queued');
    const channel = await discord.obey({ do: 'channel', name: 'there' });
    const [id, token] = await discord.obey({ do: 'webhook', channel, name: 'alerts' });

    await visit(page, `/o/${org}/bridge/destinations`);
    const ops = page.getByRole('article', { name: 'ops' });
    await ops.getByText(/Unknown Webhook/).waitFor();
    await begin(ops);
    await refused('https://example.com/', /copy it from the channel's settings, under Integrations/);
    await refused(discord.webhook, /make a new one in the channel's settings/);
    assert.equal(await standing('ops'), 'failed,queued');
    await give(`${discord.rest}/webhooks/${id}/${token}`);
    await dialog().getByText(/what waits for it is sent when it is enabled/).waitFor();
    assert.deepEqual(await breaches(page), []);
    await dialog().locator('header').getByRole('button', { name: 'Close' }).click();
    await replace(ops).and(page.locator(':focus')).waitFor();
    await ops.getByText(id, { exact: true }).waitFor();
    assert.equal(await page.getByText(token).count(), 0, 'the address is a secret');
    assert.equal(await standing('ops'), 'failed,queued', 'whoever mends it says when it is used again');
    await ops.getByRole('button', { name: 'Enable' }).click();
    await until('what waited is sent', async () => (await standing('ops')) === 'failed,sent');
    const messages = await discord.obey({ do: 'messages', channel });
    assert.equal(messages.length, 1);
    assert.match(JSON.stringify(messages), /Disk 2 is full/);

    await ops.getByRole('link', { name: 'Deliveries' }).click();
    const rows = page.getByRole('row').filter({ hasText: 'ops' });
    await rows.filter({ hasText: 'Sent' }).waitFor();
    await rows.filter({ hasText: 'Failed' }).waitFor();
  });

  it('is given to a subscription whose receiver moved, which gets at once what waited', async () => {
    await call('POST', `${under}/subscriptions`, { name: 'crm', url: `http://${failing.host}/`, types: [] });
    await call('POST', `${under}/subscriptions/crm/test`);
    await until('its receiver fails', async () => (await call('GET', `${under}/subscriptions`)).items[0].failing_since);

    await visit(page, `/o/${org}/bridge/subscriptions`);
    const crm = page.getByRole('article', { name: 'crm' });
    await crm.getByText('Fails since').waitFor();
    await begin(crm);
    await refused('http://10.1.2.3/', /use a public one, or ask the operator to allow its network/);
    assert.equal((await call('GET', `${under}/subscriptions`)).items[0].host, failing.host);
    await give(`http://${working.host}/`);
    await page.getByRole('status').getByText('Done.', { exact: true }).waitFor();
    await replace(crm).and(page.locator(':focus')).waitFor();
    await crm.getByText(working.host, { exact: true }).waitFor();
    await crm.getByText('Fails since').waitFor({ state: 'detached' });
    await until('what waited is sent', async () => (await standing('crm')) === 'sent');
    assert.deepEqual(working.got, failing.got.slice(0, 1), 'what came is something else than what waited');

    await crm.getByRole('link', { name: 'Deliveries' }).click();
    await page.getByRole('row').filter({ hasText: 'crm' }).filter({ hasText: 'Sent' }).getByRole('button').click();
    await dialog().getByText('the receiver answered 500').first().waitFor();
    assert.deepEqual(await breaches(page), []);
  });
});
