// Agents on the pages: what they do, what is wanted of them, and the button that stops them all.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { visit } from './browser.mjs';
import { bareScene } from './scene.mjs';
import { until } from './server.mjs';

const MANIFEST = `name = "ferryman"
role = "ferryman"

[runtime]
kind = "acp"
command = "/nonexistent/ferryman"
`;
/** One whose manifest says everything that the page shows. */
const FILLED = `name = "porter"
role = "porter"
idle_timeout = "10m"

[runtime]
kind = "acp"
command = "/nonexistent/porter"

[secrets]
PORTER_KEY = "porter"

[sandbox]
level = "landlock"
hosts = ["api.porter.example", "*.crates.io"]
readable = ["/opt/porter"]

[[tools]]
effect = "deny"
tool = "execute"
arguments = [{ at = "/command", glob = "*sudo *" }, { at = "/path", prefix = "/etc" }]

[[tools]]
effect = "ask"
tool = "git__push"

[[mcp]]
name = "git"
command = "/nonexistent/git-mcp"
timeout = "30s"

[[mcp]]
name = "web"
url = "https://mcp.porter.example/mcp"
secret_headers = { Authorization = "porter-web" }

[limits]
memory_mb = 4096
cpu = "30m"
processes = 200
tokens = 2000000
`;

const { house: { call, org }, page } = await bareScene();
for (const source of [MANIFEST, FILLED]) await call('POST', `/api/v1/orgs/${org}/agents`, { source });

const open = async (path) => {
  await visit(page, `/o/${org}${path}`);
};
const dialog = () => page.getByRole('dialog');
const wanted = async () => (await call('GET', `/api/v1/orgs/${org}/agents/ferryman`)).desired;

describe('agents', () => {
  it('are reached by keys and listed with what they do', async () => {
    await open('/inbox');
    await page.keyboard.press('g');
    await page.keyboard.press('a');
    await page.getByRole('heading', { name: 'Agents', exact: true }).waitFor();
    await page.getByRole('link', { name: 'ferryman' }).click();
    await page.getByRole('heading', { name: 'ferryman', exact: true }).waitFor();
    await page.getByRole('region', { name: 'Manifest' }).getByText('/nonexistent/ferryman').waitFor();
    await page.getByRole('region', { name: 'Tools and permissions' }).getByText('a rule of its manifest denies').waitFor();
    await page.getByRole('region', { name: 'Agents’ leave' }).getByText('It has no standing leave').waitFor();
  });

  it('show the rules, tool servers, limits and confinement of their manifests', async () => {
    await open('/agents/porter');
    const region = page.getByRole('region', { name: 'Tools and permissions' });
    const rows = async (name) => {
      const table = region.getByRole('table', { name, exact: true });
      return table.locator('tbody tr').evaluateAll((found) => found.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent.trim())));
    };
    assert.deepEqual(await rows('Rules about tools'), [
      ['Denied', 'execute', '/command is like *sudo *, /path begins with /etc'],
      ['Asked for', 'git__push', 'any'],
    ]);
    assert.deepEqual(await rows('Tool servers'), [
      ['git', '/nonexistent/git-mcp', '', '30 s'],
      ['web', 'https://mcp.porter.example/mcp', 'porter-web', '60 s'],
    ]);
    const facts = await region.locator('dl.facts').last().evaluate((list) => {
      const words = (tag) => [...list.querySelectorAll(tag)].map((one) => one.textContent.trim());
      const [names, values] = [words('dt'), words('dd')];
      return Object.fromEntries(names.map((name, at) => [name, values[at]]));
    });
    assert.deepEqual(facts, {
      'Confined by': 'landlock at least',
      Network: 'api.porter.example, *.crates.io',
      'May read as well': '/opt/porter',
      Secrets: 'porter',
      Memory: '4,096 MiB',
      'Processor at most': '1,800 s',
      'Processes at most': '200',
      'Tokens in one task': '2,000,000',
      'Idle for at most': '600 s',
    });
    await open('/agents/ferryman');
    await region.getByText('as the server demands').waitFor();
    for (const name of ['Rules about tools', 'Tool servers']) assert.equal(await region.getByRole('table', { name, exact: true }).count(), 0, `no empty table: ${name}`);
  });

  it('are wanted stopped and on demand by one press', async () => {
    await open('/agents/ferryman');
    const group = page.getByRole('group', { name: 'What is wanted of it' });
    await group.getByRole('button', { name: 'Stopped' }).click();
    await group.locator('[aria-pressed=true]', { hasText: 'Stopped' }).waitFor();
    assert.equal(await wanted(), 'stopped');
    await group.getByRole('button', { name: 'On demand' }).click();
    await group.locator('[aria-pressed=true]', { hasText: 'On demand' }).waitFor();
    assert.equal(await wanted(), 'on_demand');
  });

  it('are nudged with words, by keyboard', async () => {
    await open('/agents/ferryman');
    await page.keyboard.press('n');
    await dialog().getByLabel(/What it is told/).fill('The tide turns.');
    await page.keyboard.press('Control+Enter');
    await page.getByText('It is told.').waitFor();
  });

  it('are all stopped after a confirmation, which every page says until they are started again', async () => {
    await open('/agents');
    await page.getByRole('button', { name: 'Stop all agents' }).click();
    await dialog().getByLabel('Why? (optional)').fill('Storm.');
    await dialog().getByRole('button', { name: 'Stop all agents' }).click();
    const banner = page.getByRole('region', { name: 'All agents are stopped' });
    await banner.getByText('Storm.').waitFor();
    assert.equal((await call('GET', `/api/v1/orgs/${org}/swarm`)).stopped, true);
    for (const path of ['/projects', '/logs', '/settings']) {
      await open(path);
      await banner.waitFor();
    }
    await banner.getByRole('button', { name: 'Start all agents' }).click();
    await dialog().getByRole('button', { name: 'Start all agents' }).click();
    await banner.waitFor({ state: 'detached' });
    assert.equal((await call('GET', `/api/v1/orgs/${org}/swarm`)).stopped, false);
  });

  it('that cannot be started say so, and people settle what was escalated', async () => {
    await call('POST', `/api/v1/orgs/${org}/tasks`, { title: 'Row over', role: 'ferryman' });
    await until('it is escalated', async () => (await call('GET', `/api/v1/orgs/${org}/escalations`)).items.some((one) => one.agent === 'ferryman'));
    await open('/agents');
    const panel = page.getByRole('region', { name: 'Escalations' });
    await panel.getByRole('button', { name: 'Settled' }).click();
    await panel.waitFor({ state: 'detached' });
    await open('/agents/ferryman');
    await page.getByRole('region', { name: 'Escalations' }).getByText('Settled').waitFor();
  });
});
