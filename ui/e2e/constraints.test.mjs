// Constraints with rules on the pages: written, refused where they would hold nothing back, and shown where they bind.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openContext, visit } from './browser.mjs';
import { breaches, overflowing, picture } from './looks.mjs';
import { REFUSALS, scene } from './scene.mjs';
import { until } from './server.mjs';

let { server, browser, house, context, page } = await scene({ expected: REFUSALS });

const dialog = () => page.getByRole('dialog');
const inForce = async () => (await house.call('GET', `${house.under}/runs/${house.run}/constraints`)).items;

/** Writes one more rule with keys alone. */
async function rule(type, ...values) {
  await dialog().getByRole('button', { name: 'Add a rule' }).focus();
  await page.keyboard.press('Enter');
  await until('its kind has the focus', () => page.evaluate(() => document.activeElement?.tagName === 'SELECT'));
  await page.keyboard.type(type);
  for (const value of values) {
    await page.keyboard.press('Tab');
    await page.keyboard.type(value);
  }
}

describe('a constraint with rules', () => {
  it('is refused at the rule that would hold nothing back, and the reader is there', async () => {
    await visit(page, `/o/${house.org}/p/${house.project}/runs/${house.run}`);
    await page.getByRole('button', { name: 'Add constraint' }).click();
    await page.keyboard.type('Count no visitors.');
    await rule('No tool', 'browser*');
    await rule('No host', 'https://tracker.example');
    await rule('Required', 'Privacy', 'prd');
    await rule('Spending', '5');
    assert.deepEqual(await breaches(page), []);
    await picture(page, 'constraint-rules-light-1440');
    await page.keyboard.press('Control+Enter');
    await dialog().getByRole('alert').waitFor();
    const host = dialog().getByRole('textbox', { name: 'Host' });
    assert.equal(await host.getAttribute('aria-invalid'), 'true');
    assert.equal(await host.evaluate((it) => it === document.activeElement), true, 'the reader is not where it is to be mended');
    const said = await host.evaluate((it) => document.getElementById(it.getAttribute('aria-describedby') ?? '')?.innerText);
    assert.match(said ?? '', /`https:\/\/tracker\.example` denies nothing/);
    assert.deepEqual(await breaches(page), []);
    assert.equal((await inForce()).length, 1);
    // The browser reports the refusal itself.
    assert.match(context.troubles.splice(0).join('\n'), /^\S+ Failed to load resource: the server responded with a status of 400 \(Bad Request\)$/);
  });

  it('is added once it is mended, and what is in force shows its rules', async () => {
    await page.keyboard.press('Control+a');
    await page.keyboard.type('tracker.example');
    await page.keyboard.press('Control+Enter');
    await dialog().waitFor({ state: 'detached' });
    const list = page.getByRole('region', { name: 'Constraints in force' });
    for (const words of ['No tool browser*', 'No host tracker.example', 'Heading “Privacy” in prd', 'At most $5.00']) await list.getByText(words, { exact: true }).waitFor();
    const made = (await inForce()).find((one) => one.text === 'Count no visitors.');
    assert.deepEqual(made.rules, [
      { type: 'denied_tool', tool: 'browser*' },
      { type: 'denied_host', host: 'tracker.example' },
      { type: 'required_section', artifact: 'prd', section: 'Privacy' },
      { type: 'max_cost', usd: '5.00' },
    ]);
    assert.deepEqual(await breaches(page), []);
  });

  it('is given with a review, and shown beside what is decided', async () => {
    const { items } = await house.call('GET', `${house.under}/reviews?status=waiting&run=${house.run}`);
    const waiting = await until('a review waits', async () => items[0] ?? (await house.call('GET', `${house.under}/reviews?status=waiting`)).items[0]);
    await visit(page, `/o/${house.org}/p/${house.project}/reviews/${waiting.id}`);
    await page.getByRole('button', { name: /constraint/i }).first().click();
    await dialog().getByRole('textbox', { name: 'Constraint' }).fill('Leave what is old alone.');
    await rule('Nothing', '../old');
    await page.keyboard.press('Control+Enter');
    await dialog().getByRole('alert').getByText('denies nothing').waitFor();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('scripts/old');
    await page.keyboard.press('Control+Enter');
    await dialog().waitFor({ state: 'detached' });
    await page.getByText('Nothing at or under scripts/old', { exact: true }).first().waitFor();
    context.troubles.splice(0);
  });

  it('of a project stands on the page of the project once it was added there', async () => {
    await visit(page, `/o/${house.org}/p/${house.project}`);
    await page.getByRole('button', { name: 'Add constraint' }).click();
    assert.equal(await dialog().getByLabel('Binds').inputValue(), 'project', 'on the page of a project it binds the project');
    await page.keyboard.type('Say what is stored about people.');
    await rule('Required', 'Privacy');
    await page.keyboard.press('Control+Enter');
    await dialog().waitFor({ state: 'detached' });
    const list = page.getByRole('region', { name: 'Constraints in force' });
    await list.getByText('Heading “Privacy” in every document', { exact: true }).waitFor();
    await list.getByText('this project', { exact: false }).waitFor();
    assert.deepEqual(await breaches(page), []);
  });

  it('fits a phone', async () => {
    const phone = await openContext(browser, server, { width: 390, theme: 'dark' });
    page = await phone.newPage();
    await visit(page, `/o/${house.org}/p/${house.project}/runs/${house.run}`);
    await page.getByRole('button', { name: 'Add constraint' }).click();
    await rule('Required', 'Privacy');
    assert.equal(await overflowing(page), false);
    assert.deepEqual(await breaches(page), []);
    await picture(page, 'constraint-rules-dark-390');
    assert.deepEqual(phone.troubles, []);
  });
});
