import { flushSync } from 'svelte';
import { describe, expect, it } from 'vitest';
import type { Columns } from '../../diff/find';
import { Finding } from './finding.svelte';

describe('finding in files that are still being read', () => {
  it('stays at what was gone to when hits come before it', () => {
    let early = $state.raw<Columns[]>([]);
    const end = $effect.root(() => {
      const finding = new Finding({
        files: () => [{ path: 'a.md', sought: early }, { path: 'b.md', sought: [['word'], ['word']] }],
        path: () => 'b.md',
        show: () => undefined,
        body: () => undefined,
        view: () => undefined,
        unfold: () => undefined,
      });
      finding.open = true;
      finding.seek('word');
      void finding.step(1);
      expect([finding.at, finding.hits.length]).toEqual([0, 2]);
      early = [['a word'], ['and a word']];
      flushSync();
      expect([finding.at, finding.hits.length]).toEqual([2, 4]);
      expect([...finding.counts]).toEqual([['a.md', 2], ['b.md', 2]]);
    });
    end();
  });
});
