import { describe, expect, it } from 'vitest';
import { leaveOf, patternsOf } from './decide';

describe('leave for the like', () => {
  it('is for exactly these arguments, for those like a pattern, or for any', () => {
    const leave = { hours: 2, most: 5, patterns: '/command = git *\n\n/path=docs/*' };
    const like = [{ at: '/command', glob: 'git *' }, { at: '/path', glob: 'docs/*' }];
    expect(leaveOf({ ...leave, arguments: 'exact' }, 0)).toEqual({ until: '1970-01-01T02:00:00.000Z', most: 5, patterns: null });
    expect(leaveOf({ ...leave, arguments: 'like' }, 0).patterns).toEqual(like);
    expect(leaveOf({ ...leave, arguments: 'any' }, 0).patterns).toEqual([]);
  });

  it('keeps an equals sign in a pattern', () => {
    expect(patternsOf('/env=A=*')).toEqual([{ at: '/env', glob: 'A=*' }]);
  });
});
