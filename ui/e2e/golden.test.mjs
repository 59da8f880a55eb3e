// The way through a first gate as a person walks it: ask for changes, read what changed, approve, see the next stage begin,
// verify the ledger. Then what must not happen: a decision on something newer, a decision that is lost, one that is told wrongly.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { covered, openContext, visit } from './browser.mjs';
import { waitingReview } from './demo.mjs';
import { REFUSALS, scene } from './scene.mjs';
import { until } from './server.mjs';

const { server, browser, house, context, page } = await scene({ expected: REFUSALS });

const running = async (name) => (await house.call('GET', `${house.under}/runs/${house.run}`)).stages.find((stage) => stage.name === name);

describe('the golden path', () => {
  it('by keyboard alone: changes are asked for, and the next version comes by itself', async () => {
    await visit(page, '/');
    await page.getByRole('heading', { name: 'Product requirements, attempt 2' }).waitFor();
    await page.keyboard.press('r');
    await page.keyboard.type('Name the person who is told first.');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Changes requested: the next attempt is on its way.').waitFor();
    await page.getByRole('heading', { name: 'Product requirements, attempt 3' }).waitFor();
    assert.deepEqual(await covered(page), [], 'what is said lies on what is to be decided next');
    await page.getByText('Name the person who is told first.').first().waitFor();
    await page.locator('[data-change] ins').first().waitFor();
  });

  it('one sentence says what approving starts, and approving starts it', async () => {
    await page.getByText('Approving starts Architecture.').waitFor();
    await page.keyboard.press('a');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByText('Approved.', { exact: true }).waitFor();
    await until('architecture begins', async () => (await running('architecture')).attempt > 0);
    await page.getByRole('heading', { name: 'Architecture', exact: true }).waitFor();
  });

  it('the audit page verifies what happened', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('u');
    await page.getByRole('heading', { name: 'Audit' }).waitFor();
    await page.getByRole('button', { name: 'Verify' }).click();
    await page.getByText(/All \d+ entries match/).waitFor();
    assert.deepEqual(context.troubles, []);
  });

  it('on a phone, news lies on no button of a decision', async () => {
    const phone = await openContext(browser, server, { width: 390, height: 844 });
    const small = await phone.newPage();
    const review = await waitingReview(house.call, house.org, house.run);
    await visit(small, `/o/${house.org}/inbox/${review.id}`);
    await small.getByRole('button', { name: 'More' }).last().click();
    await small.getByRole('button', { name: 'Add constraint' }).last().click();
    await small.getByRole('dialog').getByLabel('Constraint').fill('Name no vendor.');
    await small.getByRole('dialog').getByRole('button', { name: 'Add constraint' }).click();
    await small.getByText('The constraint binds from now on.').waitFor();
    await small.getByRole('dialog').waitFor({ state: 'detached' });
    assert.deepEqual(await covered(small), []);
    await phone.close();
  });
});

describe('traps, through the browser', () => {
  it('trap 6: a decision reaches only what was on the screen', async () => {
    const review = await waitingReview(house.call, house.org, house.run);
    // A page that hears of nothing new: what it shows grows old while its reader reads.
    const deaf = await openContext(browser, server);
    await deaf.route('**/events', (route) => route.abort());
    const reader = await deaf.newPage();
    await reader.goto(`/o/${house.org}/inbox/${review.id}`);
    const approve = reader.getByRole('button', { name: /^Approve/ });
    await approve.waitFor();
    await house.call('POST', `${house.under}/reviews/${review.id}/request-changes`, { digest: review.digest, comment: 'Shorter.' });
    const next = await until('the next version waits', async () => {
      const found = await waitingReview(house.call, house.org, house.run);
      return found.id !== review.id && found;
    });
    await approve.click();
    await reader.getByRole('alert').getByText(/Nothing was decided: what was under review has changed/).waitFor();
    await reader.getByText(/is here/).waitFor();
    assert.equal((await house.call('GET', `${house.under}/reviews/${next.id}`)).status, 'waiting', 'the newer version was decided');
    await deaf.close();
  });

  it('a reader is told of the newer version as soon as it is there', async () => {
    const review = await waitingReview(house.call, house.org, house.run);
    await visit(page, `/o/${house.org}/p/${house.project}/reviews/${review.id}`);
    await page.getByRole('button', { name: /^Approve/ }).waitFor();
    await house.call('POST', `${house.under}/reviews/${review.id}/request-changes`, { digest: review.digest, comment: 'Shorter still.' });
    await page.getByText(/is here/).waitFor();
    assert.equal(await page.getByRole('button', { name: /^Approve/ }).count(), 0);
  });

  it('trap 3: a link is no authority, and looking decides nothing', async () => {
    const review = await waitingReview(house.call, house.org, house.run);
    const stranger = await browser.newContext({ baseURL: server.url });
    const strange = await stranger.newPage();
    await strange.goto(`/a/${review.id}`);
    assert.match(strange.url(), /\/sign-in/);
    await strange.goto(`/o/${house.org}/inbox/${review.id}`);
    await strange.waitForURL(/\/sign-in/);
    await stranger.close();
    for (let looks = 0; looks < 5; looks += 1) await page.goto(`/a/${review.id}`);
    assert.equal((await house.call('GET', `${house.under}/reviews/${review.id}`)).status, 'waiting');
  });

  it('trap 15: history tells a rejection as a rejection', async () => {
    const review = await waitingReview(house.call, house.org, house.run);
    await visit(page, `/o/${house.org}/inbox/${review.id}`);
    await page.getByRole('button', { name: 'Reject' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('Not what the brief asks for.');
    await page.getByRole('dialog').getByRole('button', { name: 'Reject' }).click();
    await page.getByText('Rejected.', { exact: true }).waitFor();
    await visit(page, `/o/${house.org}/p/${house.project}/reviews/${review.id}`);
    assert.equal(await page.locator('header .state').first().innerText(), 'Rejected');
    await page.getByText('Not what the brief asks for.').waitFor();
  });

  it('trap 1 and 2: who decided survives a restart and is the one who was signed in', async () => {
    const { items } = await house.call('GET', `${house.under}/reviews?status=approved`);
    const { person } = await house.call('GET', '/api/v1/whoami');
    assert.deepEqual([...new Set(items.map((review) => review.decided_by))], [person]);
    const url = await server.restart();
    const again = await openContext(browser, server);
    const fresh = await again.newPage();
    await visit(fresh, `${url}/o/${house.org}/p/${house.project}/reviews/${items[0].id}`);
    assert.equal(await fresh.locator('header .state').first().innerText(), 'Approved');
    await again.close();
  });
});
