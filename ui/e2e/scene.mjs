// What a browser test begins with, and how it ends: a server of its own, a browser, what is there to look at, and somebody who is signed in.
import assert from 'node:assert/strict';
import { after } from 'node:test';
import { openContext, startBrowser } from './browser.mjs';
import { bare, furnish } from './demo.mjs';
import { startServer } from './server.mjs';

/** A refusal that a test provokes is an error on the browser's console, and none of the page. */
export const REFUSALS = /status of 4\d\d/;

/**
 * `options` are those of `dreamos up`; `house` puts into it what is looked at; `signedIn` opens a page for the owner. Whatever the
 * console said when all is over fails the test, unless it is `expected`.
 */
export async function scene({ options = [], house: furnished = furnish, signedIn = true, expected = /^$/ } = {}) {
  const server = await startServer(...options);
  const browser = await startBrowser();
  let context;
  // What runs is ended before anything is judged: a failed test would never end otherwise.
  after(async () => {
    await browser.close();
    await server.stop();
    assert.deepEqual((context?.troubles ?? []).filter((line) => !expected.test(line)), []);
  });
  const house = await furnished(server);
  if (!signedIn) return { server, browser, house };
  context = await openContext(browser, server);
  return { server, browser, house, context, page: await context.newPage() };
}

export const bareScene = (options = {}) => scene({ house: bare, ...options });
