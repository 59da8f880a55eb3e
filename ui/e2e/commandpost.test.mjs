// A server that runs the bridge alone: what it offers loads and breaks no rule, nothing else is offered, and an event goes its whole way.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { openContext, settled, visit } from './browser.mjs';
import { breaches, overflowing, VIEWS } from './looks.mjs';
import { bareScene } from './scene.mjs';
import { until } from './server.mjs';

const { server, browser, house: { call, org } } = await bareScene({ options: ['--only', 'commandpost'], signedIn: false });

const SETTINGS = ['members', 'teams', 'tokens', 'notifications', 'account', 'appearance'];
const BRIDGE = ['sources', 'received', 'rules', 'destinations', 'connections', 'pairings', 'subscriptions', 'alerts', 'deliveries'];
const PAGES = ['bridge', ...BRIDGE.map((name) => `bridge/${name}`), 'messages', 'messages/dead-letters', 'logs?range=24h', 'audit', 'notifications', ...SETTINGS.map((name) => `settings/${name}`)];

describe('the bridge alone', () => {
  for (const view of [VIEWS[0], VIEWS[3]]) {
    it(`has pages that load, say nothing on the console and break no rule of accessibility: ${view.theme}, ${view.width} px`, async () => {
      const context = await openContext(browser, server, view);
      const page = await context.newPage();
      for (const path of PAGES) {
        await visit(page, `/o/${org}/${path}`);
        assert.equal(await page.getByText('This server does not have this page.').count(), 0, path);
        assert.deepEqual(await breaches(page), [], path);
        assert.equal(await overflowing(page), false, `${path} is wider than the window`);
        assert.deepEqual(context.troubles.splice(0), [], path);
      }
      await context.close();
    });
  }

  it('begins with the bridge, and leads to nothing that it does not run', async () => {
    const context = await openContext(browser, server);
    const page = await context.newPage();
    await page.goto('/');
    await page.waitForURL(new RegExp(`/o/${org}/bridge$`));
    await settled(page);
    const offered = await page.getByRole('navigation', { name: 'Main' }).getByRole('link').allInnerTexts();
    assert.deepEqual(offered.map((word) => word.trim()), ['Messages', 'Bridge', 'Logs', 'Audit', 'Settings']);
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('option', { name: 'Bridge' }).first().waitFor();
    for (const word of ['Inbox', 'Projects', 'Tasks', 'Agents']) {
      assert.equal(await page.getByRole('dialog').getByRole('option', { name: word, exact: true }).count(), 0, `the palette offers ${word}`);
    }
    await page.keyboard.press('Escape');
    await visit(page, `/o/${org}/settings`);
    const tabs = await page.getByRole('navigation', { name: 'Settings' }).getByRole('link').count();
    assert.equal(tabs, SETTINGS.length, 'settings of agents and runs are not offered');
    for (const path of ['inbox', 'projects', 'tasks', 'agents']) {
      await page.goto(`/o/${org}/${path}`);
      await page.getByRole('heading', { name: 'This server does not have this page.' }).waitFor();
    }
    assert.deepEqual(context.troubles, []);
    await context.close();
  });

  it('takes an event by the steps that a new source shows, and the log of deliveries shows it as it goes', async () => {
    const under = `/api/v1/orgs/${org}`;
    await call('POST', `${under}/destinations`, { name: 'inside', to: { type: 'channel', channel: 'topic/alerts' } });
    await call('PUT', `${under}/rules`, { text: '[[rule]]\nname = "everything"\nto = ["inside"]\n' }, { 'if-match': '"0"' });
    const context = await openContext(browser, server);
    const [page, log] = [await context.newPage(), await context.newPage()];
    await visit(log, `/o/${org}/bridge/deliveries`);
    assert.equal(await log.getByRole('row').filter({ hasText: 'inside' }).count(), 0);
    await visit(page, `/o/${org}/bridge/sources`);
    await page.getByRole('button', { name: 'New source' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(/^Name/).fill('ci');
    await dialog.getByRole('button', { name: 'New source' }).click();
    await dialog.getByRole('heading', { name: 'What to do now' }).waitFor();
    assert.deepEqual(await breaches(page), []);
    const command = await dialog.locator('code').filter({ hasText: 'curl' }).innerText();
    const { stdout } = await promisify(execFile)('sh', ['-c', command]);
    assert.ok(JSON.parse(stdout), stdout);
    // Nobody touches the page: it looks by itself.
    await log.getByRole('row').filter({ hasText: 'inside' }).filter({ hasText: 'Sent' }).first().waitFor();
    const said = await until('the message is in its channel', async () => (await call('GET', `${under}/messages?channel=topic/alerts`)).items[0]);
    assert.match(JSON.stringify(said), /Hello/);
    // Whoever copied a secret wrong sees it where the source was made.
    const address = await dialog.locator('code').first().innerText();
    assert.equal((await fetch(address, { method: 'POST', headers: { authorization: 'Bearer wrong' }, body: '{}' })).status, 401);
    await visit(page, `/o/${org}/bridge`);
    const refused = page.getByRole('row').filter({ hasText: 'proof_wrong' });
    await refused.getByText('Refused, lately').waitFor();
    assert.deepEqual(await breaches(page), []);
    assert.deepEqual(context.troubles, []);
    await context.close();
  });
});
