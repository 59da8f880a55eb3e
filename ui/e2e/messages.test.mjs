// Channels on the pages: who reads them and what they are owed, dead letters, and messages that are erased.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { visit } from './browser.mjs';
import { bareScene } from './scene.mjs';

const { house: { call, under, org }, page } = await bareScene();
for (const [name, pattern] of [['logger', 'topic/*'], ['gauge', 'topic/weather'], ['deckhand', 'topic/deck']]) await call('POST', `${under}/consumers`, { name, pattern });
for (const body of ['Storm at noon.', 'Calm at dusk.']) await call('POST', `${under}/messages`, { channel: 'topic/weather', body });

const open = async (path) => {
  await visit(page, `/o/${org}${path}`);
};
const dialog = () => page.getByRole('dialog');

describe('channels', () => {
  it('show who reads them and what they are owed', async () => {
    await open('/messages/topic%2Fweather');
    await page.getByText('Consumers (2)', { exact: true }).click();
    const rows = await page.locator('details tbody tr').evaluateAll((found) => found.map((row) => [...row.querySelectorAll('td')].slice(0, 5).map((cell) => cell.textContent.trim())));
    assert.deepEqual(rows, [['gauge', 'topic/weather', '2', '0', '0'], ['logger', 'topic/*', '2', '0', '0']]);
    await call('POST', `${under}/consumers/gauge/fetch`, { max: 1 });
    await page.getByRole('row', { name: /^gauge topic\/weather 1 1 0/ }).waitFor();
  });

  it('lose a consumer after it is said what goes with it, and why is asked', async () => {
    await open('/messages/topic%2Fweather');
    await page.getByText('Consumers (2)', { exact: true }).click();
    await page.getByRole('button', { name: 'Remove consumer logger' }).click();
    await dialog().getByText('2 messages that it has not answered and 0 dead letters go with it.').waitFor();
    const send = dialog().getByRole('button', { name: 'Remove', exact: true });
    assert.equal(await send.isDisabled(), true, 'it needs no reason');
    await dialog().getByLabel(/^Reason/).fill('Nobody reads its log.');
    await send.click();
    await page.getByText('Consumers (1)', { exact: true }).waitFor();
    assert.deepEqual((await call('GET', `${under}/consumers`)).items.map((one) => one.name), ['deckhand', 'gauge']);
  });

  it('of which nobody reads, say so', async () => {
    await open('/messages/captain');
    await page.getByText('Consumers', { exact: true }).click();
    await page.getByText('No consumer reads this channel.').waitFor();
  });
});
