// Lists that do not end before their end: of ten thousand rows few are in the page and the keys reach the last one, and what a short list
// does not show at once is shown when it is asked for. Rows come from answers in the server's place; tokens come from the server.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { visit } from './browser.mjs';
import { breaches } from './looks.mjs';
import { answerWith } from './rows.mjs';
import { scene } from './scene.mjs';
import { until } from './server.mjs';

const MANY = 10_000;
/** The most rows that are in the page, whatever its height. */
const FEW = 80;

const { server, house, context, page } = await scene();
await until('somebody is told', async () => (await house.call('GET', `${house.under}/notifications`)).items.length);
const detail = await house.call('GET', `${house.under}/reviews/${house.review}`);
await context.route('**/reviews/rev_many_*', (route) => route.fulfill({ json: { ...detail, id: route.request().url().split('/').at(-1) } }));
await context.route('**/runs/run_many_*/constraints*', (route) => route.fulfill({ json: { items: [], next: null } }));
await context.route('**/reviews/rev_many_*/drafts*', (route) => route.fulfill({ json: { items: [], next: null } }));

const grid = (name) => page.getByRole('grid', { name, exact: true });
/** The row that the keys are at: its number, and whether it is seen. */
const at = () =>
  page.evaluate(() => {
    const it = document.activeElement;
    const row = document.getElementById(it?.getAttribute('aria-activedescendant') ?? '');
    if (!row) return null;
    const [inside, outside] = [row.getBoundingClientRect(), it.getBoundingClientRect()];
    return { text: row.innerText, seen: inside.bottom > outside.top && inside.top < outside.bottom };
  });

/** `count` rows that are like the first that the server gives. */
async function like(path, count, change) {
  const { items } = await house.call('GET', `${house.under}/${path}`);
  return Array.from({ length: count }, (_, place) => ({ ...items[0], ...change(place) }));
}

const LONG = {
  inbox: {
    path: () => '/inbox',
    label: 'What waits',
    heads: 0,
    answers: async () => ({ reviews: await like('reviews?status=waiting', MANY, (place) => ({ id: `rev_many_${place}`, attempt: place + 2, requested_at: new Date(Date.UTC(2026, 0, 1) + place * 1000).toISOString() })) }),
    last: new RegExp(`\\b${MANY + 1}\\b`),
  },
  projects: {
    path: () => '/projects',
    label: 'Projects',
    heads: 1,
    answers: async () => ({ projects: await like('projects', MANY, (place) => ({ id: `prj_many_${place}`, name: `number-${place}` })) }),
    last: new RegExp(`number-${MANY - 1}\\b`),
  },
  'runs of a project': {
    path: () => `/p/${house.project}`,
    label: 'Runs',
    heads: 1,
    answers: async () => ({ runs: await like('runs', MANY, (place) => ({ id: `run_many_${place}`, cost_usd: `${place}.5` })) }),
    last: /9[, ]?999\.50/,
  },
  notifications: {
    path: () => '/notifications',
    label: 'Notifications',
    heads: 0,
    answers: async () => ({ notifications: await like('notifications', MANY, (place) => ({ id: `ntf_many_${place}`, title: `Number ${place}` })) }),
    last: new RegExp(`Number ${MANY - 1}\\b`),
  },
  timeline: {
    path: () => `/p/${house.project}/runs/${house.run}`,
    label: 'Timeline',
    heads: 0,
    answers: async () => ({ audit: await like(`audit?run=${house.run}&noun=artifact`, MANY, (place) => ({ id: `evt_many_${place}`, kind: 'artifact.versioned', data: { number: MANY - place } })) }),
    last: /made version 1\b/i,
  },
};

