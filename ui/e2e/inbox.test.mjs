// What waits for a person besides reviews, decided from the inbox: what an agent asks, a run that is held up, and what is put off. And
// how a run is steered from its own page.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { visit } from './browser.mjs';
import { waitingReview } from './demo.mjs';
import { breaches } from './looks.mjs';
import { scene } from './scene.mjs';
import { until } from './server.mjs';

/** An agent that asks before it acts, and keeps what it is told. */
const AGENT = `
import json, os, sys
def say(message):
    print(json.dumps({"jsonrpc": "2.0", **message}), flush=True)
for line in sys.stdin:
    asked = json.loads(line)
    method, result = asked.get("method"), {}
    if method == "initialize":
        result = {"protocolVersion": 1, "agentCapabilities": {}}
    elif method == "session/new":
        os.chdir(asked["params"]["cwd"])
        result = {"sessionId": "s"}
    elif method == "session/prompt":
        call = {"toolCallId": "1", "title": "Cast off", "kind": "execute", "rawInput": {"command": "cast-off --pier 3"}}
        options = [{"optionId": "yes", "name": "Yes", "kind": "allow_once"}, {"optionId": "no", "name": "No", "kind": "reject_once"}]
        say({"id": "may-i", "method": "session/request_permission", "params": {"sessionId": "s", "toolCall": call, "options": options}})
        told = {}
        while told.get("id") != "may-i":
            told = json.loads(sys.stdin.readline())
        os.makedirs("out", exist_ok=True)
        open("out/RESULT.md", "w").write(json.dumps(told.get("result")))
        result = {"stopReason": "end_turn"}
    if "id" in asked and method:
        say({"id": asked["id"], "result": result})
`;
const MANIFEST = `name = "ferryman"
role = "ferryman"
[runtime]
kind = "acp"
command = "/usr/bin/python3"
arguments = ["-c", '''${AGENT}''']
[[tools]]
effect = "ask"
tool = "execute"
`;

const { house, page, context } = await scene();
const { call, org, under, run } = house;
const list = () => page.getByRole('region', { name: 'What waits' });
const dialog = () => page.getByRole('dialog');
const tab = (name) => page.getByRole('navigation', { name: 'Inbox' }).getByRole('link', { name });

