// One decision counts: sent from the web, the terminal and a link at once, exactly one is recorded and the others are told who decided.
// And notes: kept while they are written, told of when two windows clash, carried to the next version, sent with the decision.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openContext, settled, visit } from './browser.mjs';
import { waitingReview } from './demo.mjs';
import { REFUSALS, scene } from './scene.mjs';
import { dreamos, until } from './server.mjs';

const { server, browser, house, context, page } = await scene({ expected: REFUSALS });

const open = async (review, of = page) => {
  await visit(of, `/o/${house.org}/p/${house.project}/reviews/${review}`);
};
const begin = (line, text, of = page) => async () => {
  await of.getByRole('button', { name: `Note on line ${line}`, exact: true }).click();
  await of.getByRole('textbox', { name: `Note on line ${line}` }).fill(text);
};

describe('notes that were not sent', () => {
  it('are kept by the server while they are written, without a button, and are there in another browser', async () => {
    await open(house.review);
    await begin(9, 'Whose desk?')();
    await page.getByText('Kept for you until you decide.').waitFor();
    const other = await openContext(browser, server);
    const elsewhere = await other.newPage();
    await open(house.review, elsewhere);
    await elsewhere.getByText('Whose desk?').waitFor();
    await other.close();
    await page.reload();
    await settled(page);
    await page.getByText('Whose desk?').waitFor();
  });

  it('stay one note when they are kept in the middle of a sentence, wherever the line unfolds others', async () => {
    await open(house.review);
    const labels = await page.getByRole('button', { name: /^Note on line \d+$/ }).evaluateAll((all) => [...new Set(all.map((one) => one.getAttribute('aria-label')))]);
    const others = labels.filter((label) => label !== 'Note on line 9');
    for (const name of [...others.slice(0, 4), ...others.slice(-2)]) {
      await page.getByRole('button', { name, exact: true }).first().click();
      const field = page.getByRole('textbox', { name, exact: true });
      await field.pressSequentially('first part');
      await page.getByText('Kept for you until you decide.').waitFor();
      await page.keyboard.type(' second part');
      assert.equal(await field.inputValue(), 'first part second part', name);
      await page.getByRole('button', { name: 'Cancel' }).click();
      await page.getByText('first part').waitFor({ state: 'detached' });
    }
    const { items } = await house.call('GET', `${house.under}/reviews/${house.review}/drafts`);
    assert.deepEqual(items.map((one) => one.line), [9]);
  });

  it('that were changed in two windows are told of, and both texts are there to choose from', async () => {
    const other = await openContext(browser, server);
    const elsewhere = await other.newPage();
    await open(house.review, elsewhere);
    for (const [where, text] of [[elsewhere, 'Whose desk is it?'], [page, 'Which desk?']]) {
      await where.getByRole('button', { name: 'Edit', exact: true }).click();
      await where.getByRole('textbox', { name: /line 9/ }).fill(text);
      await where.getByRole('button', { name: 'Keep note' }).click();
      if (where === elsewhere) await elsewhere.getByText('Whose desk is it?').waitFor();
    }
    const clash = page.getByRole('alert').filter({ hasText: 'This note was changed in another window.' });
    await clash.getByText('Which desk?').waitFor();
    await page.getByText('Whose desk is it?').waitFor();
    await clash.getByRole('button', { name: 'Keep what I wrote here' }).click();
    await clash.waitFor({ state: 'detached' });
    const { items } = await house.call('GET', `${house.under}/reviews/${house.review}/drafts`);
    assert.deepEqual(items.map((one) => one.text), ['Which desk?']);
    await other.close();
  });

  it('go to the next version when somebody else decides: where their line went, or among those whose lines are gone', async () => {
    const before = await house.call('GET', `${house.under}/reviews/${house.review}`);
    const [artifact] = before.artifacts;
    const files = `${server.url}${house.under}/artifacts/${artifact.id}/versions`;
    const read = async (version) => (await fetch(`${files}/${version}/files/prd.md`, { headers: { authorization: `Bearer ${server.token}` } })).text();
    const lines = (await read(artifact.version)).split('\n');
    const gone = lines.findIndex((line, at) => at > 12 && at < 36 && line.startsWith('- ')) + 1;
    assert.ok(gone > 0, 'no entry to note on');
    await page.getByRole('button', { name: 'Whole file' }).click();
    await begin(gone, 'Is this still wanted?')();
    await page.getByText('Kept for you until you decide.').waitFor();
    // A person edits: lines above are new, and the noted entry with its neighbours is gone.
    const text = ['A line of a person.', '', ...lines.filter((_, at) => Math.abs(at + 1 - gone) > 1)].join('\n');
    const file = join(server.data, 'prd.md');
    writeFileSync(file, text);
    await dreamos(server, ['artifact', 'put', artifact.id, '--file', file]);
    const next = await until('the next version waits', async () => {
      const found = await waitingReview(house.call, house.org, house.run);
      return (found.id !== house.review || found.digest !== before.digest) && found;
    });
    await open(next.id);
    await page.getByText(/Moved here from line 9 of v/).waitFor();
    await page.getByText('Which desk?').waitFor();
    const adrift = page.getByRole('region', { name: 'Notes whose lines are gone' });
    await adrift.getByText('Is this still wanted?').waitFor();
    assert.equal(await page.evaluate(() => localStorage.length > 0 && Object.keys(localStorage).some((key) => key.startsWith('notes-'))), false);
  });

  it('go with the decision, and are forgotten by it', async () => {
    const review = await waitingReview(house.call, house.org, house.run);
    await page.getByRole('button', { name: /^Request changes\s*\(2\)/ }).click();
    await page.getByRole('dialog').getByText('Which desk?').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByText('Changes requested: the next attempt is on its way.').waitFor();
    const decided = await house.call('GET', `${house.under}/reviews/${review.id}`);
    assert.match(decided.votes.at(-1).comment, /prd prd\.md:\d+: Which desk\?/);
    assert.match(decided.votes.at(-1).comment, /\(line \d+ of v\d+: “.+”\) Is this still wanted\?/);
    assert.deepEqual((await house.call('GET', `${house.under}/reviews/${review.id}/drafts`)).items, []);
  });
});

