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

  it('have messages that are erased after a confirmation, and whose digest stays', async () => {
    const secret = await call('POST', `${under}/messages`, { channel: 'topic/harbour', body: 'The key is under the mat.' });
    await open('/messages/topic%2Fharbour');
    const grid = page.getByRole('grid');
    await grid.getByRole('button', { name: 'Stored' }).click();
    await grid.getByRole('button', { name: 'Erase' }).click();
    await dialog().getByText('The key is under the mat.').waitFor();
    const send = dialog().getByRole('button', { name: 'Erase' });
    assert.equal(await send.isDisabled(), true, 'it needs no reason');
    await dialog().getByLabel(/^Reason/).fill('Sent to the wrong channel.');
    await send.click();
    await grid.getByText('What it said was erased; its digest stays.').waitFor();
    await grid.getByText('The key is under the mat.').waitFor({ state: 'detached' });
    assert.equal(await grid.getByRole('button', { name: 'Erase' }).count(), 0, 'what is erased is offered to be erased');
    const { body, digest } = await call('GET', `${under}/messages/${secret.id}`);
    assert.deepEqual([body, digest], [null, secret.digest]);
  });
});

describe('a dead letter', () => {
  it('is edited before it is tried again', async () => {
    await call('POST', `${under}/messages`, { channel: 'topic/deck', body: 'Clean teh deck.' });
    const { items } = await call('POST', `${under}/consumers/deckhand/fetch`, { max: 1, wait: '5s' });
    await call('POST', `${under}/consumers/deckhand/settle`, { answers: [{ receipt: items[0].receipt, outcome: 'rejected', reason: 'unknown word' }] });
    await open('/messages/dead-letters');
    const letter = page.getByRole('article').filter({ hasText: 'topic/deck' });
    await letter.getByRole('button', { name: 'Edit' }).click();
    const text = dialog().getByLabel('Message', { exact: true });
    const save = dialog().getByRole('button', { name: 'Save' });
    assert.equal(await text.inputValue(), 'Clean teh deck.');
    assert.equal(await save.isDisabled(), true, 'nothing is changed yet');
    await text.fill('Clean the deck.');
    await save.click();
    await letter.getByText('Clean the deck.', { exact: true }).waitFor();
    await letter.getByText(/edited/).waitFor();
    await letter.getByRole('button', { name: 'Try again' }).click();
    await letter.waitFor({ state: 'detached' });
    const again = await call('POST', `${under}/consumers/deckhand/fetch`, { max: 1, wait: '5s' });
    assert.equal(again.items[0].message.body, 'Clean the deck.');
    assert.equal((await call('GET', `${under}/messages?channel=topic%2Fdeck`)).items[0].body, 'Clean teh deck.', 'the message as it was sent was changed');
  });
});
