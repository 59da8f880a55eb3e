// The repository that the work of a project begins from, on the project's page.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openContext, settled, startBrowser } from './browser.mjs';
import { caller, dreamos, startServer } from './server.mjs';

let server;
let browser;
let context;
let page;
let call;
let project;
let allowed;
let org;

const git = (...rest) => execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...rest], { cwd: join(allowed, 'site'), stdio: 'ignore' });

before(async () => {
  allowed = realpathSync(mkdtempSync(join(tmpdir(), 'dreamos-repositories-')));
  mkdirSync(join(allowed, 'site'));
  writeFileSync(join(allowed, 'site/a.txt'), 'one\n');
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'the first');
  git('branch', 'next');
  server = await startServer('--repositories', allowed);
  browser = await startBrowser();
  call = caller(server);
  ({ org } = await call('GET', '/api/v1/whoami'));
  ({ id: project } = await call('POST', `/api/v1/orgs/${org}/projects`, { name: 'Landing stage', template: 'planning-only', brief: '# Landing stage\n\nA place to land.\n' }));
  context = await openContext(browser, server);
  page = await context.newPage();
});
after(async () => {
  assert.deepEqual(context?.troubles, []);
  await browser?.close();
  await server?.stop();
  rmSync(allowed, { recursive: true });
});

const open = async () => {
  await page.goto(`/o/${org}/p/${project}`);
  await settled(page);
};
const head = () => page.locator('.page > header');

describe("a project's repository", () => {
  it('is named on its page with the branch, and what may not be read is refused', async () => {
    await open();
    assert.doesNotMatch(await head().textContent(), /Repository/);
    await assert.rejects(dreamos(server, ['project', 'repository', 'set', project, '/etc']), /repositories may lie in/);
    await dreamos(server, ['project', 'repository', 'set', project, join(allowed, 'site')]);
    await open();
    await head().getByText(`${join(allowed, 'site')} (main)`).waitFor();
    assert.match(await head().textContent(), /· Repository /);
  });

  it('changes on open pages, and is gone when it is cleared', async () => {
    await open();
    await dreamos(server, ['project', 'repository', 'set', project, join(allowed, 'site'), '--branch', 'next']);
    await head().getByText(`${join(allowed, 'site')} (next)`).waitFor();
    await dreamos(server, ['project', 'repository', 'clear', project]);
    await head().getByText('Repository').waitFor({ state: 'detached' });
  });
});
