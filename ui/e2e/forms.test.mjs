// The pages that the server renders, which need no script: in both themes and two widths, each as it is opened and as it refuses.
// They break no rule of accessibility and no policy, report nothing, are walked by Tab, and are pictured.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startBrowser } from './browser.mjs';
import { furnish } from './demo.mjs';
import { breaches, overflowing, picture, VIEWS } from './looks.mjs';
import { signInLink, startAtTerminal, startServer } from './server.mjs';
import { totp } from './totp.mjs';

const PASSWORD = 'plum cactus trolley';
let server;
let fresh;
let browser;
let house;
/** Where invitations lead that nobody accepts, so that every view opens the same. */
const links = {};
/** The sessions of somebody who may decide, and of somebody who may not. */
let owner;
let viewer;
before(async () => {
  [server, fresh, browser] = await Promise.all([startServer(), startAtTerminal(), startBrowser()]);
  house = await furnish(server);
  const invite = async (body) => new URL((await house.call('POST', `${house.under}/invitations`, body)).path, server.url).href;
  links.invitation = await invite({ name: 'Grace Hopper', role: 'viewer' });
  viewer = await kept(await accept(await invite({ name: 'Vera Rubin', role: 'viewer' }), 'vera@example.org'));
  await enrol(await invite({ name: 'Kurt Gödel', role: 'reviewer' }), 'kurt@example.org');
  const { items } = await house.call('GET', `${house.under}/members`);
  links.renewal = await invite({ member: items.find((one) => one.name === 'Vera Rubin').id });
  owner = await session();
  links.signIn = await signInLink(server);
});
after(async () => {
  await browser?.close();
  await Promise.all([server?.stop(), fresh?.stop()]);
});

/** Accepts an invitation with the form; a page that is signed in. */
async function accept(link, login) {
  const page = await (await browser.newContext({ baseURL: server.url })).newPage();
  await page.goto(link);
  await page.getByLabel(/Login name/).fill(login);
  await page.getByLabel(/^Password/).fill(PASSWORD);
  await page.getByLabel('The same password again').fill(PASSWORD);
  await page.getByRole('button', { name: 'Accept' }).click();
  await page.waitForURL(/\/inbox/);
  return page;
}

/** Accepts an invitation and turns the second factor on. */
async function enrol(link, login) {
  const page = await accept(link, login);
  const call = (path, body) =>
    page.evaluate(async ([where, what]) => {
      const { csrf_token: token } = await (await fetch('/api/v1/session')).json();
      const headers = { 'X-CSRF-Token': token, 'Content-Type': 'application/json' };
      const response = await fetch(where, { method: 'POST', headers, body: JSON.stringify(what) });
      if (!response.ok) throw new Error(`${where}: ${response.status} ${await response.text()}`);
      return response.json();
    }, [`${house.under}/account/second-factor/${path}`, body]);
  const { secret } = await call('enrol', { current_password: PASSWORD });
  await call('confirm', { code: totp(secret) });
  await page.context().close();
}

