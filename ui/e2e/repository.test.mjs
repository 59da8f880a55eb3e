// The repository that the work of a project begins from, on the project's page.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { visit } from './browser.mjs';
import { bareScene } from './scene.mjs';
import { dreamos } from './server.mjs';

const allowed = realpathSync(mkdtempSync(join(tmpdir(), 'dreamos-repositories-')));
after(() => rmSync(allowed, { recursive: true }));
const git = (...rest) => execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...rest], { cwd: join(allowed, 'site'), stdio: 'ignore' });
mkdirSync(join(allowed, 'site'));
writeFileSync(join(allowed, 'site/a.txt'), 'one\n');
git('init', '--quiet', '--initial-branch=main');
git('add', '--all');
git('commit', '--quiet', '--message', 'the first');
git('branch', 'next');
const { server, house: { call, org, under }, page } = await bareScene({ options: ['--repositories', allowed] });
const { id: project } = await call('POST', `${under}/projects`, { name: 'Landing stage', template: 'planning-only', brief: '# Landing stage\n\nA place to land.\n' });

const open = async () => {
  await visit(page, `/o/${org}/p/${project}`);
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
