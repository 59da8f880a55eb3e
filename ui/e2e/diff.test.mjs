// A review of ten thousand lines: what is not seen costs nothing, all of it is reached, and what is typed into a note is no key of the page.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openContext, visit } from './browser.mjs';
import { LINES, longReview } from './long-review.mjs';
import { breaches } from './looks.mjs';
import { scene } from './scene.mjs';
import { until } from './server.mjs';

/** The most elements that the page may have, however long what is reviewed. */
const FEW = 2_000;

const { server, browser, house, context, page } = await scene();
const path = await longReview(context, house);
await visit(page, path);
await page.getByText('R0: what must hold').first().waitFor();

const elements = () => page.evaluate(() => document.querySelectorAll('*').length);
const view = (name) => page.getByRole('button', { name, exact: true }).click();
const scrolled = (share) => page.locator('.view > .main').evaluate((it, part) => (it.scrollTop = it.scrollHeight * part), share);

describe('a review of ten thousand lines', () => {
  for (const name of ['Rendered', 'Split', 'Unified', 'Source']) {
    it(`${name}: what is seen is in the page, to the last line`, async () => {
      await view(name);
      await page.getByText('R1: what must hold').first().waitFor();
      await page.getByText('Why 0?').waitFor();
      assert.ok((await elements()) < FEW, `${await elements()} elements are in the page`);
      // The last line that changed, where others are left out. Heights are guessed until a part is there: the end may move while it is gone to.
      await until('the last line is shown', async () => {
        await scrolled(1);
        return page.getByText(`R${name === 'Source' ? LINES - 1 : LINES - 10}: what must hold`).first().isVisible();
      });
      assert.ok((await elements()) < FEW, `${await elements()} elements are in the page`);
    });
  }

  it('a place in the middle is filled, and what was there stays', async () => {
    await view('Rendered');
    await scrolled(0.5);
    const shown = () => page.locator('.row .text').evaluateAll((all) => all.filter((it) => it.getBoundingClientRect().top > 0 && it.getBoundingClientRect().bottom < innerHeight).length);
    await until('lines are shown', async () => (await shown()) > 5);
    await scrolled(0);
    await page.getByText('R0: what must hold').first().waitFor();
    assert.deepEqual(await breaches(page), []);
  });

  it('keys alone begin a note on any line that is seen, and go along the lines', async () => {
    await page.keyboard.press('m');
    const chosen = () => page.evaluate(() => Number(/^Note on line (\d+)$/.exec(document.activeElement?.getAttribute('aria-label') ?? '')?.[1]));
    const first = await chosen();
    assert.ok(first > 0, 'no line has the focus');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    const line = await chosen();
    assert.equal(line, first + 1);
    await page.keyboard.press('Enter');
    await page.keyboard.type('why?');
    assert.equal(await page.getByRole('textbox', { name: `Note on line ${line}`, exact: true }).inputValue(), 'why?');
    await page.getByRole('button', { name: 'Cancel' }).click();
    assert.equal(await chosen(), line, 'the line has the focus again');
  });

  it('what is typed after a line was chosen is the note, and the line has the focus again', async () => {
    const line = page.getByRole('button', { name: 'Note on line 3', exact: true });
    await line.click();
    await page.keyboard.type('are all approved?');
    const field = page.getByRole('textbox', { name: 'Note on line 3' });
    assert.equal(await field.inputValue(), 'are all approved?');
    assert.equal(await page.getByRole('dialog').count(), 0, 'letters of a note are keys of the page');
    await page.getByRole('button', { name: 'Add note' }).click();
    await field.waitFor({ state: 'detached' });
    assert.equal(await line.evaluate((it) => it === document.activeElement), true);
  });
});

describe('changes that lie far from each other', () => {
  it('are gone to one after the other, though what lies between was never in the page', async () => {
    const sparse = await openContext(browser, server);
    const far = await sparse.newPage();
    await visit(far, await longReview(sparse, house, 4_000));
    await far.getByText('R0: what must hold').first().waitFor();
    await far.keyboard.press('f');
    const seen = (line) => far.getByText(`R${line}: what must hold`).first().isVisible();
    for (const [key, line] of [['n', 0], ['n', 4_000], ['n', 8_000], ['p', 4_000]]) {
      await far.keyboard.press(key);
      await until(`line ${line} is shown`, () => seen(line));
      const label = await far.evaluate(() => document.activeElement?.getAttribute('aria-label'));
      assert.equal(label, `Note on line ${line + 1}`, 'the line has the focus');
    }
    assert.deepEqual(sparse.troubles, []);
    await sparse.close();
  });
});

describe('finding in a review of ten thousand lines', () => {
  const field = () => page.getByRole('searchbox', { name: 'Find in this file' });
  const says = () => page.getByRole('search').getByRole('status').innerText();
  const isFound = (text) => page.locator('[data-found]').filter({ hasText: text }).evaluate((it) => it.getBoundingClientRect().top > 0 && it.getBoundingClientRect().bottom < innerHeight).catch(() => false);

  for (const name of ['Rendered', 'Split', 'Unified', 'Source']) {
    it(`${name}: what was never in the page is counted, gone to and gone back from`, async () => {
      await view(name);
      await scrolled(0);
      await page.keyboard.press('/');
      await field().fill('HOLD in case 777');
      // 777 and 7770 to 7779, each once: what stayed on both sides counts once.
      await until('they are counted', async () => /^11 hits$/.test(await says()));
      await page.keyboard.press('Enter');
      await until('the first is shown', () => isFound('R777: what must hold in case 777'));
      assert.equal(await says(), '1 of 11');
      await page.keyboard.press('Enter');
      await until('the next is shown', () => isFound('R7770: what must hold'));
      await page.keyboard.press('Shift+Enter');
      await page.keyboard.press('Shift+Enter');
      await until('the last is shown', () => isFound('R7779: what must hold'));
      assert.equal(await says(), '11 of 11');
      assert.ok((await page.evaluate(() => [...CSS.highlights.get('find-current')].map(String).join())) === 'hold in case 777', 'the words are not marked');
      // Three places were gone to, and what was seen stays.
      assert.ok((await elements()) < 2 * FEW, `${await elements()} elements are in the page`);
      assert.deepEqual(await breaches(page), []);
      await page.keyboard.press('Escape');
      await field().waitFor({ state: 'detached' });
      assert.equal(await page.locator('[data-found]').count(), 0);
    });
  }

  it('what is not there is said, and the key of the browser’s own find opens it from a line', async () => {
    await page.keyboard.press('m');
    await page.keyboard.press('Control+f');
    await field().fill('nobody wrote this');
    await until('it is said', async () => (await says()) === 'No hit');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    assert.match(await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? ''), /^Note on line/, 'the line has the focus again');
  });
});
