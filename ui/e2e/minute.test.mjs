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

/** A key that decides asks once more; a button that says what it does decides. */
const HANDS = {
  'by keys alone': [(page) => page.keyboard.press('a'), (page) => page.getByRole('dialog').waitFor().then(() => page.keyboard.press('Control+Enter'))],
  'by clicks alone': [(page) => page.getByRole('button', { name: /^Approve/ }).click()],
};
const SIGN_IN = { 'by keys alone': (page) => page.keyboard.press('Enter'), 'by clicks alone': (page) => page.getByRole('button', { name: 'Sign in' }).click() };
const MOST_STEPS = 3;

describe('from the link of the demo to the first approval', () => {
  for (const [name, decide] of Object.entries(HANDS)) {
    it(name, async (test) => {
      const server = await startServer();
      test.after(() => server.stop());
      await dreamos(server, ['demo', 'seed', '--json']);
      const call = caller(server);
      const { org, person } = await call('GET', '/api/v1/whoami');
      const link = await signInLink(server);
      const context = await browser.newContext({ baseURL: server.url, viewport: { width: 1440, height: 900 } });
      context.setDefaultTimeout(MOST);
      const page = await context.newPage();
      const began = performance.now();
      await page.goto(link);
      await page.getByRole('button', { name: 'Sign in' }).waitFor();
      await SIGN_IN[name](page);
      // What is to be decided is open already: nobody has to find it.
      await page.getByRole('heading', { name: 'Product requirements, attempt 2' }).waitFor();
      await page.getByRole('button', { name: /^Approve/ }).waitFor();
      for (const step of decide) await step(page);
      await page.getByText('Approved.', { exact: true }).waitFor();
      const took = performance.now() - began;

      const steps = 1 + decide.length;
      test.diagnostic(`${name}: ${steps} steps, ${Math.round(took)} ms`);
      assert.ok(steps <= MOST_STEPS, `it takes ${steps} steps`);
      assert.ok(took < MOST, `the pages alone took ${Math.round(took)} ms`);
      const { items } = await call('GET', `/api/v1/orgs/${org}/reviews?status=approved`);
      assert.deepEqual(items.map((review) => [review.stage, review.decided_by]), [['prd', person]]);
      await context.close();
    });
  }
});
