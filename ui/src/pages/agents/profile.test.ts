import { render, screen, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import type { Schemas } from '../../lib/api/client';
import AgentProfile from './AgentProfile.svelte';
import { limitsOf, pattern } from './profile';

const limits = { memory_mb: null, cpu_s: null, processes: null, open_files: null, output_mb: null, wall_clock_s: null, turns: null, tokens: null };
const empty: Schemas['AgentProfile'] = {
  sandbox: { level: null, hosts: [], readable: [] },
  rules: [],
  servers: [],
  limits,
  idle_timeout_s: 300,
  secrets: [],
};
const filled: Schemas['AgentProfile'] = {
  sandbox: { level: 'namespaces', hosts: ['*.example.org', 'example.net'], readable: ['/opt/ada'] },
  rules: [
    { effect: 'deny', tool: 'fs__*', arguments: [{ at: '/path', equals: null, prefix: '/etc', glob: null }] },
    { effect: 'allow', tool: 'git__log', arguments: [] },
  ],
  servers: [
    { name: 'fs', command: 'mcp-fs', url: null, timeout_s: 30, secrets: ['fs-key'] },
    { name: 'web', command: null, url: 'https://mcp.example.net/mcp', timeout_s: 60, secrets: [] },
  ],
  limits: { ...limits, memory_mb: 2048, tokens: 500_000 },
  idle_timeout_s: 300,
  secrets: ['model-key'],
};

const rows = (name: string) =>
  within(screen.getByRole('table', { name }))
    .getAllByRole('row')
    .slice(1)
    .map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent.trim()));

describe('what a manifest says', () => {
  it('stands in tables, a row for each rule and each tool server', () => {
    render(AgentProfile, { profile: filled });
    expect(rows('Rules about tools')).toEqual([
      ['Denied', 'fs__*', '/path begins with /etc'],
      ['Allowed', 'git__log', 'any'],
    ]);
    expect(rows('Tool servers')).toEqual([
      ['fs', 'mcp-fs', 'fs-key', '30 s'],
      ['web', 'https://mcp.example.net/mcp', '', '60 s'],
    ]);
    for (const text of ['namespaces at least', '*.example.org, example.net', '/opt/ada', 'model-key', '2,048 MiB', '500,000', '300 s']) {
      expect(screen.getByText(text)).toBeTruthy();
    }
  });

  it('has no table where there is nothing to say', () => {
    render(AgentProfile, { profile: empty });
    expect(screen.queryByRole('table')).toBeNull();
    expect(screen.getByText('as the server demands')).toBeTruthy();
    expect(screen.getByText('none')).toBeTruthy();
  });
});

describe('arguments', () => {
  const at = { at: '/x', equals: null, prefix: null, glob: null };
  it.each([
    [{ ...at, prefix: '' }, '/x begins with '],
    [{ ...at, glob: '*.md' }, '/x is like *.md'],
    [{ ...at, equals: ['a', 1] }, '/x is ["a",1]'],
  ])('%j', (one, text) => expect(pattern(one)).toBe(text));
});

describe('limits', () => {
  it('that the manifest leaves to the server are not shown', () => {
    expect(limitsOf(empty)).toEqual([['Idle for at most', '300 s']]);
    expect(limitsOf({ limits: { ...limits, turns: 0 }, idle_timeout_s: 1 })[0]).toEqual(['Turns in one task', '0']);
  });
});
