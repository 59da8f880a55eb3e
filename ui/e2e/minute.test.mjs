// How long it takes from the link that the demo prints to the approval of its first document, for somebody who never saw it: the steps
// that it asks for, by keys alone and by clicks alone, and the time that the pages take of the minute.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startBrowser } from './browser.mjs';
import { caller, dreamos, signInLink, startServer } from './server.mjs';

/** What the pages may take of a person's minute, in milliseconds. */
const MOST = 15_000;

let browser;
before(async () => {
  browser = await startBrowser();
});
after(() => browser?.close());

const press = (key) => (page) => page.keyboard.press(key);
const click = (role, name) => (page) => page.getByRole(role, { name }).first().click();
/** How it is signed in, how what is to be decided is opened where it is not open already, and how it is decided: a key that decides asks once more. */
const WAYS = {
  'by keys alone': { width: 1440, signIn: press('Enter'), open: [], decide: [press('a'), (page) => page.getByRole('dialog').waitFor().then(() => page.keyboard.press('Control+Enter'))] },
  'by clicks alone': { width: 1440, signIn: click('button', 'Sign in'), open: [], decide: [click('button', /^Approve/)] },
  'on a phone': { width: 390, signIn: click('button', 'Sign in'), open: [click('link', /^Product requirements, attempt 2/)], decide: [click('button', /^Approve/)] },
};
const MOST_STEPS = 3;

describe('from the link of the demo to the first approval', () => {
  for (const [name, { width, signIn, open, decide }] of Object.entries(WAYS)) {
    it(name, async (test) => {
      const server = await startServer();
      test.after(() => server.stop());
      await dreamos(server, ['demo', 'seed', '--json']);
      const call = caller(server);
      const { org, person } = await call('GET', '/api/v1/whoami');
      const link = await signInLink(server);
      const context = await browser.newContext({ baseURL: server.url, viewport: { width, height: 900 } });
      context.setDefaultTimeout(MOST);
      const page = await context.newPage();
      const began = performance.now();
      await page.goto(link);
      await page.getByRole('button', { name: 'Sign in' }).waitFor();
      await signIn(page);
      // What is to be decided stands first, and is open already where there is room: nobody has to find it.
      for (const step of open) await step(page);
      await page.getByRole('heading', { name: 'Product requirements, attempt 2' }).waitFor();
      await page.getByRole('button', { name: /^Approve/ }).waitFor();
      for (const step of decide) await step(page);
      await page.getByText('Approved.', { exact: true }).waitFor();
      const took = performance.now() - began;

      const steps = 1 + open.length + decide.length;
      test.diagnostic(`${name}: ${steps} steps, ${Math.round(took)} ms`);
      assert.ok(steps <= MOST_STEPS, `it takes ${steps} steps`);
      assert.ok(took < MOST, `the pages alone took ${Math.round(took)} ms`);
      const { items } = await call('GET', `/api/v1/orgs/${org}/reviews?status=approved`);
      assert.deepEqual(items.map((review) => [review.stage, review.decided_by]), [['prd', person]]);
      await context.close();
    });
  }
});