for (const [name, list] of Object.entries(LONG)) {
  describe(`ten thousand rows: ${name}`, () => {
    const stops = [];
    before(async () => {
      for (const [path, rows] of Object.entries(await list.answers())) stops.push(await answerWith(context, path, rows));
      await visit(page, `/o/${house.org}${list.path()}`);
      await grid(list.label).waitFor();
    });
    after(async () => {
      for (const stop of stops) await stop();
    });

    it('a few rows are in the page, the keys reach the last one, and no rule of accessibility is broken', async () => {
      const drawn = () => grid(list.label).locator('[role=rowgroup] [role=row]').count();
      assert.ok((await drawn()) <= FEW, `${await drawn()} rows are in the page`);
      assert.deepEqual(await breaches(page), []);
      await grid(list.label).focus();
      const there = await until('the last row is shown', async () => {
        await page.keyboard.press('End');
        const found = await at();
        return found?.seen && list.last.test(found.text) && found;
      }, 60);
      assert.match(there.text, list.last);
      assert.equal(Number(await grid(list.label).getAttribute('aria-rowcount')), MANY + list.heads);
      assert.ok((await drawn()) <= FEW, `${await drawn()} rows are in the page`);
      assert.deepEqual(await breaches(page), []);
    });
  });
}

describe('the inbox by its keys', () => {
  it('j and k bring what they choose into the window, and Enter reads the row that the keys are at', async () => {
    const rows = await like('reviews?status=waiting', 300, (place) => ({ id: `rev_many_${place}`, attempt: place + 2, requested_at: new Date(Date.UTC(2026, 0, 1) + place * 1000).toISOString() }));
    const stop = await answerWith(context, 'reviews', rows);
    await visit(page, `/o/${house.org}/inbox`);
    for (let left = 29; left > 0; left -= 1) await page.keyboard.press('j');
    const chosen = page.locator('[role=row] a[aria-current]');
    await until('the thirtieth is shown', async () => (await chosen.count()) === 1 && /\b31\b/.test(await chosen.innerText()) && (await chosen.isVisible()));
    const seen = await chosen.evaluate((it) => it.getBoundingClientRect().bottom <= innerHeight && it.getBoundingClientRect().top > 0);
    assert.ok(seen, 'what the keys chose is out of the window');
    await grid('What waits').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(/rev_many_30$/);
    await stop();
  });
});

const SHORT = {
  tokens: { path: '/settings/tokens', answer: 'tokens', rows: (place) => ({ id: `tok_many_${place}`, name: `number-${place}` }), last: 'number-449' },
  grants: { path: '/settings/grants', answer: 'grants', row: { id: '', agent: 'agt_1', agent_name: 'ferryman', tool: 'deploy', arguments: { type: 'any' }, used: 0, most: 3, until: '2030-01-01T00:00:00Z', holds: true, permission: 'prm_1', given_by: '', revoked_at: null }, rows: (place) => ({ id: `grt_${place}`, tool: `tool-${place}` }), last: 'tool-449' },
  delegations: { path: '/settings/delegations', answer: 'delegations', row: { from: '', to: '', project: null, until: '2030-01-01T00:00:00Z', revoked_at: null }, rows: (place) => ({ id: `dlg_${place}`, project: `project-${place}` }), last: 'project-449' },
  'dead letters': { path: '/messages/dead-letters', answer: 'dead-letters', row: { consumer: 'mailer', attempts: 5, at: '2026-01-01T00:00:00Z', reason: 'rejected', detail: null, edited: false }, rows: (place) => ({ message: { id: `msg_${place}`, channel: 'topic/weather', body: `letter-${place}` } }), last: 'letter-449' },
};

for (const [name, list] of Object.entries(SHORT)) {
  it(`${name} beyond the first two hundred are shown when they are asked for`, async () => {
    const rows = list.row ? Array.from({ length: 450 }, (_, place) => ({ ...list.row, ...list.rows(place) })) : await like(list.answer, 450, list.rows);
    const stop = await answerWith(context, list.answer, rows);
    await visit(page, `/o/${house.org}${list.path}`);
    const [more, last] = [page.getByRole('button', { name: 'Show more' }), page.getByText(list.last, { exact: true })];
    await more.waitFor();
    assert.equal(await last.count(), 0);
    await until('the last one is shown', async () => {
      if ((await more.count()) && (await more.isEnabled())) await more.click();
      return (await last.count()) > 0;
    });
    await more.waitFor({ state: 'detached' });
    await stop();
  });
}

