// Debian's Chromium, and pages that fail a test for any error on the console and any breach of the content security policy.
import { chromium } from 'playwright-core';
import { signInLink } from './server.mjs';

const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium';

export const startBrowser = () =>
  chromium.launch({ executablePath: EXECUTABLE, args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'] });

/** The owner signs in with a link, as the command line prints it. */
async function asOwner(page, server) {
  await page.goto(await signInLink(server));
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** A signed-in browser of one person. `troubles` gathers what must not happen. */
export async function openContext(browser, server, { theme = 'light', width = 1440, height = 900 } = {}, signIn = asOwner) {
  const context = await browser.newContext({
    viewport: { width, height },
    baseURL: server.url,
    reducedMotion: 'reduce',
  });
  // Long on a machine that builds beside the tests; nothing waits for it when all is well.
  context.setDefaultTimeout(30_000);
  const troubles = [];
  await context.addInitScript((chosen) => {
    if (location.protocol !== 'about:') localStorage.setItem('theme', chosen);
    addEventListener('securitypolicyviolation', (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
  }, theme);
  context.on('page', (page) => {
    page.on('console', (message) => message.type() === 'error' && troubles.push(`${page.url()}: ${message.text()}`));
    page.on('pageerror', (error) => troubles.push(`${page.url()}: ${error.stack}`));
  });
  const page = await context.newPage();
  await signIn(page, server);
  // A server that runs the bridge alone has no inbox.
  await page.waitForURL(/\/(inbox|bridge)/);
  await page.close();
  return Object.assign(context, { troubles });
}

/** Waits until nothing on the page is loading. */
export async function settled(page) {
  await page.locator('[data-page-heading]:visible').first().waitFor();
  await page.waitForFunction(() => !document.querySelector('.skeleton, [aria-busy=true]') && document.querySelector('[role=status]')?.textContent?.includes('Live'));
  await page.evaluate(() => document.fonts.ready);
}

/** Opens an address and waits until all of it is there. */
export async function visit(page, address) {
  await page.goto(address);
  await settled(page);
}

/** The names of the buttons of a decision on which something else lies. */
export async function covered(page) {
  const buttons = page.locator('footer .button:visible');
  await buttons.first().waitFor();
  return buttons.evaluateAll((all) =>
    all.filter((one) => {
      const { left, top, right, bottom } = one.getBoundingClientRect();
      return document.elementFromPoint((left + right) / 2, (top + bottom) / 2)?.closest('button') !== one;
    }).map((one) => one.textContent?.trim()),
  );
}
