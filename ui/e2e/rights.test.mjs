// Pages offer what their reader may do: nothing of the rest, and more as soon as somebody gives them more.
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { openContext, visit } from './browser.mjs';
import { scene } from './scene.mjs';

const PASSWORD = 'plum cactus trolley';
const { browser, server, house } = await scene({ signedIn: false });
const invited = await house.call('POST', `${house.under}/invitations`, { name: 'Vera Rubin', role: 'viewer' });
const context = await openContext(browser, server, {}, async (page) => {
  await page.goto(invited.path);
  await page.getByLabel(/Login name/).fill('vera@example.org');
  await page.getByLabel(/^Password/).fill(PASSWORD);
  await page.getByLabel('The same password again').fill(PASSWORD);
  await page.getByRole('button', { name: 'Accept' }).click();
});
const page = await context.newPage();
const { items } = await house.call('GET', `${house.under}/members`);
const member = items.find((one) => one.name === 'Vera Rubin').id;
after(() => assert.deepEqual(context.troubles, []));

/** What the page offers, by its visible names, once it offers what is `awaited`: what a reader may do is known a moment after the rest. */
async function offers(path, awaited) {
  await visit(page, `/o/${house.org}${path}`);
  if (awaited) await page.locator('main').getByRole('button', { name: awaited }).first().waitFor();
  return page.locator('main').locator('button:visible, select:visible, textarea:visible').evaluateAll((all) =>
    all.filter((one) => !one.disabled && !one.readOnly).map((one) => (one.getAttribute('aria-label') ?? one.labels?.[0]?.textContent ?? one.textContent ?? '').replace(/\s+/g, ' ').trim()),
  );
}

const OF_OTHERS = {
  '/projects': /New project/,
  '/p/PROJECT': /Start a run|Add constraint|Rename|Put away/,
  '/p/PROJECT/runs/RUN': /Pause|Re-run|Roll back|Cancel|Raise|Add constraint|Lift/,
  '/p/PROJECT/reviews/REVIEW': /Approve|Request|Reject|Regenerate|emergency/,
  '/p/PROJECT/runs/RUN/artifacts/ARTIFACT': /Edit/,
  '/tasks': /New task/,
  '/tasks?task=TASK': /Pause|Cancel task|Try again/,
  '/agents': /Stop all|Register|Order|captain/,
  '/agents/writer': /Restart|Nudge|Order|manifest|Remove|Running|On demand|Stopped/,
  '/messages/captain': /New message|Order|Send|Message/,
  '/audit': /Export/,
  '/logs': /Export/,
  '/settings/members': /Invite|Add member|Remove|Revoke|^Role|Rename/,
  '/settings/teams': /New team|Remove|Add a member|Rename/,
  '/settings/templates': /Publish/,
  '/settings/prompts': /Publish/,
  '/settings/standard': /Publish|Begin/,
  '/settings/limits': /Set limit|Change|Lift/,
};

describe('what pages offer', () => {
  for (const [path, others] of Object.entries(OF_OTHERS)) {
    it(`a viewer at ${path}`, async () => {
      const { project, run, review, task, artifact } = { ...house, artifact: (await house.call('GET', `${house.under}/runs/${house.run}/artifacts`)).items[0].id };
      const names = { PROJECT: project, RUN: run, REVIEW: review, TASK: task, ARTIFACT: artifact };
      const offered = await offers(path.replace(/[A-Z]{3,}/g, (name) => names[name]));
      assert.deepEqual(offered.filter((name) => others.test(name)), []);
    });
  }

  it('a viewer sees the legal holds, and places and lifts none', async () => {
    await house.call('POST', `${house.under}/logs/holds`, { name: 'The harbour case' });
    await visit(page, `/o/${house.org}/logs`);
    await page.getByRole('button', { name: 'Legal holds' }).click();
    const holds = page.getByRole('dialog', { name: 'Legal holds' });
    await holds.getByText('The harbour case').waitFor();
    assert.equal(await holds.getByRole('button', { name: /Place|Lift/ }).count(), 0);
  });

  it('who may not decide sees why before reading', async () => {
    await visit(page, `/o/${house.org}/p/${house.project}/reviews/${house.review}`);
    const verdict = page.locator('footer', { hasText: 'You cannot decide this.' });
    await verdict.getByText(/Who can: .*owner/).waitFor();
    const { top, bottom } = await verdict.evaluate((it) => it.getBoundingClientRect().toJSON());
    assert.ok(top >= 0 && bottom <= 900, 'it is not seen without scrolling');
  });

  it('a role on one project offers what it may there, and there alone', async () => {
    await house.call('POST', `${house.under}/members/${member}/change`, { grant: [{ project: house.project, role: 'maintainer' }], revoke: [] });
    const here = await offers(`/p/${house.project}`, 'Start a run');
    assert.ok(here.some((name) => name.startsWith('Start a run')) && here.includes('Add constraint'), here.join(', '));
    const run = await offers(`/p/${house.project}/runs/${house.run}`, 'Re-run');
    for (const name of ['Pause', 'Re-run', 'Roll back', 'Raise limit', 'Lift']) assert.ok(run.includes(name), `${name} of ${run}`);
    assert.deepEqual((await offers('/projects')).filter((name) => /New project/.test(name)), []);
  });
});
