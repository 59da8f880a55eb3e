// What people do on the pages besides deciding: begin projects and runs, annotate, edit, steer, talk, hand out tasks and tokens.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { openContext, settled, visit } from './browser.mjs';
import { waitingReview } from './demo.mjs';
import { overflowing } from './looks.mjs';
import { scene } from './scene.mjs';
import { until } from './server.mjs';

const { server, browser, house, context, page } = await scene();

const open = async (path) => {
  await visit(page, `/o/${house.org}${path}`);
};
const dialog = () => page.getByRole('dialog');

describe('work on the pages', () => {
  it('a project is begun and a run of it started', async () => {
    await open('/projects');
    await page.keyboard.press('c');
    await dialog().getByLabel('Name').fill('ferry-times');
    await dialog().getByLabel('Brief').fill('# Ferry times\n\n## Goals\n\n- Anybody finds the next ferry.\n');
    await dialog().getByRole('button', { name: 'New project' }).click();
    await page.getByRole('heading', { name: 'ferry-times', exact: true }).waitFor();
    await page.keyboard.press('s');
    await dialog().getByRole('button', { name: 'Start a run' }).click();
    await page.getByRole('heading', { name: 'Run of ferry-times' }).waitFor();
    await page.getByRole('link', { name: 'Review' }).waitFor();
  });

  it('a note on a line survives a reload and goes with the request for changes', async () => {
    await open(`/p/${house.project}/reviews/${house.review}`);
    await page.getByRole('button', { name: 'Note on line 9', exact: true }).click();
    await page.keyboard.type('Whose desk?');
    await page.getByRole('button', { name: 'Add note' }).click();
    await page.getByRole('textbox', { name: 'Note on line 9' }).waitFor({ state: 'detached' });
    await page.reload();
    await settled(page);
    await page.getByText('Whose desk?').waitFor();
    await page.getByRole('button', { name: /^Request changes\s*\(1\)/ }).click();
    await dialog().getByText('Whose desk?').waitFor();
    await dialog().getByLabel(/What must change/).fill('One thing is unclear.');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Changes requested: the next attempt is on its way.').waitFor();
    const decided = await house.call('GET', `${house.under}/reviews/${house.review}`);
    assert.equal(decided.status, 'changes_requested');
    assert.match(decided.votes[0].comment, /One thing is unclear\.\s+prd prd\.md:9: Whose desk\?/);
    assert.deepEqual((await house.call('GET', `${house.under}/reviews/${house.review}/drafts`)).items, [], 'sent notes are kept');
  });

  it('a person edits what is under review, is its author, and the reader is offered the new version', async () => {
    const review = await until('the next version waits', async () => {
      const found = await waitingReview(house.call, house.org, house.run);
      return found.id !== house.review && found;
    });
    const detail = await house.call('GET', `${house.under}/reviews/${review.id}`);
    const [artifact] = detail.artifacts;
    const reader = await context.newPage();
    await visit(reader, `/o/${house.org}/p/${house.project}/reviews/${review.id}`);
    await open(`/p/${house.project}/runs/${house.run}/artifacts/${artifact.id}`);
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    const field = dialog().getByRole('textbox', { name: 'prd.md' });
    await field.fill(`${await field.inputValue()}\n- R99: said by a person.\n`);
    await dialog().getByRole('button', { name: 'Save as new version' }).click();
    await page.getByText('The new version is there.').waitFor();
    await page.getByText('R99: said by a person.').waitFor();
    await reader.getByText(`v${artifact.version + 1} is here.`).waitFor();
    await reader.close();
    const { items } = await house.call('GET', `${house.under}/artifacts/${artifact.id}/versions`);
    assert.equal(items[0].produced_by.type, 'person');

    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    const text = `${await field.inputValue()}\n- R100: from a file of a person.\n`;
    await dialog().getByLabel(/Or a file of yours/).setInputFiles({ name: 'mine.md', mimeType: 'text/markdown', buffer: Buffer.from(text) });
    await dialog().getByRole('button', { name: 'Save as new version' }).click();
    await page.getByText('R100: from a file of a person.').waitFor();
  });

  it('a rollback shows what it undoes before it is done, and asks why', async () => {
    await open(`/p/${house.project}/runs/${house.run}`);
    await page.getByRole('button', { name: 'Roll back' }).click();
    await dialog().getByText('What will be undone').waitFor();
    const send = dialog().getByRole('button', { name: 'Roll back' });
    assert.equal(await send.isDisabled(), true);
    await dialog().getByLabel('Reason').fill('The wrong brief.');
    await send.click();
    await dialog().waitFor({ state: 'detached' });
    await page.getByRole('region', { name: 'Timeline' }).getByText('The wrong brief.').waitFor();
    await page.getByRole('region', { name: 'Timeline' }).getByText(/rolled back to PRD/).waitFor();
  });

  it('a button that is pressed twice sends once', async () => {
    const run = await house.call('POST', `${house.under}/projects/${house.project}/runs`, {});
    await waitingReview(house.call, house.org, run.id);
    await open(`/p/${house.project}/runs/${run.id}`);
    let sent = 0;
    let answer;
    const held = new Promise((resolve) => (answer = resolve));
    await page.route('**/pause', async (route) => {
      sent += 1;
      await held;
      await route.continue();
    });
    const pause = page.locator('main').getByRole('button', { name: 'Pause', exact: true });
    await pause.dblclick();
    assert.equal(await pause.isDisabled(), true);
    answer();
    await page.locator('main').getByRole('button', { name: 'Resume', exact: true }).first().waitFor();
    assert.equal(sent, 1);
    assert.equal(await page.getByRole('alert').count(), 0, 'it says that it was refused');
    await page.unroute('**/pause');
    await house.call('POST', `${house.under}/runs/${run.id}/cancel`, {});
  });

  it('a run is offered what it takes as it stands, and nothing that would be refused', async () => {
    const run = await house.call('POST', `${house.under}/projects/${house.project}/runs`, {});
    const review = await waitingReview(house.call, house.org, run.id);
    await house.call('POST', `${house.under}/reviews/${review.id}/reject`, { digest: review.digest, comment: 'Not what was asked for.' });
    const named = (name) => page.locator('main').getByRole('button', { name, exact: true });
    await open(`/p/${house.project}/runs/${run.id}`);
    await page.getByRole('region', { name: 'Timeline' }).getByText('Not what was asked for.').waitFor();
    await named('Cancel run').waitFor();
    assert.equal(await named('Pause').count(), 0, 'what failed is paused');
    await named('Cancel run').click();
    await dialog().getByRole('button', { name: 'Cancel run' }).click();
    await dialog().waitFor({ state: 'detached' });
    await named('Cancel run').waitFor({ state: 'detached' });
    for (const name of ['Pause', 'Roll back', 'Raise limit', 'Re-run from stage']) assert.equal(await named(name).count(), 0, `${name} of what was cancelled`);
    await named('Re-run').click();
    assert.deepEqual(await dialog().getByRole('combobox').locator('option').allInnerTexts(), ['All of it, as a new run']);
    await page.keyboard.press('Escape');
  });

  it('a replay says that every stage is identical', async () => {
    await open(`/p/${house.project}/runs/${house.run}`);
    await page.getByRole('button', { name: 'Replay' }).click();
    await dialog().getByText('Replay: identical').waitFor();
  });

  it('a message is sent, and one of somebody else appears by itself', async () => {
    await open('/messages/captain');
    await page.getByRole('textbox', { name: 'Message', exact: true }).fill('Who is on duty?');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Who is on duty?', { exact: true }).waitFor();
    await house.call('POST', `${house.under}/messages`, { channel: 'captain', body: 'I am.' });
    await page.getByText('I am.', { exact: true }).waitFor();
  });

  it('a task is handed out, and cancelled with a reason', async () => {
    await open('/tasks');
    await page.keyboard.press('c');
    await dialog().getByLabel('Title').fill('Count the ferries');
    await dialog().getByRole('button', { name: 'New task' }).click();
    await page.getByRole('heading', { name: 'Count the ferries' }).waitFor();
    await page.getByRole('button', { name: 'Cancel task' }).click();
    await dialog().getByLabel('Reason').fill('Counted already.');
    await dialog().getByRole('button', { name: 'Cancel task' }).click();
    await page.getByRole('region', { name: 'Task' }).getByText('Cancelled', { exact: true }).waitFor();
    await page.getByRole('region', { name: 'Task' }).getByText('Counted already.').waitFor();
  });

  it('a failed task says what failed in words, and keeps what its worker sent below a fold', async () => {
    const task = await house.call('POST', `${house.under}/tasks`, { title: 'Ask the harbour' });
    const message = JSON.stringify({ type: 'error', error: { type: 'overloaded_error', message: 'The harbour does not answer.' }, request: 'a'.repeat(64) });
    await house.call('POST', `${house.under}/tasks/${task.id}/fail`, { message, permanent: true });
    await open(`/tasks?task=${task.id}`);
    const view = page.getByRole('region', { name: 'Task', exact: true });
    await view.getByRole('heading', { name: 'What failed' }).waitFor();
    await view.getByText('The harbour does not answer.', { exact: true }).waitFor();
    await view.getByText('overloaded_error', { exact: true }).waitFor();
    const raw = view.getByText('"request": "aaaa');
    assert.equal(await raw.isVisible(), false, 'JSON is shown before anybody asks for it');
    await view.getByText('As it was sent').click();
    await raw.waitFor();
  });

  it('tasks of one name are told apart by their project and attempt, in the list and in the graph', async () => {
    await open('/tasks?view=list');
    await page.getByRole('row', { name: /Product requirements status-page/ }).first().waitFor();
    await open('/tasks?view=graph');
    const boxes = page.getByRole('region', { name: 'Wait for nothing here, and hold up nothing' }).getByRole('button', { name: /Product requirements/ });
    await boxes.filter({ hasText: 'status-page' }).first().waitFor();
    const cut = await boxes.evaluateAll((all) => all.flatMap((one) => [...one.querySelectorAll('.cut')]).filter((it) => it.scrollWidth > it.clientWidth).map((it) => it.textContent));
    assert.deepEqual(cut, [], 'what tells them apart is cut off');
  });

  it('on a phone what was chosen among many is seen at once', async () => {
    const phone = await openContext(browser, server, { width: 390, height: 844 });
    const small = await phone.newPage();
    await visit(small, `/o/${house.org}/settings/prompts`);
    await small.getByRole('link', { name: /^Writer/ }).click();
    const heading = small.getByRole('heading', { name: 'Writer', exact: true });
    await heading.waitFor();
    const { top, bottom } = await heading.evaluate((it) => it.getBoundingClientRect().toJSON());
    assert.ok(top > 0 && bottom < 400, `the chosen one begins at ${top}`);
    assert.equal(await overflowing(small), false);
    await phone.close();
  });

  it('a name of sixty letters without a space is broken on a phone, and is whole beside what stands next to it', async () => {
    const name = `harbour${'x'.repeat(53)}`;
    const project = await house.call('POST', `${house.under}/projects`, { name, brief: '# Ferries\n', template: 'software-delivery' });
    const run = await house.call('POST', `${house.under}/projects/${project.id}/runs`, {});
    const review = await waitingReview(house.call, house.org, run.id);
    const task = await house.call('POST', `${house.under}/tasks`, { title: name, assignee: name, project: project.id });
    const sizes = [[390, 844], [1440, 900]];
    for (const [width, height] of sizes) {
      const window = await openContext(browser, server, { width, height });
      const small = await window.newPage();
      for (const path of [`/p/${project.id}`, `/p/${project.id}/runs/${run.id}`, `/p/${project.id}/runs/${run.id}/artifacts/${(await house.call('GET', `${house.under}/reviews/${review.id}`)).artifacts[0].id}`, `/tasks?view=list&task=${task.id}`, '/settings/limits']) {
        await visit(small, `/o/${house.org}${path}`);
        assert.equal(await overflowing(small), false, `${path} at ${width}`);
        const out = await small.locator('main :is(h1, h2, a, button, select):visible').evaluateAll((all) =>
          all.filter((one) => !one.closest('.rail, nav, [role=grid]') && one.getBoundingClientRect().right > innerWidth).map((one) => one.textContent),
        );
        assert.deepEqual(out, [], `${path} at ${width}`);
      }
      await visit(small, `/o/${house.org}/p/${project.id}/runs/${run.id}`);
      const boxes = await small.locator('main header').first().locator(':scope > *').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()));
      const lies = boxes.flatMap((a, at) => boxes.slice(at + 1).filter((b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1));
      assert.deepEqual(lies, [], `something lies on the name at ${width}`);
      await window.close();
    }
  });

  it('channels in which something was said stand first', async () => {
    await open('/messages');
    const channels = await page.getByRole('region', { name: 'Channels' }).getByRole('listitem').allInnerTexts();
    const said = channels.slice(0, -1).map((one) => /\d$/.test(one.trim()));
    assert.ok(said[0] && !said.includes(true, said.indexOf(false)), channels.join(', '));
  });

  it('a token is shown once', async () => {
    await open('/settings/tokens');
    await page.getByRole('button', { name: 'New token' }).click();
    await dialog().getByLabel('Name').fill('for the script');
    await dialog().getByRole('button', { name: 'New token' }).click();
    const text = await dialog().locator('code').innerText();
    assert.match(text, /^dos_/);
    await page.keyboard.press('Escape');
    await page.getByText('for the script').waitFor();
    assert.equal(await page.getByText(text).count(), 0);
  });

  it('a template that is wrong is refused with its line, and one that is right is not', async () => {
    await open('/settings/templates');
    const source = page.getByLabel('Source (TOML)');
    const good = await source.inputValue();
    await source.fill('name = ');
    await page.getByRole('button', { name: 'Check' }).click();
    await page.getByText(/problems? found\./).waitFor();
    await source.fill(good);
    await page.getByRole('button', { name: 'Check' }).click();
    await page.getByText('Valid.').waitFor();
  });

  it('what was typed and not sent is there again: after Escape, on another page, and after a reload', async () => {
    const review = await waitingReview(house.call, house.org, house.run);
    const reject = page.getByRole('button', { name: 'Reject', exact: true });
    const reason = dialog().getByRole('textbox');
    await open(`/p/${house.project}/reviews/${review.id}`);
    await reject.click();
    await reason.fill('The measure is missing.');
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    await reject.click();
    assert.equal(await reason.inputValue(), 'The measure is missing.');
    await page.keyboard.press('Escape');

    const [artifact] = (await house.call('GET', `${house.under}/reviews/${review.id}`)).artifacts;
    const edit = page.getByRole('button', { name: 'Edit', exact: true });
    const field = dialog().getByRole('textbox', { name: 'prd.md' });
    await open(`/p/${house.project}/runs/${house.run}/artifacts/${artifact.id}`);
    await edit.click();
    await field.fill('# Half of it\n');
    await page.keyboard.press('Escape');
    await edit.click();
    assert.equal(await field.inputValue(), '# Half of it\n');
    await dialog().getByRole('button', { name: 'Discard changes' }).click();
    assert.notEqual(await field.inputValue(), '# Half of it\n');
    await page.keyboard.press('Escape');

    await open('/settings/templates');
    const source = page.getByLabel('Source (TOML)');
    const published = await source.inputValue();
    await source.fill(`${published}\n# half of it`);
    await open('/projects');
    await page.goBack();
    await settled(page);
    assert.equal(await source.inputValue(), `${published}\n# half of it`);
    await page.getByRole('button', { name: 'Discard changes' }).click();
    assert.equal(await source.inputValue(), published);

    await open(`/p/${house.project}/reviews/${review.id}`);
    await reject.click();
    assert.equal(await reason.inputValue(), 'The measure is missing.');
    await reason.fill('');
    await page.keyboard.press('Escape');
  });

  it('a standard shows what it would change in every template before it is published', async () => {
    await open('/settings/standard');
    const field = page.getByRole('textbox', { name: /Source/ });
    await field.fill('least_quorums = 2\n');
    await page.getByRole('button', { name: 'Check' }).click();
    await page.getByText('1 problem found.').waitFor();
    await field.fill('required_stages = ["security"]\nleast_quorum = 2\n');
    await page.getByRole('button', { name: 'Check' }).click();
    await page.getByRole('region', { name: 'planning-only' }).getByText(/requires a stage .security/).waitFor();
    await page.getByRole('region', { name: 'software-delivery' }).getByText(/2 in place of 1/).first().waitFor();
    assert.equal((await house.call('GET', `${house.under}/standard`)).version, 0, 'checking published it');
  });

  it('a log line is found by its words and opened', async () => {
    await open('/logs?range=24h');
    await page.getByRole('searchbox', { name: 'Search the logs' }).fill('request answered');
    await page.keyboard.press('Enter');
    // Until the answer is there, the lines of before are shown.
    await page.waitForFunction(() => {
      const shown = [...document.querySelectorAll('[role=row]')];
      return shown.length > 0 && shown.every((row) => row.textContent.includes('request answered'));
    });
    // Whole ones: a row cuts its words where they are too many. Lines come while the rows are read.
    const ids = async () => (await page.locator('[role=row] .facts').allInnerTexts()).flatMap((row) => /request\.id=[0-9a-f]{32}\b/.exec(row) ?? []);
    assert.ok((await ids()).length > 0, 'no row names its request');
    await until('no line stands twice', async () => {
      const found = await ids();
      return new Set(found).size === found.length;
    });
    await page.getByRole('row').first().getByRole('button').click();
    await page.getByRole('region', { name: 'Log line' }).getByText('request answered').waitFor();
  });

  it('log lines are summed up, and what failed most and took longest leads to its lines', async () => {
    await open('/logs?range=24h');
    await page.getByRole('button', { name: 'Summary', exact: true }).click();
    const summary = page.getByRole('region', { name: 'Summary' });
    await summary.getByText('starts of the server').waitFor();
    await summary.getByRole('region', { name: 'Said most often' }).waitFor();
    await summary.getByRole('region', { name: 'Slowest requests' }).getByRole('button', { name: /^(GET|POST|PUT) / }).first().click();
    await until('the address asks for one request', () => /[?&]q=[0-9a-f]{32}/.test(page.url()));
    await page.getByRole('row').filter({ hasText: 'request answered' }).first().waitFor();
  });

  it('the log lines that are shown are exported', async () => {
    await open('/logs?range=24h&q=request+answered');
    const begun = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    const file = await begun;
    assert.equal(file.suggestedFilename(), `logs-${house.org}.jsonl.zst`);
    const bytes = readFileSync(await file.path());
    assert.equal(bytes.readUInt32LE(0), 0xfd2fb528, 'it is no zstd');
  });

  it('the tail stands still for whoever reads further up, and says how much came meanwhile', async () => {
    for (let left = 80; left > 0; left -= 1) await house.call('GET', '/api/v1/whoami');
    await open('/logs?range=24h&q=request+answered');
    const grid = page.getByRole('grid', { name: 'Logs' });
    await until('the window is full', () => grid.evaluate((it) => it.scrollHeight > it.clientHeight + 400));
    assert.equal(await page.getByRole('button', { name: /newest ↓|new ↓/ }).count(), 0, 'it follows from the start');
    await grid.evaluate((it) => it.scrollBy({ top: -300 }));
    await page.getByRole('button', { name: /newest ↓|new ↓/ }).waitFor();
    const top = () => grid.evaluate((it) => it.scrollTop);
    const before = await top();
    for (let left = 5; left > 0; left -= 1) await house.call('GET', '/api/v1/whoami');
    await page.getByRole('button', { name: /^([5-9]|\d\d+) new ↓/ }).waitFor();
    assert.equal(await top(), before, 'what is read moved');
    await page.getByRole('button', { name: / new ↓/ }).click();
    await page.getByRole('button', { name: /newest ↓|new ↓/ }).waitFor({ state: 'detached' });
  });

  it('somebody is invited with a link that is shown once', async () => {
    await open('/settings/members');
    await page.getByRole('button', { name: 'Invite' }).click();
    await dialog().getByLabel('Name').fill('Noor Haddad');
    await dialog().getByRole('button', { name: 'Invite' }).click();
    await dialog().getByText(`${server.url}/invite/`).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('region', { name: 'Members' }).getByText('Noor Haddad').waitFor();
  });

  it('a role on a project is given and taken away by keys, and one that nobody may give is no choice', async () => {
    await open('/settings/members');
    const roles = page.getByRole('region', { name: 'Roles by project' });
    const field = roles.getByRole('combobox', { name: 'Role of Noor Haddad in status-page' });
    const granted = async () => (await house.call('GET', `${house.under}/members`)).items.find((one) => one.name === 'Noor Haddad').project_roles;
    await field.focus();
    await page.keyboard.press('ArrowDown');
    await until('it is given', async () => (await granted()).length === 1);
    assert.deepEqual(await granted(), [{ project: house.project, role: 'owner' }]);
    await page.reload();
    await settled(page);
    assert.equal(await field.inputValue(), 'owner');
    await field.focus();
    await page.keyboard.press('ArrowUp');
    await until('it is taken away', async () => (await granted()).length === 0);
    await context.route('**/members?*', async (route) => {
      const response = await route.fetch();
      const { items, next } = await response.json();
      await route.fulfill({ response, json: { items: items.map((one) => ({ ...one, role: 'viewer' })), next } });
    });
    await page.reload();
    await settled(page);
    await roles.getByText('Noor Haddad').waitFor();
    assert.equal(await roles.getByRole('combobox').count(), 0, 'a viewer is offered to give roles');
    // What is still being answered is answered first.
    await context.unrouteAll({ behavior: 'wait' });
  });
});
