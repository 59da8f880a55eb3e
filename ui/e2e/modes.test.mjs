// What an agent changed in a copy of the project's repository, under review: files that may be executed now, and links that lead elsewhere.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { visit } from './browser.mjs';
import { waitingReview } from './demo.mjs';
import { breaches } from './looks.mjs';
import { bareScene } from './scene.mjs';
import { dreamos, until } from './server.mjs';

const TEMPLATE = `name = "changed"
[[stage]]
name = "build"
role = "builder"
produces = [{ name = "changes", kind = "tree" }]
checks = ["size"]
[stage.gate]
approvers = ["owner"]
`;

/** An agent that writes a script into its copy, and does more to it once it was told of modes. */
const AGENT = `
import json, os, sys
def told():
    for folder, _, names in os.walk("in"):
        for name in names:
            yield open(os.path.join(folder, name), errors="replace").read()
for line in sys.stdin:
    asked = json.loads(line)
    result = {}
    if asked.get("method") == "initialize":
        result = {"protocolVersion": 1, "agentCapabilities": {}}
    elif asked.get("method") == "session/new":
        os.chdir(asked["params"]["cwd"])
        result = {"sessionId": "s"}
    elif asked.get("method") == "session/prompt":
        open("repository/run.sh", "w").write("#!/bin/sh\\necho ready\\n")
        if "MAY-RUN" in line or any("MAY-RUN" in text for text in told()):
            os.chmod("repository/run.sh", 0o755)
            os.remove("repository/current")
            os.symlink("run.sh", "repository/current")
        result = {"stopReason": "end_turn"}
    if "id" in asked and "method" in asked:
        print(json.dumps({"jsonrpc": "2.0", "id": asked["id"], "result": result}), flush=True)
`;

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'dreamos-modes-')));
const site = join(folder, 'allowed/site');
mkdirSync(site, { recursive: true });
writeFileSync(join(site, 'a.txt'), 'one\n');
symlinkSync('a.txt', join(site, 'current'));
const git = (...rest) => execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...rest], { cwd: site, stdio: 'ignore' });
git('init', '--quiet', '--initial-branch=main');
git('add', '--all');
git('commit', '--quiet', '--message', 'the first');

after(() => rmSync(folder, { recursive: true }));
const { server, house: { call, org, under }, page } = await bareScene({ options: ['--repositories', join(folder, 'allowed')] });
const written = (name, text) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
await dreamos(server, ['template', 'publish', written('changed.toml', TEMPLATE)]);
const manifest = `name = "shaper"\nrole = "builder"\n[runtime]\nkind = "acp"\ncommand = "/usr/bin/python3"\narguments = ["-c", '''${AGENT}''']\n`;
await dreamos(server, ['agent', 'register', written('shaper.toml', manifest)]);
const project = await call('POST', `${under}/projects`, { name: 'site', template: 'changed', brief: '# Site\n\nA script that runs.\n' });
await dreamos(server, ['project', 'repository', 'set', project.id, site]);
const run = await call('POST', `${under}/projects/${project.id}/runs`, {});
const first = await until('the first version waits', () => waitingReview(call, org, run.id), 60);
await call('POST', `${under}/reviews/${first.id}/request-changes`, { digest: first.digest, comment: 'The script is one that MAY-RUN.' });
const second = await until('the second version waits', async () => {
  const found = await waitingReview(call, org, run.id);
  return found && found.id !== first.id && found;
}, 60);

await visit(page, `/o/${org}/p/${project.id}/reviews/${second.id}`);

const file = (name) => page.getByRole('navigation', { name: 'Files' }).getByRole('button', { name });

describe('modes and links under review', () => {
  it('the list of files says which mode a file has now', async () => {
    assert.match(await file(/run\.sh/).textContent(), /100755/);
    assert.doesNotMatch(await file(/changes\.diff/).textContent(), /100/);
  });

  it('a file that may be executed now says so, though none of its lines changed', async () => {
    await file(/run\.sh/).click();
    await page.getByText('Mode 100644 → 100755').waitFor();
    assert.deepEqual(await breaches(page), []);
  });

  it('a link that leads elsewhere is the old one gone and a new one, by what they name', async () => {
    await file(/changes\.diff/).click();
    await page.getByText('new file mode 120000').waitFor();
    const lines = await page.locator('.row .text').allTextContents();
    for (const line of ['deleted file mode 120000', '-a.txt', 'new file mode 120000', '+run.sh', 'new file mode 100755']) assert.ok(lines.includes(line), `${line}: ${lines.join('\n')}`);
    assert.equal(await page.getByText('Mode 100644 → 100755').count(), 0, 'the list of changes is no file whose mode changed');
    assert.deepEqual(await breaches(page), []);
  });
});

describe('finding in what is under review', () => {
  const said = () => page.getByRole('search').getByRole('status').innerText();
  const current = () => file(/./).and(page.locator('[aria-current]')).textContent();
  const marked = () => page.evaluate(() => [...(CSS.highlights.get('find-current') ?? [])].map(String).join());

  it('counts what stands in all files, says how much in each, and goes on into the next file and round', async () => {
    await file(/run\.sh/).click();
    await page.keyboard.press('/');
    await page.getByRole('searchbox', { name: /^Find in \d+ files$/ }).fill('echo READY');
    await until('all are counted', async () => (await said()) === '2 hits in 2 files');
    assert.match(await file(/run\.sh/).textContent(), /1 hit$/);
    // Where it stands is said, shown in the list of files, and marked.
    const step = async (key, name) => {
      await page.keyboard.press(key);
      await until(`it is in ${name}`, async () => (await said()).endsWith(name) && (await current()).includes(name) && (await marked()) === 'echo ready');
    };
    await step('Enter', 'run.sh');
    await step('Enter', 'changes.diff');
    await step('Enter', 'run.sh');
    await step('Shift+Enter', 'changes.diff');
    assert.match(await said(), /^\d of 2 · /);
    assert.deepEqual(await breaches(page), []);
    await page.keyboard.press('Escape');
    assert.doesNotMatch(await file(/run\.sh/).textContent(), /hit/);
  });
});
