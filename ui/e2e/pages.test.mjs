// Every page in both themes and two widths: it loads, breaks no rule of accessibility, reports nothing, and is pictured.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openContext, visit } from './browser.mjs';
import { approveAll, furnishBridge } from './demo.mjs';
import { breaches, overflowing, picture, VIEWS } from './looks.mjs';
import { scene } from './scene.mjs';

const { server, browser, house } = await scene({ signedIn: false });
const done = await house.call('POST', `${house.under}/projects/${house.project}/runs`, {});
await approveAll(house.call, house.org, done.id);
const { items } = await house.call('GET', `${house.under}/runs/${done.id}/artifacts`);
house.bridge = await furnishBridge(house);
house.done = done.id;
house.code = items.find((one) => one.files.length > 1);
house.document = items.find((one) => one.files.length === 1);

const PAGES = {
  inbox: () => `/o/${house.org}/inbox`,
  'inbox-review': () => `/o/${house.org}/inbox/${house.review}`,
  'inbox-done': () => `/o/${house.org}/inbox?tab=done`,
  review: () => `/o/${house.org}/p/${house.project}/reviews/${house.review}`,
  notifications: () => `/o/${house.org}/notifications`,
  projects: () => `/o/${house.org}/projects`,
  project: () => `/o/${house.org}/p/${house.project}`,
  run: () => `/o/${house.org}/p/${house.project}/runs/${house.run}`,
  'run-done': () => `/o/${house.org}/p/${house.project}/runs/${house.done}`,
  artifact: () => `/o/${house.org}/p/${house.project}/runs/${house.done}/artifacts/${house.document.id}`,
  'artifact-code': () => `/o/${house.org}/p/${house.project}/runs/${house.done}/artifacts/${house.code.id}`,
  'tasks-board': () => `/o/${house.org}/tasks?task=${house.task}`,
  'tasks-list': () => `/o/${house.org}/tasks?view=list`,
  'tasks-graph': () => `/o/${house.org}/tasks?view=graph`,
  agents: () => `/o/${house.org}/agents`,
  agent: () => `/o/${house.org}/agents/writer`,
  messages: () => `/o/${house.org}/messages/captain`,
  'messages-dead': () => `/o/${house.org}/messages/dead-letters`,
  'bridge-empty': () => `/o/${house.org}/bridge/subscriptions`,
  bridge: () => `/o/${house.org}/bridge`,
  'bridge-sources': () => `/o/${house.org}/bridge/sources`,
  'bridge-received': () => `/o/${house.org}/bridge/received`,
  'bridge-received-one': () => `/o/${house.org}/bridge/received?open=${house.bridge.event}`,
  'bridge-rules': () => `/o/${house.org}/bridge/rules?received=${house.bridge.event}`,
  'bridge-destinations': () => `/o/${house.org}/bridge/destinations`,
  'bridge-connections': () => `/o/${house.org}/bridge/connections`,
  'bridge-pairings': () => `/o/${house.org}/bridge/pairings`,
  'bridge-alerts': () => `/o/${house.org}/bridge/alerts`,
  'bridge-deliveries': () => `/o/${house.org}/bridge/deliveries`,
  logs: () => `/o/${house.org}/logs?range=24h`,
  audit: () => `/o/${house.org}/audit`,
  'settings-members': () => `/o/${house.org}/settings`,
  'settings-teams': () => `/o/${house.org}/settings/teams`,
  'settings-tokens': () => `/o/${house.org}/settings/tokens`,
  'settings-templates': () => `/o/${house.org}/settings/templates`,
  'settings-standard': () => `/o/${house.org}/settings/standard`,
  'settings-limits': () => `/o/${house.org}/settings/limits`,
  'settings-delegations': () => `/o/${house.org}/settings/delegations`,
  'settings-grants': () => `/o/${house.org}/settings/grants`,
  'settings-prompts': () => `/o/${house.org}/settings/prompts`,
  'settings-notifications': () => `/o/${house.org}/settings/notifications`,
  'settings-account': () => `/o/${house.org}/settings/account`,
  'settings-appearance': () => `/o/${house.org}/settings/appearance`,
  'not-found': () => `/o/${house.org}/nowhere`,
};

for (const { theme, width } of VIEWS) {
  describe(`pages, ${theme}, ${width} px`, () => {
    let context;
    let page;
    before(async () => {
      context = await openContext(browser, server, { theme, width });
      page = await context.newPage();
    });
    after(() => context.close());

    for (const [name, address] of Object.entries(PAGES)) {
      it(name, async () => {
        await visit(page, address());
        await picture(page, `${name}-${theme}-${width}`);
        assert.deepEqual(await breaches(page), []);
        assert.equal(await overflowing(page), false, 'the page is wider than the window');
        assert.deepEqual(context.troubles.splice(0), []);
      });
    }
  });
}
