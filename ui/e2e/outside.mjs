// What a server talks to outside: a Discord, and receivers of webhooks. They listen on this machine and end with the file that started them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { after } from 'node:test';
import { BINARY } from './server.mjs';

const FAKE = join(dirname(BINARY), 'dream-discord-fake');

/** The fake Discord: where all of it is, and `obey`, which does what an order says (`dream-discord-fake/src/orders.rs`). */
export async function startDiscord() {
  if (!existsSync(FAKE)) throw new Error(`${FAKE} is missing. Run: cargo build --workspace --bins`);
  const child = spawn(FAKE, { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const end = () => child.kill('SIGKILL');
  // A file that breaks before its first test leaves nothing running.
  process.once('uncaughtExceptionMonitor', end);
  after(() => (end(), ended));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const said = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error('the fake Discord ended');
    return JSON.parse(value);
  };
  const facts = await said();
  return {
    ...facts,
    async obey(order) {
      child.stdin.write(`${JSON.stringify(order)}\n`);
      const { ok, error } = await said();
      if (error) throw new Error(`the fake Discord refuses ${JSON.stringify(order)}: ${error}`);
      return ok;
    },
  };
}

/** A receiver that answers every webhook with `status`; the id of each that came is in `got`. */
export async function startReceiver(status) {
  const got = [];
  const server = createServer((request, response) => {
    got.push(request.headers['webhook-id']);
    request.resume().once('end', () => response.writeHead(status).end());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  after(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address();
  return { port, host: `127.0.0.1:${port}`, got };
}
