// Lists of ten thousand rows: few of them are in the page, the keys reach all of them, nothing takes the focus away, and a screen
// reader is told where it is. Most rows come from answers in the server's place; one list is read from the server page by page.
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

/** `MANY` rows that are like one that the server knows. */
async function like(path, change) {
  const { items } = await house.call('GET', `${house.under}/${path}`);
  return Array.from({ length: MANY }, (_, place) => ({ ...items[0], ...change(place, items[0]) }));
}

const LISTS = {
  audit: {
    path: '/audit',
    label: 'Audit',
    heads: 1,
    far: 'End',
    rows: () => like('audit?limit=1', (place) => ({ id: `evt_many_${place}`, stream: `thing/${place}` })),
    inside: async () => ({}),
    opens: () => page.getByRole('dialog'),
    closes: () => page.keyboard.press('Escape'),
    comes: (rows) => rows.unshift({ ...rows[0], id: 'evt_new', stream: 'thing/new' }),
  },
  tasks: {
    path: '/tasks?view=list',
    label: 'Tasks',
    heads: 1,
    far: 'End',
    rows: () => like('tasks?limit=1', (place) => ({ id: `tsk_many_${place}`, title: `Task number ${place}` })),
    inside: async () => {
      const { items } = await house.call('GET', `${house.under}/tasks?limit=1`);
      return { '**/tasks/tsk_many_*': await house.call('GET', `${house.under}/tasks/${items[0].id}`), '**/tasks/tsk_many_*/dependencies': { depends_on: [], dependents: [] } };
    },
    opens: () => page.getByRole('region', { name: 'Task', exact: true }),
    closes: () => page.getByRole('grid').focus(),
    comes: (rows) => rows.unshift({ ...rows[0], id: 'tsk_new', title: 'The newest task' }),
  },
  messages: {
    path: '/messages/captain',
    label: 'captain',
    heads: 0,
    far: 'Home',
    rows: () => like('messages?channel=captain&limit=1', (place, one) => ({ id: `msg_many_${place}`, sequence: one.sequence - place, body: `Message number ${place}${'\nand another line'.repeat(place % 4)}` })),
    inside: async () => ({ '**/messages/msg_many_*/receipts': { status: 'stored', items: [] } }),
    opens: () => page.locator('[role=gridcell] [aria-expanded=true]'),
    closes: () => page.keyboard.press('Enter'),
    comes: () => undefined,
  },
};

const grid = () => page.getByRole('grid');
const drawn = () => page.locator('[role=grid] [role=rowgroup] [role=row]').count();
const total = async () => Number(await grid().getAttribute('aria-rowcount'));
/** The row that the keys are at: its number and its words; null when it is not in the page, or the list has lost the focus. */
const at = () =>
  page.evaluate(() => {
    const it = document.activeElement;
    const row = it?.getAttribute('role') === 'grid' && document.getElementById(it.getAttribute('aria-activedescendant') ?? '');
    if (!row) return null;
    const [inside, outside] = [row.getBoundingClientRect(), it.getBoundingClientRect()];
    return { index: Number(row.getAttribute('aria-rowindex')), text: row.innerText, seen: inside.bottom > outside.top && inside.top < outside.bottom };
  });

