// The first minutes: the link that a terminal shows, the sample by one press, a first approval, and the steps that tick themselves.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openContext, settled, startBrowser, visit } from './browser.mjs';
import { bare } from './demo.mjs';
import { dreamos, startAtTerminal, startServer, until } from './server.mjs';
import { totp } from './totp.mjs';

let browser;
before(async () => {
  browser = await startBrowser();
});
after(() => browser?.close());

describe('a first run', () => {
  let server;
  let context;
  let page;
  let call;
  let org;
  before(async () => {
    server = await startServer();
    ({ call, org } = await bare(server));
    context = await openContext(browser, server);
    page = await context.newPage();
  });
  after(async () => {
    // Before the server: a page that still asks it something would say that it is gone.
    await context?.close();
    await server?.stop();
    assert.deepEqual(context?.troubles, []);
  });
  const steps = () => page.getByRole('region', { name: 'First steps' });

  it('an empty inbox makes the sample by one press: two versions, what was asked, and the first action is a real approval', async () => {
    await visit(page, '/');
    await steps().getByRole('button', { name: 'Make a sample to decide about' }).click();
    await page.getByRole('heading', { name: 'Product requirements, attempt 2' }).waitFor({ timeout: 60_000 });
    await page.getByText('Say how we measure success').first().waitFor();
    await page.locator('[data-change]').first().waitFor();
    await page.keyboard.press('a');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByText('Approved.', { exact: true }).waitFor();
    await steps().getByText('Approve something at a gate').waitFor();
    await steps().locator('li.done', { hasText: 'Approve something at a gate' }).waitFor();
    const { items } = await call('GET', `/api/v1/orgs/${org}/audit?noun=review`);
    assert.ok(items.some((event) => event.kind === 'review.voted' && event.actor.type === 'person'), 'the approval is no ordinary one');
  });

  it('the task that the offline provider cannot do has failed, with a log that says why', async () => {
    const task = await until('it has failed', async () => {
      const { items } = await call('GET', `/api/v1/orgs/${org}/tasks`);
      return items.find((one) => one.title === 'Read the page aloud with a screen reader' && one.status === 'failed');
    }, 60);
    const { items } = await call('GET', `/api/v1/orgs/${org}/logs?task=${task.id}`);
    assert.ok(items.some((line) => line.level === 'error' && /offline/.test(JSON.stringify(line))), `its log does not say why: ${JSON.stringify(items)}`);
    await visit(page, `/o/${org}/tasks?task=${task.id}`);
    await page.getByText(/offline provider/).first().waitFor();
    await page.getByRole('link', { name: 'Logs', exact: true }).last().click();
    await page.getByRole('row').filter({ hasText: 'an attempt at a task failed' }).first().waitFor();
    assert.equal(await page.getByRole('row').filter({ hasText: 'request answered' }).count(), 0, 'lines of something else are shown');
  });

  it('making it again changes nothing', async () => {
    const before = await call('GET', `/api/v1/orgs/${org}/projects`);
    const seeded = JSON.parse(await dreamos(server, ['demo', 'seed', '--json']));
    assert.equal(seeded.complete, true);
    const after = await call('GET', `/api/v1/orgs/${org}/projects`);
    assert.deepEqual(after.items.map((one) => one.id), before.items.map((one) => one.id));
  });

  it('the steps tick themselves from what is there, and are put away for good', async () => {
    await visit(page, '/');
    assert.equal(await steps().locator('li.done', { hasText: 'Invite somebody' }).count(), 0);
    await call('POST', `/api/v1/orgs/${org}/members`, { name: 'Maya Chen', role: 'reviewer' });
    await steps().locator('li.done', { hasText: 'Invite somebody' }).waitFor();
    await steps().getByRole('button', { name: 'Put away' }).click();
    await steps().waitFor({ state: 'detached' });
    await page.reload();
    await settled(page);
    assert.equal(await steps().count(), 0);
  });
});

describe('setting up, and signing in with a second factor', () => {
  let server;
  before(async () => {
    server = await startAtTerminal();
  });
  after(() => server?.stop());
  const PASSWORD = 'plum cactus trolley';

  it('the link of the terminal sets up the owner once; then the password and the code sign in, and neither alone does', async () => {
    const context = await browser.newContext({ baseURL: server.url, reducedMotion: 'reduce' });
    context.setDefaultTimeout(30_000);
    const page = await context.newPage();
    await page.goto(server.setUp);
    await page.getByLabel('Organisation').fill('Harbour Ferries');
    await page.getByLabel('Your name').fill('Ada Lovelace');
    await page.getByLabel(/Login name/).fill('ada@example.org');
    await page.getByLabel(/^Password/).fill(PASSWORD);
    await page.getByLabel('The same password again').fill(PASSWORD);
    await page.getByRole('button', { name: 'Set up' }).click();
    await page.waitForURL(/\/inbox/);
    await settled(page);

    const org = new URL(page.url()).pathname.split('/')[2];
    await visit(page, `/o/${org}/settings/account`);
    await page.getByRole('button', { name: 'Turn on' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Current password').fill(PASSWORD);
    await dialog.getByRole('button', { name: 'Turn on' }).click();
    const secret = (await dialog.locator('.secret').innerText()).trim();
    await dialog.getByRole('textbox').fill(totp(secret));
    await dialog.getByRole('button').last().click();
    const recovery = (await dialog.locator('pre').innerText()).trim().split('\n');
    await context.close();

    const again = await browser.newContext({ baseURL: server.url, reducedMotion: 'reduce' });
    again.setDefaultTimeout(15_000);
    const fresh = await again.newPage();
    await fresh.goto(server.setUp);
    assert.equal(await fresh.getByRole('button', { name: 'Set up' }).count(), 0, 'the link works twice');
    await fresh.goto('/sign-in');
    await fresh.getByLabel(/Login name/).fill('ada@example.org');
    await fresh.getByLabel('Password').fill(PASSWORD);
    await fresh.getByRole('button', { name: 'Sign in' }).click();
    await fresh.getByLabel(/six digits/).fill('000000');
    await fresh.getByRole('button', { name: 'Continue' }).click();
    assert.doesNotMatch(fresh.url(), /\/inbox/);
    await fresh.getByLabel(/six digits/).fill(recovery[0]);
    await fresh.getByRole('button', { name: 'Continue' }).click();
    await fresh.waitForURL(/\/inbox/);
    await again.close();
  });
});
