import { render, screen } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import type { DiffFile } from '../../diff/rows';
import Files from './Files.svelte';

const file = (path: string, more: Partial<DiffFile> = {}): DiffFile => ({ path, change: 'modified', binary: false, truncated: false, hunks: [], old_mode: '100644', new_mode: '100644', ...more });
const shown = (...all: DiffFile[]) => {
  const changed = new Map(all.map((one) => [one.path, one]));
  render(Files, { paths: [...changed.keys(), 'same.txt'], changed, path: null, onchoose: () => undefined });
  return screen.getAllByRole('button').map((button) => button.textContent.replace(/\s+/g, ' ').trim());
};

describe('the files of an artifact', () => {
  it('say which mode they have now where it is another one', () => {
    const found = shown(file('mode.sh', { new_mode: '100755' }), file('text.md'), file('back.sh', { old_mode: '100755' }));
    expect(found).toEqual(['± back.sh 100644 +0 −0', '± mode.sh 100755 +0 −0', 'same.txt', '± text.md +0 −0']);
  });

  it('say nothing of the mode of what is new or gone', () => {
    const found = shown(file('gone.sh', { change: 'removed', old_mode: '100755', new_mode: null }), file('new.sh', { change: 'added', old_mode: null, new_mode: '100755' }));
    expect(found).toEqual(['− gone.sh +0 −0', '+ new.sh +0 −0', 'same.txt']);
  });
});