describe('the inbox', () => {
  it('has what waits before the first steps, offers no sample where work waits, and goes nowhere from the only one', async () => {
    await visit(page, `/o/${org}/inbox`);
    const steps = page.getByRole('region', { name: 'First steps' });
    const top = (of) => of.evaluate((it) => it.getBoundingClientRect().top);
    assert.ok((await top(list().getByRole('grid', { name: 'What waits' }))) < (await top(steps)), 'the first steps stand above the work');
    assert.equal(await page.getByRole('button', { name: 'Make a sample to decide about' }).count(), 0);
    for (const name of ['Previous', 'Next']) assert.equal(await page.getByRole('button', { name, exact: true }).isDisabled(), true, name);
    await visit(page, `/o/${org}/p/${house.project}/reviews/${house.review}`);
    assert.equal(await page.getByRole('link', { name: /^Inbox/ }).first().getAttribute('aria-current'), 'page', 'a review belongs to the inbox');
  });

  it('a review that is put off is gone from it until it is woken, or changes', async () => {
    await visit(page, `/o/${org}/inbox`);
    await page.getByRole('heading', { name: 'Product requirements, attempt 2' }).waitFor();
    await page.keyboard.press('h');
    await list().getByText('Nothing needs you.').waitFor();
    await tab(/^Snoozed/).click();
    await list().getByText('Product requirements, attempt 2').waitFor();
    await page.getByRole('button', { name: 'Wake' }).click();
    await tab(/^For me/).click();
    await list().getByText('Product requirements, attempt 2').waitFor();
    await page.keyboard.press('h');
    await list().getByText('Nothing needs you.').waitFor();
    const review = await waitingReview(call, org, run);
    await call('POST', `${under}/reviews/${review.id}/request-changes`, { digest: review.digest, comment: 'Shorter.' });
    await list().getByText('Product requirements, attempt 3').waitFor();
  });

  it('a run that is held up says why, and goes on by a button', async () => {
    await visit(page, `/o/${org}/p/${house.project}/runs/${run}`);
    await page.getByRole('button', { name: 'Pause' }).click();
    const blockers = page.getByRole('region', { name: 'What holds it up' });
    await page.getByRole('button', { name: 'Resume' }).first().waitFor();
    await blockers.getByRole('button', { name: 'Resume' }).or(blockers.getByRole('link', { name: 'Review' })).first().waitFor();
    await page.locator('.page > header').getByRole('button', { name: 'Resume' }).click();
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    assert.deepEqual(await breaches(page), []);
  });

  it('what an agent asks is read to the last letter and allowed once, and the agent hears it', async () => {
    await call('POST', `${under}/agents`, { source: MANIFEST });
    const task = await call('POST', `${under}/tasks`, { title: 'Take the evening ferry out', role: 'ferryman' });
    await visit(page, `/o/${org}/inbox`);
    await list().getByRole('link', { name: /Cast off/ }).click({ timeout: 60_000 });
    await page.getByText('cast-off --pier 3').waitFor();
    assert.deepEqual(await breaches(page), []);
    await page.keyboard.press('a');
    await dialog().waitFor();
    await page.keyboard.press('Control+Enter');
    await dialog().waitFor({ state: 'detached' });
    await list().getByRole('link', { name: /Cast off/ }).waitFor({ state: 'detached' });
    await until('the agent went on', async () => (await call('GET', `${under}/tasks/${task.id}`)).status === 'done', 60);
    const { items } = await call('GET', `${under}/permissions`);
    assert.deepEqual(items.map((one) => one.status), ['approved']);
  });

  it('sent back for a fresh attempt by keys, what waits next takes its place', async () => {
    const before = await waitingReview(call, org, run);
    await visit(page, `/o/${org}/inbox/${before.id}`);
    await page.keyboard.press('g');
    await page.keyboard.press('r');
    await dialog().waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByText('Sent back: a fresh attempt is on its way.').waitFor();
    await page.getByRole('heading', { name: 'Product requirements, attempt 4' }).waitFor();
  });

  it('what is read stays when somebody else decides it and other things wait, with all that was typed', async () => {
    const heading = page.getByRole('heading', { name: 'Product requirements, attempt 4' });
    await visit(page, `/o/${org}/inbox`);
    await heading.waitFor();
    await page.getByRole('button', { name: 'Request changes' }).first().click();
    await dialog().getByRole('textbox').first().fill('Say who reads it.');
    const beside = await call('POST', `${under}/projects`, { name: 'beside', brief: '# Beside\n\nAnother one.\n', template: 'software-delivery' });
    const other = await waitingReview(call, org, (await call('POST', `${under}/projects/${beside.id}/runs`, {})).id);
    await list().getByText('beside').waitFor();
    const read = await waitingReview(call, org, run);
    await call('POST', `${under}/reviews/${read.id}/request-changes`, { digest: read.digest, comment: 'Not like this.' });
    await list().getByRole('link', { name: /attempt 4/ }).waitFor({ state: 'detached' });
    assert.equal(await heading.isVisible(), true, 'another review stands where this one was read');
    assert.equal(await dialog().getByRole('textbox').first().inputValue(), 'Say who reads it.');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    await page.getByText('Changes requested').first().waitFor();
    await page.keyboard.press('j');
    await page.waitForURL(/\/inbox\/rev_/);
    assert.equal((await call('GET', `${under}/reviews/${other.id}`)).status, 'waiting', 'nobody decided the other one');
  });
});

describe('a run', () => {
  it('is begun again as a whole: another one, which the page goes to', async () => {
    await visit(page, `/o/${org}/p/${house.project}/runs/${run}`);
    await page.getByRole('button', { name: 'Re-run' }).click();
    await dialog().getByRole('button', { name: 'Re-run' }).click();
    await page.waitForURL((url) => /\/runs\/run_/.test(url.pathname) && !url.pathname.endsWith(run));
    await page.getByRole('link', { name: 'Review' }).waitFor();
    assert.equal((await call('GET', `${under}/runs?project=${house.project}`)).items.length, 2);
  });
});

describe('the audit', () => {
  const report = (result, more = {}) => ({ json: { result, events: 12, head: `sha256:${'0'.repeat(64)}`, ...more } });
  const ANSWERS = {
    'Broken at 7': report('broken', { broken_at: '7' }),
    'Nothing to check: the ledger has no entry.': report('empty'),
    'Not enabled for you': { status: 403, json: { title: 'Forbidden', status: 403, code: 'forbidden', detail: 'You need the role owner.' } },
  };
  for (const [said, answer] of Object.entries(ANSWERS)) {
    it(`says “${said}” where that is so`, async () => {
      await context.route('**/audit/verify', (route) => route.fulfill(answer));
      await visit(page, `/o/${org}/audit`);
      await page.getByRole('button', { name: 'Verify' }).click();
      await page.getByRole('region', { name: 'Verify' }).getByText(said).waitFor();
      assert.deepEqual(await breaches(page), []);
      await context.unroute('**/audit/verify');
      context.troubles.splice(0);
    });
  }
});