describe('what pages know by name', () => {
  it('a team, an attempt and a version beyond the first thousand are there', async () => {
    const teams = Array.from({ length: 1_100 }, (_, place) => ({ id: `tea_${place}`, name: `team-${place}`, members: [] }));
    const stop = await answerWith(context, 'teams', teams);
    await page.goto(`/o/${house.org}/settings/teams`);
    await page.getByRole('heading', { name: 'team-1099', exact: true }).waitFor();
    await stop();
    const attempts = await like(`runs/${house.run}/attempts`, 1_100, (place) => ({ id: `att_many_${place}`, number: place + 1 }));
    const events = await like('audit?limit=1', 1, () => ({ id: 'evt_of_the_last', stream: 'att_many_1099', kind: 'attempt.failed', data: {} }));
    const stops = [await answerWith(context, `runs/${house.run}/attempts`, attempts), await answerWith(context, 'audit', events)];
    await page.goto(`/o/${house.org}/p/${house.project}/runs/${house.run}`);
    await grid('Timeline').getByText(/attempt 1100/).waitFor();
    const [artifact] = (await house.call('GET', `${house.under}/runs/${house.run}/artifacts`)).items;
    const versions = await like(`artifacts/${artifact.id}/versions`, 1_100, (place) => ({ version: 1_100 - place }));
    stops.push(await answerWith(context, `artifacts/${artifact.id}/versions`, versions));
    await page.goto(`/o/${house.org}/p/${house.project}/runs/${house.run}/artifacts/${artifact.id}?v=2`);
    await page.getByRole('link', { name: 'v1', exact: true }).waitFor();
    for (const one of stops) await one();
  });

  it('a list that goes on beyond what was read says so', async () => {
    const stop = await answerWith(context, 'projects', await like('projects', MANY + 500, (place) => ({ id: `prj_many_${place}`, name: `number-${place}` })));
    await page.goto(`/o/${house.org}/projects`);
    await page.getByText('The first 10,000 are here; the list goes on.').waitFor();
    await stop();
    const waits = await answerWith(context, 'reviews', await like('reviews?status=waiting', MANY + 500, (place) => ({ id: `rev_many_${place}` })));
    await page.goto(`/o/${house.org}/inbox`);
    await page.getByText('Not all was read: the newest 10,000 of each kind').waitFor();
    await page.getByRole('button', { name: 'Show more' }).click();
    await page.getByText('Not all was read').waitFor({ state: 'detached' });
    await waits();
  });

  it('a run older than the newest two hundred is found by the palette, and chosen in the audit', async () => {
    const stop = await answerWith(context, 'runs', await like('runs', 1_450, (place) => ({ id: `run_many_${place}` })));
    await visit(page, `/o/${house.org}/audit`);
    await page.getByLabel('In the run').focus();
    await page.locator('option[value=run_many_1449]').waitFor({ state: 'attached' });
    await page.getByRole('heading', { name: 'Audit' }).focus();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search or run a command' }).fill('run_many_1449');
    await page.getByRole('dialog').getByRole('option', { name: /status-page/ }).waitFor();
    await stop();
  });

  it('tokens that the server has are read to the last one', async () => {
    for (let left = 210; left > 0; left -= 30) {
      await Promise.all(Array.from({ length: 30 }, (_, place) => house.call('POST', `${house.under}/tokens`, { name: `minted-${left - place}`, scopes: ['read'] })));
    }
    await page.goto(`/o/${house.org}/settings/tokens`);
    await page.getByRole('button', { name: 'Show more' }).click();
    await until('each is shown', async () => new Set(await page.getByText(/^minted-\d+$/).allInnerTexts()).size === 210);
  });
});