describe('one decision', () => {
  it('sent from the web, the terminal and a link at once counts once, and the others are told who decided', async () => {
    const review = await until('the next version waits', async () => {
      const { items } = await house.call('GET', `${house.under}/reviews?status=waiting&run=${house.run}`);
      return items[0];
    });
    const { name } = await house.call('GET', '/api/v1/session').catch(() => ({ name: null }));
    const deaf = await openContext(browser, server);
    // None of the two pages hears of the others' decision before its own is sent.
    await deaf.route('**/events', (route) => route.abort());
    const web = await deaf.newPage();
    await web.goto(`/o/${house.org}/p/${house.project}/reviews/${review.id}`);
    await web.getByRole('button', { name: /^Approve/ }).waitFor();
    // The button decides at once where the risk is low; the key opens the dialog whatever the risk is.
    await web.keyboard.press('a');
    await web.getByRole('dialog').waitFor();
    const linked = await deaf.newPage();
    await linked.goto(`/a/${review.id}`);
    const [, terminal] = await Promise.all([
      Promise.all([web.keyboard.press('Control+Enter'), linked.getByRole('button', { name: /^Approve v\d/ }).click()]),
      dreamos(server, ['review', 'approve', review.id, '--digest', review.digest]).then(() => ({ code: 0, said: '' }), (error) => ({ code: error.code, said: error.stderr })),
    ]);
    await linked.waitForLoadState();
    const decided = await house.call('GET', `${house.under}/reviews/${review.id}`);
    assert.equal(decided.status, 'approved');
    assert.equal(decided.votes.filter((vote) => vote.verdict === 'approve').length, 1, 'it was recorded more than once');
    const who = decided.votes.at(-1).name;
    const told = [];
    const won = await web.getByText('Approved.', { exact: true }).or(web.getByRole('alert')).first().innerText();
    if (!won.startsWith('Approved.')) told.push(won);
    if (terminal.code !== 0) {
      assert.equal(terminal.code, 6, terminal.said);
      told.push(terminal.said);
    }
    const page = await linked.locator('body').innerText();
    if (/already (decided|voted)/.test(page)) told.push(page);
    assert.equal(told.length, 2, `one counts and two are told: ${JSON.stringify(told)}`);
    for (const said of told) assert.ok(said.includes(name ?? who), `it does not say who decided: ${said}`);
    await deaf.close();
  });
});

