import { describe, expect, it } from 'vitest';
import { mine, plain, readable, stateOf } from './permissions';

describe('a permission', () => {
  it('shows a rejection as one', () => {
    expect(stateOf({ status: 'rejected' }, true).status).toBe('failed');
    expect(stateOf({ status: 'approved' }, true).status).toBe('done');
    expect(stateOf({ status: 'expired' }, true).status).toBe('blocked');
  });

  it('is for those who may decide it', () => {
    expect(mine({ kind: 'call' }, 'reviewer')).toBe(true);
    expect(mine({ kind: 'call' }, 'contributor')).toBe(false);
    expect(mine({ kind: 'question' }, 'contributor')).toBe(true);
    expect(mine({ kind: 'question' }, 'viewer')).toBe(false);
    expect(mine({ kind: 'call' }, null)).toBe(true);
  });

  it('hides no letter that an agent wrote', () => {
    expect(plain('rm \u202e/fr-\u200b x\n')).toBe('rm \\u202e/fr-\\u200b x\n');
    expect(readable('{"a":"b\\nc","d":[1]}')).toBe('{\n  "a": "b\\nc",\n  "d": [\n    1\n  ]\n}');
    expect(readable('Which?')).toBe('Which?');
  });
});