/** A browser that nobody is signed in in. What it reports is gathered, but for the status that a page was meant to answer with. */
async function stranger({ theme, width }) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, baseURL: server.url, colorScheme: theme, reducedMotion: 'reduce' });
  context.setDefaultTimeout(15_000);
  const troubles = [];
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
  });
  context.on('page', (page) => {
    page.on('console', (message) => {
      const refused = message.location().url === page.url() && /status of 4\d\d/.test(message.text());
      if (message.type() === 'error' && !refused) troubles.push(`${page.url()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => troubles.push(`${page.url()}: ${error.stack}`));
  });
  return Object.assign(await context.newPage(), { troubles });
}

async function signIn(page, login, password) {
  await page.goto('/sign-in');
  await page.getByLabel(/Login name/).fill(login);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function choose(page, link, repeated) {
  await page.goto(link);
  for (const [label, text] of [['Organisation', 'Harbour Ferries'], ['Your name', 'Ada Lovelace'], [/Login name/, 'ada@example.org'], [/^Password/, PASSWORD], ['The same password again', repeated]]) {
    const field = page.getByLabel(label);
    if (await field.count()) await field.fill(text);
  }
  await page.locator('button[type=submit]').click();
}

const alert = (page, text) => page.getByRole('alert').filter({ hasText: text }).waitFor();
const NEVER = '/link/nobody-was-given-this-one';

/** How each page is come to. */
const PAGES = {
  'form-set-up': (page) => page.goto(fresh.setUp),
  'form-set-up-refused': async (page) => {
    await choose(page, fresh.setUp, 'something else there');
    await alert(page, 'The two passwords are not the same');
  },
  'form-invitation': (page) => page.goto(links.invitation),
  'form-invitation-refused': async (page) => {
    await choose(page, links.invitation, 'something else there');
    await alert(page, 'The two passwords are not the same');
  },
  'form-new-password': (page) => page.goto(links.renewal),
  'form-link': (page) => page.goto(links.signIn),
  'form-link-refused': async (page) => {
    await page.goto(NEVER);
    await page.getByRole('alert').waitFor();
  },
  'form-sign-in': (page) => page.goto('/sign-in'),
  'form-sign-in-refused': async (page) => {
    await signIn(page, 'vera@example.org', 'not the one she chose');
    await page.getByRole('alert').waitFor();
  },
  'form-code': async (page) => {
    await signIn(page, 'kurt@example.org', PASSWORD);
    await page.getByLabel(/six digits/).waitFor();
  },
  'form-code-refused': async (page) => {
    await signIn(page, 'kurt@example.org', PASSWORD);
    await page.getByLabel(/six digits/).fill('000000');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('alert').waitFor();
  },
  'form-sign-out': async (page) => {
    await as(viewer, page, '/sign-out');
    await page.getByRole('heading', { name: 'Sign out?' }).waitFor();
  },
  'form-review': async (page) => {
    await as(owner, page, `/a/${house.review}`);
    await page.getByRole('button', { name: /^Approve v\d/ }).waitFor();
  },
  'form-review-refused': async (page) => {
    await as(owner, page, `/a/${house.review}`);
    await page.getByRole('button', { name: 'Request changes' }).click();
    await page.getByRole('alert').waitFor();
    assert.equal((await house.call('GET', `${house.under}/reviews/${house.review}`)).status, 'waiting');
  },
  'form-review-not-asked': async (page) => {
    await as(viewer, page, `/a/${house.review}`);
    await page.getByText('You cannot decide this').waitFor();
  },
  'form-review-ended': async (page) => {
    const { items } = await house.call('GET', `${house.under}/reviews?status=changes_requested&run=${house.run}`);
    await as(owner, page, `/a/${items[0].id}`);
    await page.getByText('Changes requested', { exact: true }).first().waitFor();
  },
  'form-review-nowhere': async (page) => {
    await as(owner, page, '/a/rev_nothing');
    await page.getByRole('alert').waitFor();
  },
};

/** Opens a page as somebody who has signed in already. */
async function as(session, page, path) {
  await page.context().addCookies(session);
  await page.goto(path);
}

/** The session of a page, whose window is closed. */
async function kept(page) {
  const session = await page.context().cookies();
  await page.context().close();
  return session;
}

/** The session of whoever presses the button of a one-time link. */
async function session() {
  const page = await (await browser.newContext({ baseURL: server.url })).newPage();
  await page.goto(await signInLink(server));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(/\/inbox/);
  return kept(page);
}

/** Every stop of Tab: named, to be seen, with a ring around it. */
async function stops(page) {
  await page.evaluate(() => document.activeElement?.blur());
  const found = [];
  for (let left = 40; left > 0; left -= 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const it = document.activeElement;
      if (!it || it === document.body) return null;
      const { outlineStyle, outlineWidth } = getComputedStyle(it);
      const { width, height } = it.getBoundingClientRect();
      const name = it.labels?.[0]?.textContent ?? it.textContent ?? '';
      return { name: name.trim().slice(0, 40), ring: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2, area: width * height };
    });
    if (!stop) break;
    found.push(stop);
  }
  return found;
}

for (const view of VIEWS) {
  describe(`pages of the server, ${view.theme}, ${view.width} px`, () => {
    for (const [name, come] of Object.entries(PAGES)) {
      it(name, async () => {
        const page = await stranger(view);
        await come(page);
        await picture(page, `${name}-${view.theme}-${view.width}`);
        assert.deepEqual(await breaches(page), []);
        assert.equal(await overflowing(page), false, 'the page is wider than the window');
        assert.deepEqual((await stops(page)).filter((stop) => !stop.ring || !stop.name || stop.area < 1), []);
        assert.deepEqual(page.troubles, []);
        await page.context().close();
      });
    }
  });
}
