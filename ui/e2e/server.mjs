// The real binary on a folder of its own, with the offline provider, for one test run.
import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../', import.meta.url));
export const BINARY = process.env.DREAMOS_BINARY ?? join(root, 'target/debug/dreamos');
export const BRIEF = join(root, 'examples/briefs/status-page.md');

/** Starts a process on `data`; it listens where the one before it did, so that open pages find it again. */
async function launch(data, listen, options) {
  rmSync(join(data, 'run.json'), { force: true });
  const child = spawn(BINARY, ['up', '--data', data, '--listen', listen, ...options], { stdio: ['ignore', 'ignore', 'pipe'] });
  // A file that breaks before its first test leaves nothing running.
  process.once('uncaughtExceptionMonitor', () => child.kill('SIGKILL'));
  let log = '';
  child.stderr.on('data', (text) => (log += text));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  for (let left = 1200; left > 0; left -= 1) {
    if (existsSync(join(data, 'run.json'))) return { child, ended, ...JSON.parse(readFileSync(join(data, 'run.json'), 'utf8')) };
    if (child.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the server did not come up:\n${log}`);
}

/** Starts a server with these options of `dreamos up` and waits until it is ready. */
export async function startServer(...options) {
  const data = mkdtempSync(join(tmpdir(), 'dreamos-ui-'));
  let running = await launch(data, '127.0.0.1:0', options);
  const end = async () => {
    running.child.kill('SIGTERM');
    await running.ended;
  };
  return {
    data,
    get url() {
      return running.url;
    },
    get token() {
      return running.token;
    },
    /** Ends the process, waits for `meanwhile`, and starts another one on the same data. */
    async restart({ meanwhile = async () => undefined } = {}) {
      const { host } = new URL(running.url);
      await end();
      await meanwhile();
      running = await launch(data, host, options);
      return running.url;
    },
    async stop() {
      await end();
      rmSync(data, { recursive: true });
    },
  };
}

/** A one-time link that signs the owner in, as the command line prints it. */
export async function signInLink(server) {
  const { stdout } = await promisify(execFile)(BINARY, ['link', '--json', '--url', server.url, '--token', server.token]);
  return JSON.parse(stdout).url;
}

/** A caller of the API with the server's own token: what tests arrange beside the browser. */
export function caller(server) {
  return async (method, path, body, headers) => {
    const response = await fetch(server.url + path, {
      method,
      headers: { authorization: `Bearer ${server.token}`, ...(body && { 'content-type': 'application/json' }), ...headers },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw Object.assign(new Error(`${method} ${path}: ${response.status} ${text}`), { status: response.status });
    return text ? JSON.parse(text) : null;
  };
}

/** Runs a command of the binary against the server; rejects with its exit code and what it said. */
export async function dreamos(server, rest) {
  const { stdout } = await promisify(execFile)(BINARY, [...rest, '--url', server.url, '--token', server.token]);
  return stdout;
}

/** Starts a server at a terminal, which alone is shown how to set it up: `setUp` is that link. */
export async function startAtTerminal() {
  const data = mkdtempSync(join(tmpdir(), 'dreamos-ui-'));
  const command = `exec '${BINARY}' up --data '${data}' --listen 127.0.0.1:0`;
  const child = spawn('script', ['--quiet', '--flush', '--command', command, '/dev/null'], { stdio: ['ignore', 'pipe', 'ignore'] });
  let shown = '';
  child.stdout.on('data', (text) => (shown += text));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const setUp = await until('the terminal shows the link', () => /https?:\/\/\S+\/set-up\/[^\s\u001b]+/.exec(shown)?.[0], 60);
  const { pid, token, url } = JSON.parse(readFileSync(join(data, 'run.json'), 'utf8'));
  return {
    url,
    token,
    setUp,
    async stop() {
      process.kill(pid, 'SIGTERM');
      await ended;
      rmSync(data, { recursive: true });
    },
  };
}

/** Asks `look` again until it answers something, for half a minute unless told: long on a machine that builds beside the tests. */
export async function until(what, look, seconds = 30) {
  for (let left = seconds * 20; left > 0; left -= 1) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`waited in vain until ${what}`);
}
