// What is managed on the pages: names, invitations, agents and the orders that they get.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { settled, visit } from './browser.mjs';
import { breaches } from './looks.mjs';
import { REFUSALS, scene } from './scene.mjs';
import { until } from './server.mjs';

const { house: { call, org, under, project }, page } = await scene({ expected: REFUSALS });

const MANIFEST = 'name = "ferryman"\nrole = "ferryman"\n\n[runtime]\nkind = "acp"\ncommand = "/nonexistent/ferryman"\n';

const open = (path) => visit(page, `/o/${org}${path}`);
const dialog = () => page.getByRole('dialog');
const press = (name) => page.getByRole('button', { name, exact: true }).click();
const send = (name) => dialog().getByRole('button', { name, exact: true }).click();
const gone = () => dialog().waitFor({ state: 'detached' });

async function rename(to) {
  assert.deepEqual(await breaches(page), []);
  await dialog().getByLabel('Name').fill(to);
  await send('Rename');
  await gone();
}

describe('names', () => {
  it('an organisation, a team and a project are renamed where they are shown', async () => {
    await open('/settings/teams');
    await press('Rename organisation');
    await rename('Harbour Ferries');
    await page.getByRole('banner').getByText('Harbour Ferries').waitFor();
    await press('Rename Product');
    await rename('Product people');
    await page.getByRole('heading', { name: 'Product people', exact: true }).waitFor();
    await open(`/p/${project}`);
    await press('Rename');
    await rename('status-board');
    await page.getByRole('heading', { name: 'status-board', exact: true }).waitFor();
    assert.equal((await call('GET', `${under}/projects/${project}`)).name, 'status-board');
  });

  it('a project is put away and taken out again', async () => {
    await open(`/p/${project}`);
    await press('Put away');
    await dialog().getByText('No run starts in it').waitFor();
    await send('Put away');
    await gone();
    await page.getByRole('button', { name: 'Take out' }).waitFor();
    assert.equal(await page.getByRole('button', { name: /^Start a run/ }).count(), 0, 'a run is offered where none starts');
    await press('Take out');
    await page.getByRole('button', { name: /^Start a run/ }).waitFor();
  });
});

describe('invitations', () => {
  it('are listed until they are used or revoked', async () => {
    await call('POST', `${under}/invitations`, { name: 'Noor Haddad', role: 'viewer' });
    await open('/settings/members');
    const list = page.getByRole('region', { name: 'Invitations' });
    await list.getByText('Noor Haddad').waitFor();
    assert.deepEqual(await breaches(page), []);
    await press('Revoke: Noor Haddad');
    await send('Revoke');
    await gone();
    await list.waitFor({ state: 'detached' });
    const [invitation] = (await call('GET', `${under}/invitations`)).items;
    assert.ok(invitation.revoked_at, 'it was not revoked');
  });
});

describe('agents', () => {
  it('are registered from a manifest, and a wrong one is refused with what was typed', async () => {
    await open('/agents');
    await press('Register agent');
    const field = dialog().getByLabel('Manifest (TOML)');
    assert.match(await field.inputValue(), /kind = "acp"/);
    assert.deepEqual(await breaches(page), []);
    await field.fill('name = "ferryman"\nrolle = "ferryman"\n');
    await send('Register agent');
    await dialog().getByText(/rolle/).last().waitFor();
    assert.match(await field.inputValue(), /rolle/);
    await field.fill(MANIFEST);
    await send('Register agent');
    await page.getByRole('heading', { name: 'ferryman', exact: true }).waitFor();
    await press('Change manifest');
    assert.equal(await field.inputValue(), MANIFEST);
    await field.fill(`capabilities = ["row"]\n${MANIFEST}`);
    await send('Change manifest');
    await gone();
    await until('it has the other manifest', async () => (await call('GET', `${under}/agents/ferryman`)).capabilities.includes('row'));
  });

  it('get orders, one of them or all, and what is sent says who gets it', async () => {
    const orders = async (name) => (await call('GET', `${under}/messages?channel=agent/${name}/orders`)).items.map((one) => one.body);
    await open('/agents/ferryman');
    await press('Order');
    await dialog().getByLabel('Message').fill('Cast off.');
    assert.deepEqual(await breaches(page), []);
    await send('Order ferryman');
    await gone();
    await until('it is there', async () => (await orders('ferryman')).includes('Cast off.'));
    await open('/messages');
    await press('Order');
    await dialog().getByLabel('Message').fill('Everybody ashore.');
    await dialog().getByRole('button', { name: /^Order \d+ agents?$/ }).click();
    await gone();
    await until('each has it', async () => (await orders('ferryman')).includes('Everybody ashore.') && (await orders('builder')).includes('Everybody ashore.'));
    await open('/messages/agent%2Fferryman%2Forders');
    await page.getByText('Cast off.', { exact: true }).waitFor();
  });

  it('have a captain, whom an owner sets and takes away', async () => {
    const captain = async () => (await call('GET', `${under}/swarm`)).captain;
    const set = async (choose) => {
      await page.getByRole('main').getByRole('button', { name: 'Set captain' }).click();
      await choose();
      assert.deepEqual(await breaches(page), []);
      await send('Set captain');
      await gone();
    };
    const kind = () => dialog().getByLabel('Who leads');
    await open('/agents');
    await set(async () => {
      await kind().selectOption('agent');
      await dialog().getByRole('combobox', { name: 'Agent', exact: true }).selectOption('ferryman');
      await dialog().getByLabel('Give orders').check();
    });
    await page.getByText('Captain: ferryman').waitFor();
    assert.deepEqual((await captain()).rights, ['order']);
    await set(async () => {
      assert.equal(await dialog().getByLabel('Give orders').isChecked(), true, 'it does not begin as it is');
      await kind().selectOption('person');
      await dialog().getByRole('combobox', { name: 'Person', exact: true }).selectOption({ index: 1 });
    });
    await page.getByText('Captain: ferryman').waitFor({ state: 'detached' });
    assert.equal((await captain()).type, 'person');
    await set(() => kind().selectOption('nobody'));
    await page.getByText(/Captain: /).waitFor({ state: 'detached' });
    assert.equal(await captain(), null);
  });

  it('are removed after a question', async () => {
    await open('/agents/ferryman');
    await press('Remove');
    await send('Remove');
    await page.waitForURL(/\/agents$/);
    await settled(page);
    await page.getByRole('link', { name: 'ferryman', exact: true }).waitFor({ state: 'detached' });
    await open('/agents/builder');
    assert.equal(await page.getByRole('button', { name: 'Remove', exact: true }).count(), 0, 'what comes with the product is offered to be removed');
  });
});
