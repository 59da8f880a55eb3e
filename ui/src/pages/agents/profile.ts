// What an agent's manifest says, in words.
import type { Schemas } from '../../lib/api/client';
import { t } from '../../lib/text/en';

/** What an argument must be like: `/path begins with /etc`. */
export function pattern(one: Schemas['ArgumentPattern']): string {
  if (one.prefix !== null && one.prefix !== undefined) return t.agents.begins(one.at, one.prefix);
  if (one.glob !== null && one.glob !== undefined) return t.agents.like(one.at, one.glob);
  return t.agents.equals(one.at, JSON.stringify(one.equals));
}

/** The limits that the manifest sets, with their names; those that the server's configuration decides are left out. */
export function limitsOf(profile: Pick<Schemas['AgentProfile'], 'limits' | 'idle_timeout_s'>): [string, string][] {
  const { limits } = profile;
  const number = (value: number) => value.toLocaleString('en');
  const all: [string, number | null | undefined, (value: number) => string][] = [
    [t.agents.memory, limits.memory_mb, (value) => `${number(value)} MiB`],
    [t.agents.limit.cpu, limits.cpu_s, t.agents.seconds],
    [t.agents.limit.processes, limits.processes, number],
    [t.agents.limit.files, limits.open_files, number],
    [t.agents.limit.output, limits.output_mb, (value) => `${number(value)} MiB`],
    [t.agents.limit.wallClock, limits.wall_clock_s, t.agents.seconds],
    [t.agents.limit.turns, limits.turns, number],
    [t.agents.limit.tokens, limits.tokens, number],
    [t.agents.limit.idle, profile.idle_timeout_s, t.agents.seconds],
  ];
  return all.flatMap(([name, value, words]): [string, string][] => (typeof value === 'number' ? [[name, words(value)]] : []));
}
