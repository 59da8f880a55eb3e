// The bridge on the pages: a first message from nothing, rules that are tried while they are typed, a delivery sent again, and what
// somebody without the right is shown.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { visit } from './browser.mjs';
import { bareScene, REFUSALS } from './scene.mjs';
import { until } from './server.mjs';

const { server, context, house: { call, org, under }, page } = await bareScene({ expected: REFUSALS });

const open = async (path) => {
  await visit(page, `/o/${org}/bridge${path}`);
};
const dialog = () => page.getByRole('dialog');
const field = () => page.getByLabel('Rules (TOML)');
const tried = () => page.getByRole('region', { name: 'Try it' });

describe('the bridge', () => {
  it('is reached by keys and says how to begin', async () => {
    await visit(page, `/o/${org}/inbox`);
    await page.keyboard.press('g');
    await page.keyboard.press('b');
    await page.getByRole('heading', { name: 'Bridge', exact: true }).waitFor();
    await page.getByText('Nothing comes in yet.').waitFor();
  });

  it('a source is made, and its address and secret are shown this once', async () => {
    await open('/sources');
    await page.getByRole('button', { name: 'New source' }).first().click();
    await dialog().getByLabel(/^Name/).fill('backups');
    await dialog().getByRole('button', { name: 'New source' }).click();
    await dialog().getByText('This is shown once.').waitFor();
    const [address, secret] = await dialog().locator('code').allInnerTexts();
    assert.ok(address.startsWith(`${server.url}/`), address);
    await dialog().getByRole('button', { name: 'Close' }).click();
    await page.getByRole('article', { name: 'backups' }).getByText('Any JSON').waitFor();
    assert.equal(await page.getByText(secret).count(), 0);
    const sent = await fetch(address, { method: 'POST', headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' }, body: JSON.stringify({ type: 'backup.failed', title: 'Backup failed', summary: 'The disk is full.', severity: 'error' }) });
    assert.equal(sent.status, 202);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy: backups' }).click();
    await page.getByText('Copied', { exact: true }).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), address);
  });

  it('a destination is made', async () => {
    await open('/destinations');
    await page.getByRole('button', { name: 'New destination' }).first().click();
    await dialog().getByLabel(/^Name/).fill('inside');
    await dialog().getByLabel('Channel', { exact: true }).fill('topic/alerts');
    await dialog().getByRole('button', { name: 'New destination' }).click();
    await page.getByRole('article', { name: 'inside' }).getByText('topic/alerts').waitFor();
  });

  it('rules are tried on what came in while they are typed; a fault names its line, and cannot be saved', async () => {
    await open('/rules');
    await page.getByText('No rules were written yet').waitFor();
    await page.getByRole('button', { name: 'Begin with an example' }).click();
    await field().fill('[[rule]]\nname = "alerts"\nseverity = "error"\nto = ["inside"]\nmessage = { title = "{{ event.title }}" }\n');
    await page.getByText('These rules can be written.').waitFor();
    await tried().getByText('1 message would be sent').waitFor();
    await tried().getByText('inside', { exact: true }).waitFor();
    await tried().getByText(/Backup failed/).first().waitFor();
    await field().fill('[[rule]]\nname = "alerts"\nsevereness = "error"\nto = ["inside"]\n');
    await page.getByRole('button', { name: /^Line 3, column/ }).click();
    assert.equal(await field().evaluate((it) => it.value.slice(it.selectionStart, it.selectionEnd)), 'severeness = "error"');
    assert.equal(await page.getByRole('button', { name: 'Save', exact: true }).isDisabled(), true);
    await field().fill('[[rule]]\nname = "alerts"\nseverity = "critical"\nto = ["inside"]\n');
    await tried().getByText('Nothing would be sent.').waitFor();
    await field().fill('[[rule]]\nname = "alerts"\nseverity = "error"\nto = ["inside"]\n');
    await page.getByText('These rules can be written.').waitFor();
    await field().press('Control+s');
    await page.getByText('Version 1 is in force.').waitFor();
    assert.equal((await call('GET', `${under}/rules`)).version, 1);
  });

  it('a payload of one’s own can be tried, and one that is no JSON is told', async () => {
    await tried().getByLabel(/^On/).selectOption('own');
    await tried().getByText('1 message would be sent').waitFor();
    await tried().getByLabel('Payload (JSON)').fill('{ "type": ');
    await tried().getByText(/The payload is no JSON/).waitFor();
  });

  it('rules that somebody else wrote meanwhile are not overwritten', async () => {
    await open('/rules');
    await field().fill('[[rule]]\nname = "mine"\nto = ["inside"]\n');
    await call('PUT', `${under}/rules`, { text: '[[rule]]\nname = "theirs"\nto = ["inside"]\n' }, { 'if-match': '"1"' });
    await page.getByRole('alert').getByText('Version 2 was written elsewhere').waitFor();
    await page.getByText('These rules can be written.').waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('alert').filter({ hasNotText: 'elsewhere' }).first().waitFor();
    assert.match((await call('GET', `${under}/rules`)).text, /theirs/);
    await page.getByRole('button', { name: 'Read it and drop my changes' }).click();
    await page.waitForFunction(() => document.querySelector('textarea')?.value.includes('theirs'));
  });

  it('the delivery log shows what happens while it is looked at, and sends again', async () => {
    await open('/deliveries');
    await call('POST', `${under}/destinations/inside/test`);
    const rows = page.getByRole('row').filter({ hasText: 'inside' });
    await rows.filter({ hasText: 'Sent' }).first().waitFor();
    const count = await rows.count();
    await rows.first().getByRole('button').click();
    await dialog().getByRole('heading', { name: 'What became of it' }).waitFor();
    await dialog().getByRole('button', { name: 'Send again' }).click();
    await page.getByText('It is sent again.').waitFor();
    await until('there is one more', async () => (await rows.count()) === count + 1);
  });

  it('all that waits is taken back after a question, and is not sent when its destination works again', async () => {
    await call('POST', `${under}/destinations/inside/disable`, { reason: 'It moves.' });
    await call('POST', `${under}/sources`, { name: 'pushed', kind: 'publish' });
    const { ids } = await call('POST', `${under}/sources/pushed/events`, { events: [1, 2, 3].map((number) => ({ type: 'disk.full', title: `Disk ${number} is full` })) });
    const statuses = async () => (await Promise.all(ids.map((event) => call('GET', `${under}/deliveries?event=${event}`)))).flatMap(({ items }) => items.map((one) => one.status));
    await until('three wait', async () => (await statuses()).join() === 'queued,queued,queued');
    await open('/deliveries?to=inside');
    assert.equal(await page.getByRole('button', { name: 'Take these back' }).count(), 0, 'what was sent cannot be taken back');
    await page.getByLabel('State').selectOption('queued');
    const rows = page.getByRole('row').filter({ hasText: 'inside' });
    await until('they are listed', async () => (await rows.count()) === 3);
    await page.getByRole('button', { name: 'Take these back' }).click();
    await dialog().getByText('Every delivery that waits for inside is taken back').waitFor();
    assert.equal((await statuses()).join(), 'queued,queued,queued', 'the button decides before it asked');
    await dialog().getByRole('button', { name: 'Take these back' }).click();
    await page.getByText('3 deliveries taken back.').waitFor();
    await until('the list is empty', async () => (await rows.count()) === 0);
    await call('POST', `${under}/destinations/inside/enable`);
    await call('POST', `${under}/destinations/inside/test`);
    await until('what comes later is sent', async () => (await call('GET', `${under}/deliveries?to=inside&limit=1`)).items[0]?.status === 'sent');
    assert.equal((await statuses()).join(), 'cancelled,cancelled,cancelled');
  });

  it('what came in says what each rule decided, and leads to the rule', async () => {
    await open('/received');
    await page.getByRole('row').filter({ hasText: 'backups' }).getByRole('button').first().click();
    await dialog().getByText('The disk is full.').waitFor();
    await dialog().getByRole('button', { name: 'Take it in again' }).click();
    await until('it was taken in again', async () => (await call('GET', `${under}/received-events?source=backups`)).items.some((one) => one.again_of && one.planned_at));
    await open('/received?source=backups');
    await page.getByRole('row').filter({ hasText: 'backups' }).getByRole('button').first().click();
    await dialog().getByText('theirs').waitFor();
    await dialog().getByRole('link', { name: 'Line 1' }).click();
    await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA' && document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd) === '[[rule]]');
  });

  it('an alert and a summary are made, said in a sentence, and removed', async () => {
    await open('/alerts');
    await page.getByRole('button', { name: 'New alert' }).first().click();
    await dialog().getByLabel(/^Name/).fill('backups-silent');
    await dialog().getByLabel(/^What is watched/).selectOption('silent_source');
    await dialog().getByLabel(/^Source/).selectOption('backups');
    await dialog().getByLabel('Minutes').fill('90');
    await dialog().getByRole('button', { name: 'New alert' }).click();
    const alert = page.getByRole('article', { name: 'backups-silent' });
    await alert.getByText('Nothing from backups for 90 minutes.').waitFor();
    await alert.getByText('Quiet').waitFor();
    await page.getByRole('button', { name: 'New summary' }).first().click();
    await dialog().getByLabel(/^Name/).fill('mornings');
    await dialog().getByLabel(/^Times/).fill('09:00, 17:00');
    await dialog().getByLabel('Time zone').fill('Europe/Berlin');
    await dialog().getByRole('button', { name: 'New summary' }).click();
    await page.getByRole('article', { name: 'mornings' }).getByText('At 09:00, 17:00 (Europe/Berlin)').waitFor();
    await alert.getByRole('button', { name: 'Remove' }).click();
    await dialog().getByRole('button', { name: 'Remove' }).click();
    await alert.waitFor({ state: 'detached' });
  });

  it('a pairing needs a channel of Discord, and the plan says how much is used', async () => {
    await open('/pairings');
    await page.getByRole('button', { name: 'New pairing' }).first().click();
    await dialog().getByLabel(/^Name/).fill('both');
    assert.equal(await dialog().getByRole('button', { name: 'New pairing' }).isDisabled(), true);
    await page.keyboard.press('Escape');
    await open('');
    await page.getByRole('region', { name: 'Plan' }).getByText(/, without a limit/).first().waitFor();
  });

  it('a thing is disabled with a reason, enabled, and removed after a question', async () => {
    await open('/sources');
    const source = page.getByRole('article', { name: 'backups' });
    await source.getByRole('button', { name: 'Disable' }).click();
    await dialog().getByLabel('Why?').fill('It floods.');
    await dialog().getByRole('button', { name: 'Disable' }).click();
    await source.getByText('It floods.').waitFor();
    await source.getByRole('button', { name: 'Enable' }).click();
    await source.getByText('In use').waitFor();
    await source.getByRole('button', { name: 'Remove' }).click();
    await dialog().getByRole('button', { name: 'Remove' }).click();
    await source.waitFor({ state: 'detached' });
  });

  it('who may only read is told so, and is shown nothing to change', async () => {
    const { id } = await call('POST', `${under}/members`, { name: 'Vera Viewer', role: 'viewer' });
    assert.ok(id);
    await context.route('**/api/v1/session', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...(await response.json()), role: 'viewer' } });
    });
    await open('/destinations');
    await page.getByText('Maintainers and owners change this.').waitFor();
    await page.getByRole('article', { name: 'inside' }).waitFor();
    assert.equal(await page.getByRole('button', { name: /New destination|Remove|Disable/ }).count(), 0);
    await context.unrouteAll({ behavior: 'wait' });
  });

  it('what may not be seen says who can give the right, and an answer that fails can be asked for again', async () => {
    // Refused until it is asked for by a press: the page asks again by itself whenever the feed begins anew.
    await context.route('**/api/v1/**/subscriptions', async (route) => {
      if (await page.evaluate(() => document.body.dataset.pressed)) return route.continue();
      return route.fulfill({ status: 403, json: { title: 'Forbidden', status: 403, code: 'forbidden', detail: 'You need the role viewer.' } });
    });
    await open('/subscriptions');
    await page.getByRole('alert').getByText('You may not see this.').waitFor();
    await page.evaluate(() => addEventListener('click', () => (document.body.dataset.pressed = 'yes'), { capture: true, once: true }));
    await page.getByRole('alert').getByRole('button', { name: 'Try again' }).click();
    await page.getByText('No outgoing webhook.').waitFor();
    await context.unroute('**/api/v1/**/subscriptions');
  });
});
