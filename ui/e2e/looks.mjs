// How a page is looked at: both themes, two widths, the rules of accessibility, and a picture.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const PICTURES = process.env.PICTURES ?? fileURLToPath(new URL('../../target/ui-pages/', import.meta.url));
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
export const VIEWS = [
  { theme: 'light', width: 1440 },
  { theme: 'dark', width: 1440 },
  { theme: 'light', width: 390 },
  { theme: 'dark', width: 390 },
];

/** Keeps a picture of the window. */
export async function picture(page, name) {
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: `${PICTURES}/${name}.png` });
}

/** What axe finds, one line per rule and place. The policy of the pages forbids foreign scripts: the browser's own protocol may still put one in. */
export async function breaches(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Runtime.evaluate', { expression: AXE });
  const { result } = await session.send('Runtime.evaluate', { expression: 'axe.run({resultTypes:["violations"]}).then((r) => JSON.stringify(r.violations))', awaitPromise: true });
  await session.detach();
  const found = JSON.parse(result.value);
  return found.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 160)} ${node.failureSummary?.split('\n')[1] ?? ''}`));
}

/** Whether something sticks out of the window to the right, which no phone can reach. */
export const overflowing = (page) => page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
