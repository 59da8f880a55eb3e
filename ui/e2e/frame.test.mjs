// The frame: keyboard, palette, freshness, one stream for all tabs.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openContext, settled, visit } from './browser.mjs';
import { scene } from './scene.mjs';
import { until } from './server.mjs';

const { server, browser, house } = await scene({ signedIn: false });

async function opened(path = '/') {
  const context = await openContext(browser, server);
  const page = await context.newPage();
  await visit(page, path);
  return { context, page };
}

describe('the frame', () => {
  it('is walked by Tab: the skip link first, every stop visible and named', async () => {
    const { context, page } = await opened();
    await page.evaluate(() => document.activeElement?.blur());
    const stops = [];
    for (let left = 60; left > 0; left -= 1) {
      await page.keyboard.press('Tab');
      const stop = await page.evaluate(() => {
        const it = document.activeElement;
        if (!it || it === document.body) return null;
        const { outlineStyle, outlineWidth } = getComputedStyle(it);
        const { width, height } = it.getBoundingClientRect();
        return { name: (it.getAttribute('aria-label') ?? it.textContent ?? '').trim().slice(0, 40), ring: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2, area: width * height, tag: it.tagName };
      });
      if (!stop || stops.some((known) => known.name === stop.name && known.tag === stop.tag && stop.name === 'Skip to the page')) break;
      stops.push(stop);
    }
    assert.equal(stops[0]?.name, 'Skip to the page');
    assert.ok(stops.length > 12, `only ${stops.length} stops`);
    assert.deepEqual(stops.filter((stop) => !stop.ring || stop.area < 1 || (!stop.name && !['SELECT', 'INPUT', 'DIV', 'MAIN', 'ASIDE'].includes(stop.tag))), []);
    await context.close();
  });

  it('goes by keys, opens the palette, shows its shortcuts, and gives the focus back', async () => {
    const { context, page } = await opened();
    await page.keyboard.press('g');
    await page.keyboard.press('p');
    await page.getByRole('heading', { name: 'Projects' }).waitFor();
    await page.keyboard.press('Control+k');
    const field = page.getByRole('combobox', { name: 'Search or run a command' });
    await field.fill('status-page');
    await page.getByRole('option').first().waitFor();
    assert.match((await field.getAttribute('aria-activedescendant')) ?? '', /-0$/);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'status-page' }).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const search = page.getByRole('button', { name: 'Search or run a command' });
    await search.focus();
    await page.keyboard.press('Enter');
    await field.waitFor();
    await page.keyboard.press('Escape');
    assert.equal(await search.evaluate((it) => it === document.activeElement), true, 'the focus did not return');
    assert.deepEqual(context.troubles, []);
    await context.close();
  });

  it('on a phone the bar keeps what is rarer behind its last button', async () => {
    const context = await openContext(browser, server, { width: 390 });
    const page = await context.newPage();
    await visit(page, `/o/${house.org}/inbox`);
    const bar = page.getByRole('navigation', { name: 'Main' });
    const settings = bar.getByRole('link', { name: 'Settings' });
    const more = bar.getByRole('button', { name: 'More' });
    assert.equal(await settings.isVisible(), false);
    await more.click();
    await settings.waitFor();
    await page.keyboard.press('Escape');
    await settings.waitFor({ state: 'hidden' });
    await more.click();
    await settings.click();
    await page.getByRole('heading', { name: 'Settings', exact: true }).waitFor();
    await settings.waitFor({ state: 'hidden' });
    for (const link of [...(await bar.getByRole('link').all()), more]) {
      const box = await link.boundingBox();
      if (box) assert.ok(box.x >= 0 && box.x + box.width <= 390, 'the bar is wider than the phone');
    }
    await context.close();
  });

  it('shows what happens without a reload, in every tab, over one stream', async () => {
    const context = await openContext(browser, server);
    let streams = 0;
    context.on('request', (request) => {
      if (request.url().endsWith('/events')) streams += 1;
    });
    const tabs = [];
    for (let count = 0; count < 20; count += 1) {
      const tab = await context.newPage();
      await tab.goto(`/o/${house.org}/projects`);
      tabs.push(tab);
    }
    await Promise.all(tabs.map((tab) => settled(tab)));
    assert.equal(streams, 1);
    await house.call('POST', `${house.under}/projects`, { name: 'seen-at-once', brief: '# Seen at once\n\nA page.', template: 'planning-only' });
    await Promise.all([tabs[0], tabs[19]].map((tab) => tab.getByRole('link', { name: 'seen-at-once' }).waitFor()));
    // The tab that reads goes; another takes its place.
    // What happens before its stream is open is not lost.
    let [asked, go] = [null, null];
    const released = new Promise((resolve) => (go = resolve));
    await context.route('**/events', async (route) => {
      asked = route.request();
      await released;
      await route.continue();
    });
    await tabs[0].close();
    await until('another tab reads', () => streams === 2 && asked);
    await house.call('POST', `${house.under}/projects`, { name: 'seen-again', brief: '# Seen again\n\nA page.', template: 'planning-only' });
    go();
    await tabs[19].getByRole('link', { name: 'seen-again' }).waitFor();
    await context.close();
  });

  it('shows what happened between the reading of a page and the beginning of the stream', async () => {
    const context = await openContext(browser, server);
    const page = await context.newPage();
    let begin;
    const held = new Promise((resolve) => (begin = resolve));
    await page.route('**/events', async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(`/o/${house.org}/projects`);
    await page.getByRole('row', { name: /status-page/ }).first().waitFor();
    await house.call('POST', `${house.under}/projects`, { name: 'made-meanwhile', brief: '# A page\n\n## Goals\n\n- Anybody finds it.\n', template: 'planning-only' });
    begin();
    await page.getByRole('row', { name: /made-meanwhile/ }).waitFor();
    assert.deepEqual(context.troubles, []);
    await context.close();
  });

  it('sends whoever is signed out to sign in, and back to the page', async () => {
    const { context, page } = await opened(`/o/${house.org}/projects`);
    await page.evaluate(async () => {
      const { csrf_token: token } = await (await fetch('/api/v1/session')).json();
      await fetch('/api/v1/session/sign-out', { method: 'POST', headers: { 'X-CSRF-Token': token, 'Content-Type': 'application/json' }, body: '{}' });
    });
    await page.reload();
    await page.waitForURL(`**/sign-in?next=${encodeURIComponent(`/o/${house.org}/projects`)}`);
    await context.close();
  });

  it('says once that the session has ended, takes nothing away, and leads to sign in and back', async () => {
    const { context, page } = await opened(`/o/${house.org}/messages/captain`);
    const field = page.getByRole('textbox').last();
    await field.fill('half a sentence');
    await page.evaluate(async () => {
      const { csrf_token: token } = await (await fetch('/api/v1/session')).json();
      await fetch('/api/v1/session/sign-out', { method: 'POST', headers: { 'X-CSRF-Token': token, 'Content-Type': 'application/json' }, body: '{}' });
    });
    await page.getByRole('button', { name: 'Send' }).last().click();
    const told = page.getByRole('alert').filter({ hasText: 'Your session has ended.' });
    await told.waitFor();
    assert.equal(await told.count(), 1);
    assert.equal(await page.getByText('Live', { exact: true }).count(), 0, 'the page says that it is kept up to date');
    assert.equal(await field.inputValue(), 'half a sentence');
    await told.getByRole('link', { name: 'Sign in' }).click();
    await page.waitForURL(`**/sign-in?next=${encodeURIComponent(`/o/${house.org}/messages/captain`)}`);
    await context.close();
  });

  it('says when the server is gone, and catches up when it is back', async () => {
    const { context, page } = await opened(`/o/${house.org}/projects`);
    await server.restart({ meanwhile: () => page.getByText(/Stale since/).waitFor() });
    await page.getByText('Live', { exact: true }).waitFor();
    await context.close();
  });
});
