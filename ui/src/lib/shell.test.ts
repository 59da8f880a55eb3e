import { describe, expect, it } from 'vitest';
import { quoted } from './shell';

describe('a word of a command line', () => {
  it('is quoted where a shell would take it for something else', () => {
    expect(['status-page', 'run_01/x', 'two words', "Ann's", '$(x)', ''].map(quoted)).toEqual(['status-page', 'run_01/x', "'two words'", String.raw`'Ann'\''s'`, "'$(x)'", "''"]);
  });
});
