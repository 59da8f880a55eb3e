// The agent as a process, driven by the client's side of the official library.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { afterEach, beforeEach, test } from 'node:test';
import { client, ndJsonStream, PROTOCOL_VERSION } from '@agentclientprotocol/sdk';

// As the server says it.
const PROMPT = `You work on the stage "PRD" as product-manager. What you work from lies in your folder:

- \`in/brief.md\`: what is wanted

Hand in:

- \`out/prd/prd.md\`: one Markdown file, with the headings "Goals", "Risks"; at most 1048576 bytes
- \`out/site/\`: a tree of files; at most 8388608 bytes

Write the files, then end your turn.`;

let folder;
let process_;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'javascript-agent-'));
});

afterEach(async () => {
  process_?.kill();
  await rm(folder, { recursive: true });
});

/** Starts the agent and runs `talk` with what calls it; what it said. */
async function withAgent(talk) {
  process_ = spawn(process.execPath, [new URL('agent.js', import.meta.url).pathname], { stdio: ['pipe', 'pipe', 'inherit'] });
  const said = [];
  const stream = ndJsonStream(Writable.toWeb(process_.stdin), Readable.toWeb(process_.stdout));
  await client({ name: 'test' })
    .onNotification('session/update', ({ params }) => said.push(params.update.content.text))
    .connectWith(stream, async (context) => {
      await context.request('initialize', { protocolVersion: PROTOCOL_VERSION, clientCapabilities: {} });
      await talk(context);
    });
  return said;
}

async function ask(context, text) {
  const { sessionId } = await context.request('session/new', { cwd: folder, mcpServers: [] });
  return context.request('session/prompt', { sessionId, prompt: [{ type: 'text', text }] });
}

test('writes every file that the prompt names, with its headings, from the inputs', async () => {
  await mkdir(join(folder, 'in'));
  await writeFile(join(folder, 'in/brief.md'), '# Tea\n\nWe sell tea to people who have no time.\n\nIt must arrive within one day.\n');
  const said = await withAgent(async (context) => {
    assert.deepEqual(await ask(context, PROMPT), { stopReason: 'end_turn' });
  });
  assert.deepEqual(said, ['Wrote out/prd/prd.md.']);
  const prd = await readFile(join(folder, 'out/prd/prd.md'), 'utf8');
  assert.equal(
    prd,
    '# Prd\n\nIt is made from brief.md.\n\n## Goals\n\nWe sell tea to people who have no time.\n\n## Risks\n\nIt must arrive within one day.\n',
  );
});

test('leaves what came of a task where the prompt says', async () => {
  const said = await withAgent((context) => ask(context, 'Your task: Tea\n\nWhen it is done, write what came of it to `out/RESULT.md` in your folder.'));
  assert.deepEqual(said, ['Wrote out/RESULT.md.']);
  assert.equal(await readFile(join(folder, 'out/RESULT.md'), 'utf8'), '# RESULT\n\nIt is made from the prompt alone.\n');
});

test('a prompt that names no file is answered and writes nothing', async () => {
  const said = await withAgent((context) => ask(context, 'Hello. Look at `out/../secret.md` and `out/prd/../../secret.md`.'));
  assert.deepEqual(said, ['The prompt names no document under out/, so there is nothing to write.']);
  assert.deepEqual(await readdir(folder), []);
});

test('a conversation that it does not know is refused', async () => {
  await withAgent(async (context) => {
    await assert.rejects(context.request('session/prompt', { sessionId: 'unknown', prompt: [{ type: 'text', text: 'Go on.' }] }));
  });
});
