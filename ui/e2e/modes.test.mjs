// What an agent changed in a copy of the project's repository, under review: files that may be executed now, and links that lead elsewhere.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openContext, settled, startBrowser } from './browser.mjs';
import { waitingReview } from './demo.mjs';
import { breaches } from './looks.mjs';
import { caller, dreamos, startServer, until } from './server.mjs';

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

let server;
let browser;
let context;
let page;
let folder;

before(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'dreamos-modes-')));
  const site = join(folder, 'allowed/site');
  mkdirSync(site, { recursive: true });
  writeFileSync(join(site, 'a.txt'), 'one\n');
  symlinkSync('a.txt', join(site, 'current'));
  const git = (...rest) => execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...rest], { cwd: site, stdio: 'ignore' });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'the first');

  server = await startServer('--repositories', join(folder, 'allowed'));
  const call = caller(server);
  const { org } = await call('GET', '/api/v1/whoami');
  const under = `/api/v1/orgs/${org}`;
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

  browser = await startBrowser();
  context = await openContext(browser, server);
  page = await context.newPage();
  await page.goto(`/o/${org}/p/${project.id}/reviews/${second.id}`);
  await settled(page);
});
after(async () => {
  assert.deepEqual(context?.troubles, []);
  await browser?.close();
  await server?.stop();
  if (folder) rmSync(folder, { recursive: true });
});

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
