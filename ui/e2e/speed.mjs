// Measures what people feel, in a real browser against the real binary, and prints it beside the targets. Large data come from
// answers that are put in the server's place, so that the page is measured and not the server.
import { openContext, settled, startBrowser, visit } from './browser.mjs';
import { furnish } from './demo.mjs';
import { longReview } from './long-review.mjs';
import { startServer } from './server.mjs';

const server = await startServer();
const browser = await startBrowser();
const house = await furnish(server);
const rows = [];
const percentile = (values, share) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
const say = (what, value, unit, target) => rows.push(`${what.padEnd(58)} ${value.toFixed(1).padStart(8)} ${unit}   target ${target} ${unit}${value > target ? '   MISSED' : ''}`);

/** How long the page took to paint after each input, in milliseconds, as the browser saw it. */
const watchInput = (page) => page.evaluate(() => {
  globalThis.inputs = [];
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => entry.interactionId && globalThis.inputs.push(entry.duration))).observe({ type: 'event', durationThreshold: 16, buffered: false });
});
const inputs = (page) => page.evaluate(() => new Promise((resolve) => setTimeout(() => resolve(globalThis.inputs), 300)));

/** Frame times while the list of the page is scrolled, by pages and by leaps, in milliseconds. */
const frames = (page, count) => page.evaluate(async (left) => {
  const view = document.querySelector('[role=grid]');
  const found = [];
  let before = performance.now();
  for (let at = 0; at < left; at += 1) {
    view.scrollTop = at % 3 ? view.scrollTop + 400 : (at * 7919 * 97) % view.scrollHeight;
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    found.push(now - before);
    before = now;
  }
  return found;
}, count);

async function keys() {
  const context = await openContext(browser, server);
  for (let at = 0; at < 12; at += 1) await house.call('POST', `${house.under}/projects/${house.project}/runs`, {});
  const page = await context.newPage();
  await visit(page, '/');
  await watchInput(page);
  const presses = 60;
  for (let at = 0; at < presses; at += 1) {
    await page.keyboard.press(at % 20 < 10 ? 'j' : 'k');
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
  // Inputs that were painted within 16 ms are not reported.
  const slow = await inputs(page);
  const all = [...slow, ...Array(Math.max(0, presses - slow.length)).fill(16)];
  say('inbox: j and k, key press to paint, p95', percentile(all, 0.95), 'ms', 50);
  await context.close();
}

async function logs() {
  const context = await openContext(browser, server);
  const line = (at) => ({ position: String(at), at: '2026-01-01T12:00:00Z', level: at % 50 ? 'info' : 'error', stream: 'server', source: 'bench', run: null, task: null, message: `line ${at} of a long log that nobody reads to its end`, fields: { status: 200 }, context: false });
  const body = Array.from({ length: 100_000 }, (_, at) => `event: line\nid: ${at}\ndata: ${JSON.stringify(line(at))}\n\n`).join('');
  let served = false;
  await context.route('**/logs/follow*', async (route) => {
    if (served) return route.abort();
    served = true;
    return route.fulfill({ contentType: 'text/event-stream', body });
  });
  const page = await context.newPage();
  await page.goto(`/o/${house.org}/logs`);
  await page.getByText(/100,\d{3} lines|99,\d{3} lines/).waitFor({ timeout: 60_000 });
  const times = await frames(page, 240);
  say('logs: 100,000 rows scrolled, frame p95', percentile(times.slice(10), 0.95), 'ms', 20);
  say('logs: rows in the page', await page.locator('[role=row]').count(), '  ', 80);
  await context.close();
}

async function tail() {
  const context = await openContext(browser, server);
  const [lines, seconds] = [2_000, 5];
  // The page's own reading of the stream, without a server that needs the same processors.
  await context.addInitScript(({ lines, seconds }) => {
    const real = globalThis.fetch;
    const burst = lines / 20;
    let begun = false;
    globalThis.fetch = (target, ...rest) => {
      if (!String(target.url ?? target).includes('/logs/follow')) return real(target, ...rest);
      if (begun) return new Promise(() => undefined);
      begun = true;
      let number = 0;
      const body = new ReadableStream({
        async start(stream) {
          const encoder = new TextEncoder();
          for (let left = seconds * 20; left > 0; left -= 1) {
            await new Promise((resolve) => setTimeout(resolve, 50));
            let text = '';
            for (let at = 0; at < burst; at += 1) {
              number += 1;
              text += `event: line\nid: ${number}\ndata: ${JSON.stringify({ position: `t${number}`, at: '2026-01-01T12:00:00Z', level: 'info', stream: 'server', source: 'bench', run: null, task: null, message: `line ${number} of a tail`, fields: { status: 200 }, context: false })}\n\n`;
            }
            stream.enqueue(encoder.encode(text));
          }
        },
      });
      return Promise.resolve(new Response(body, { headers: { 'content-type': 'text/event-stream' } }));
    };
  }, { lines, seconds });
  const page = await context.newPage();
  await page.goto(`/o/${house.org}/logs`);
  await page.locator('[role=row]').first().waitFor();
  const times = await page.evaluate(async (until) => {
    const found = [];
    let before = performance.now();
    const end = before + until;
    while (before < end) {
      await new Promise(requestAnimationFrame);
      const now = performance.now();
      found.push(now - before);
      before = now;
    }
    return found;
  }, seconds * 1_000 - 500);
  say('logs: 2,000 lines a second followed, longest frame', Math.max(...times.slice(5)), 'ms', 50);
  await context.close();
}

async function tabs() {
  const context = await openContext(browser, server);
  let streams = 0;
  context.on('request', (request) => request.url().endsWith('/events') && (streams += 1));
  const pages = [];
  for (let count = 0; count < 20; count += 1) pages.push(await context.newPage());
  await Promise.all(pages.map((page) => page.goto(`/o/${house.org}/projects`).then(() => settled(page))));
  say('20 tabs: streams of events', streams, '  ', 1);
  await context.close();
}

async function diff() {
  const context = await openContext(browser, server);
  const path = await longReview(context, house);
  const page = await context.newPage();
  await visit(page, path);
  await page.getByText('R0: what must hold').first().waitFor();
  await watchInput(page);
  for (const view of ['Split', 'Unified', 'Rendered', 'Unified', 'Rendered']) await page.getByRole('button', { name: view, exact: true }).click();
  await page.getByRole('button', { name: 'Note on line 3', exact: true }).first().click();
  await page.keyboard.type('Is that so?');
  say('review: 10,000 lines, 100 notes, slowest input to paint', Math.max(16, ...(await inputs(page))), 'ms', 100);
  await context.close();
}

async function find() {
  const context = await openContext(browser, server);
  const path = await longReview(context, house);
  const page = await context.newPage();
  await visit(page, path);
  await page.getByText('R0: what must hold').first().waitFor();
  await watchInput(page);
  await page.keyboard.press('/');
  const keys = [...'must hold in case 7', ...Array(12).fill('Enter')];
  for (const key of keys) {
    await page.keyboard.press(key);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
  const slow = await inputs(page);
  say('review: find in 10,000 lines, key press to paint, p95', percentile([...slow, ...Array(Math.max(0, keys.length - slow.length)).fill(16)], 0.95), 'ms', 50);
  await context.close();
}

try {
  await keys();
  await logs();
  await tail();
  await diff();
  await find();
  await tabs();
} finally {
  await browser.close();
  await server.stop();
}
console.log(rows.join('\n'));
