import { describe, expect, it } from 'vitest';
import { covers } from './channels';

describe('a pattern', () => {
  it.each([
    ['topic/*', ['topic/a', 'topic/a.b'], ['agent/a', 'captain', 'reply/a']],
    ['topic/build.*', ['topic/build.a', 'topic/build.a.b'], ['topic/build', 'topic/builds.a']],
    ['topic/*.failed', ['topic/a.failed'], ['topic/failed', 'topic/a.b.failed', 'topic/a.failed.b']],
    ['topic/a', ['topic/a'], ['topic/b', 'topic/a.b', 'agent/a']],
    ['agent/ada', ['agent/ada', 'agent/ada/orders'], ['agent/eve', 'topic/ada']],
    ['agent/ada/orders', ['agent/ada/orders'], ['agent/ada']],
    ['agent/*', ['agent/ada', 'agent/ada/orders'], ['topic/ada']],
    ['agent/*/orders', ['agent/ada/orders'], ['agent/ada']],
    ['captain', ['captain'], ['broadcast']],
    ['*', ['captain', 'broadcast', 'topic/a', 'agent/a', 'agent/a/orders'], ['reply/a']],
  ])('%s covers what the server says', (pattern, yes, no) => {
    expect(yes.filter((channel) => !covers(pattern, channel))).toEqual([]);
    expect(no.filter((channel) => covers(pattern, channel))).toEqual([]);
  });
});