describe('several of low risk', () => {
  it('are approved together, and all of them or none', async () => {
    const runs = [];
    for (const project of ['one', 'two']) {
      const made = await house.call('POST', `${house.under}/projects`, { name: `bulk-${project}`, brief: '# A page\n\n## Goals\n\n- Anybody finds it.\n', template: 'planning-only' });
      runs.push(await house.call('POST', `${house.under}/projects/${made.id}/runs`, {}));
    }
    const low = await until('two of low risk wait', async () => {
      const { items } = await house.call('GET', `${house.under}/reviews?status=waiting`);
      const found = items.filter((one) => one.risk === 'low' && runs.some((run) => run.id === one.run));
      return found.length === 2 && found;
    });
    const stale = { reviews: low.map((one, at) => ({ review: one.id, digest: at === 1 ? `sha256:${'0'.repeat(64)}` : one.digest })) };
    await assert.rejects(house.call('POST', `${house.under}/reviews/approve`, stale), /stale_digest/);
    assert.equal((await house.call('GET', `${house.under}/reviews/${low[0].id}`)).status, 'waiting', 'one of them was approved');
    await visit(page, `/o/${house.org}/inbox`);
    const boxes = page.getByRole('checkbox', { name: 'Choose it to approve several together' });
    await boxes.first().waitFor();
    for (const box of await boxes.all()) await box.check();
    await page.getByRole('button', { name: /^Approve \d+ reviews of low risk/ }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: /^Approve \d+ reviews of low risk/ }).click();
    await page.getByText(/reviews approved\./).waitFor();
    for (const one of low) assert.equal((await house.call('GET', `${house.under}/reviews/${one.id}`)).status, 'approved');
    assert.deepEqual(context.troubles.filter((line) => !/409/.test(line)), []);
  });
});

describe('notifications', () => {
  it('tell of what waits, are done for everybody when somebody acted, and are chosen by kind and way', async () => {
    const waiting = await until('something waits', async () => (await house.call('GET', `${house.under}/reviews?status=waiting`)).items[0]);
    await until('the person is told', async () => (await house.call('GET', `${house.under}/notifications?open=true`)).items.some((one) => one.subject === waiting.id));
    await visit(page, `/o/${house.org}/notifications`);
    await page.locator('[role=row] .open a').first().waitFor();
    await house.call('POST', `${house.under}/reviews/${waiting.id}/approve`, { digest: waiting.digest });
    await until('it is done', async () => (await house.call('GET', `${house.under}/notifications`)).items.find((one) => one.subject === waiting.id)?.done_at);
    await visit(page, `/o/${house.org}/settings/notifications`);
    await page.getByRole('checkbox', { name: 'A run of yours failed, Mail' }).check();
    await page.getByLabel('Mail address').fill('maya@example.org');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Kept.', { exact: true }).waitFor();
    const chosen = await house.call('GET', `${house.under}/notification-settings`);
    assert.equal(chosen.mail, 'maya@example.org');
    assert.equal(chosen.choices.find((one) => one.kind === 'run_failed' && one.way === 'mail').on, true);
  });
});
