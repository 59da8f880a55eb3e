// What is kept and how much runs at once: legal holds on log lines, and limits on tasks.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { visit } from './browser.mjs';
import { breaches } from './looks.mjs';
import { REFUSALS, scene } from './scene.mjs';
import { until } from './server.mjs';

const { house: { call, org, under, project }, page } = await scene({ expected: REFUSALS });

const open = (path) => visit(page, `/o/${org}${path}`);

describe('holds and limits', () => {
  it('a legal hold is placed and lifted, and one that ends before it begins keeps what was filled in', async () => {
    await open('/logs');
    await page.getByRole('button', { name: 'Legal holds' }).click();
    const holds = page.getByRole('dialog', { name: 'Legal holds' });
    await holds.getByText('Nothing is held').waitFor();
    await holds.getByRole('button', { name: 'Place a hold' }).click();
    const form = page.getByRole('dialog', { name: 'Place a hold' });
    const placing = form.getByRole('button', { name: 'Place a hold' });
    await form.getByLabel('What it is for').fill('The harbour case');
    await form.getByLabel(/^From/).fill('2026-01-02T10:00');
    await form.getByLabel(/^Until/).fill('2026-01-01T10:00');
    await placing.click();
    await form.getByText('a hold begins before it ends').waitFor();
    assert.equal(await form.getByLabel('What it is for').inputValue(), 'The harbour case');
    await form.getByLabel(/^Until/).fill('2026-01-03T10:00');
    await placing.click();
    await holds.getByRole('button', { name: 'Lift: The harbour case' }).click();
    await page.getByRole('dialog', { name: 'Lift the hold “The harbour case”?' }).getByRole('button', { name: 'Lift', exact: true }).click();
    await holds.getByText('Lifted', { exact: true }).waitFor();
    const { items } = await call('GET', `${under}/logs/holds`);
    assert.ok(items[0].lifted_at && items[0].from && !items[0].server);
    await page.keyboard.press('Escape');
  });

  it('a limit on tasks is set, changed and lifted', async () => {
    await open('/settings/limits');
    const panel = page.getByRole('region', { name: 'Limits' });
    await panel.getByText('No limit').waitFor();
    const set = async (fill) => {
      const form = page.getByRole('dialog');
      await fill(form);
      assert.deepEqual(await breaches(page), []);
      await form.getByRole('button', { name: 'Set limit' }).click();
      await form.waitFor({ state: 'detached' });
    };
    await panel.getByRole('button', { name: 'Set limit' }).click();
    await set((form) => form.getByRole('spinbutton', { name: /^At once/ }).fill('5'));
    await panel.getByRole('row', { name: /All tasks.*5/ }).waitFor();
    await panel.getByRole('button', { name: 'Set limit' }).click();
    await set(async (form) => {
      await form.getByRole('combobox', { name: 'Limit of' }).selectOption('A role');
      assert.equal(await form.getByRole('button', { name: 'Set limit' }).isDisabled(), true);
      await form.getByRole('textbox', { name: /^Role/ }).fill('builder');
      await form.getByRole('spinbutton', { name: /^At once/ }).fill('2');
    });
    await panel.getByRole('button', { name: 'Set limit' }).click();
    await set(async (form) => {
      await form.getByRole('combobox', { name: 'Limit of' }).selectOption('A project');
      await form.getByRole('combobox', { name: 'Project', exact: true }).selectOption('status-page');
      await form.getByRole('spinbutton', { name: /^At once/ }).fill('0');
    });
    await panel.getByRole('row', { name: /status-page.*0/ }).waitFor();
    assert.deepEqual(await call('GET', `${under}/task-limits`), { organisation: 5, roles: { builder: 2 }, projects: { [project]: 0 } });
    await panel.getByRole('button', { name: 'Change the limit of Builder' }).click();
    await set((form) => form.getByRole('spinbutton', { name: /^At once/ }).fill('3'));
    await panel.getByRole('row', { name: /Builder.*3/ }).waitFor();
    await panel.getByRole('button', { name: 'Lift the limit of status-page' }).click();
    await until('it is lifted', async () => Object.keys((await call('GET', `${under}/task-limits`)).projects).length === 0);
    assert.equal((await call('GET', `${under}/task-limits`)).roles.builder, 3);
  });
});