for (const [name, list] of Object.entries(LISTS)) {
  describe(`ten thousand rows: ${name}`, () => {
    let rows;
    let stop;
    before(async () => {
      rows = await list.rows();
      for (const [address, json] of Object.entries(await list.inside())) await context.route(address, (route) => route.fulfill({ json }));
      stop = await answerWith(context, name, rows);
      await visit(page, `/o/${house.org}${list.path}`);
      await grid().waitFor();
    });
    after(() => stop());

    it('a few rows are in the page, and no rule of accessibility is broken', async () => {
      assert.equal(await grid().getAttribute('aria-label'), list.label);
      assert.ok((await drawn()) <= FEW, `${await drawn()} rows are in the page`);
      assert.equal(await total(), -1, 'how many there are is not known yet');
      assert.deepEqual(await breaches(page), []);
    });

    it('the keys reach the last of them, and the focus stays', async () => {
      await grid().focus();
      await until('all rows were read', async () => {
        await page.keyboard.press(list.far);
        return (await total()) === MANY + list.heads;
      }, 60);
      await page.keyboard.press(list.far);
      const end = list.far === 'End' ? MANY + list.heads : 1;
      const there = await until('the far end is shown', async () => {
        const found = await at();
        return found?.index === end && found.seen && found;
      });
      assert.match(there.text, new RegExp(`(thing/|number )${MANY - 1}\\b`));
      assert.ok((await drawn()) <= FEW, `${await drawn()} rows are in the page`);
    });

    it('each row is numbered by its place among all', async () => {
      await page.keyboard.press(list.far === 'End' ? 'Home' : 'End');
      await until('the near end is shown', async () => (await at())?.seen);
      const found = await page.locator('[role=rowgroup] [role=row]').evaluateAll((all) => all.map((row) => [Number(row.getAttribute('aria-rowindex')), row.innerText]));
      for (const [index, text] of found) {
        const place = list.far === 'End' ? index - 1 - list.heads : MANY - index;
        assert.match(text, new RegExp(`(thing/|number )${place}\\b`));
      }
    });

    it('a row that was clicked may leave the page without taking the focus with it', async () => {
      await page.locator('[role=rowgroup] [role=row]').nth(2).click({ position: { x: 300, y: 12 } });
      const before = await at();
      assert.ok(before, 'the list does not have the focus');
      await page.locator('[role=grid]').evaluate((it) => (it.scrollTop = it.scrollHeight / 2));
      await until('the row is gone', async () => (await at()) === null);
      assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('role')), 'grid');
      await page.keyboard.press('ArrowDown');
      const next = await until('the keys go on from it', async () => {
        const found = await at();
        return found?.seen && found;
      });
      assert.equal(next.index, before.index + 1);
    });

    it('Enter opens a row, and the focus comes back to it', async () => {
      const before = await at();
      await page.keyboard.press('Enter');
      await list.opens().waitFor();
      await list.closes();
      assert.equal((await at())?.index, before.index);
    });

    it('what is read stays where it is when a newer row comes', async () => {
      for (let left = 40; left > 0; left -= 1) await page.keyboard.press(list.far === 'End' ? 'ArrowDown' : 'ArrowUp');
      const before = await until('the row is shown', async () => (await at())?.seen && at());
      // As it was painted: between two frames rows may lie where their height was guessed.
      const place = () =>
        page.evaluate(async () => {
          for (let left = 2; left > 0; left -= 1) await new Promise(requestAnimationFrame);
          return document.getElementById(document.activeElement?.getAttribute('aria-activedescendant') ?? '')?.getBoundingClientRect().top;
        });
      const top = await place();
      list.comes(rows);
      await house.call('POST', `${house.under}/tasks`, { title: 'Something happens' });
      await house.call('POST', `${house.under}/messages`, { channel: 'captain', body: 'Something is said.' });
      await until('it came', async () => (await total()) === MANY + 1 + list.heads);
      const after = await at();
      assert.deepEqual([after?.text, after?.index], [before.text, list.far === 'End' ? before.index + 1 : before.index]);
      const now = await place();
      assert.ok(Math.abs(now - top) < 2, `the row has moved on the screen from ${top} to ${now}`);
    });
  });
}

describe('a list that the server answers page by page', () => {
  const ALL = 1_110;
  let many;
  it('is read to its end, each row once', async () => {
    const project = await house.call('POST', `${house.under}/projects`, { name: 'many', brief: 'Many tasks.', template: 'software-delivery' });
    many = project.id;
    for (let left = ALL; left > 0; left -= 30) {
      await Promise.all(Array.from({ length: 30 }, (_, at) => house.call('POST', `${house.under}/tasks`, { title: `Task ${left - at}`, project: project.id })));
    }
    await visit(page, `/o/${house.org}/tasks?view=list&project=${project.id}`);
    await grid().focus();
    await until('all rows were read', async () => {
      await page.keyboard.press('End');
      return (await total()) === ALL + 1;
    });
    const seen = new Set();
    await page.keyboard.press('Home');
    await until('each was shown', async () => {
      for (const title of await page.locator('[role=rowgroup] [role=row] button').allInnerTexts()) seen.add(title);
      await page.keyboard.press('PageDown');
      return seen.size === ALL;
    });
  });

  it('a task that changes far down is shown as it stands', async () => {
    const { next } = await house.call('GET', `${house.under}/tasks?limit=1000&project=${many}`);
    const { items } = await house.call('GET', `${house.under}/tasks?limit=1000&project=${many}&cursor=${next}`);
    const task = items.at(-1);
    await page.keyboard.press('End');
    const row = page.getByRole('row').filter({ has: page.getByRole('button', { name: task.title, exact: true }) });
    await row.waitFor();
    await house.call('POST', `${house.under}/tasks/${task.id}/cancel`, {});
    await row.getByText('Cancelled').waitFor();
  });

  it('the timeline of a run reaches to its start, however much happened beside it', async () => {
    await visit(page, `/o/${house.org}/p/${house.project}/runs/${house.run}`);
    await page.getByRole('region', { name: 'Timeline' }).getByText('owner started the run', { exact: true }).waitFor();
  });
});
