// The words of logs.
import { plural } from './plural';

export const logs = {
  title: 'Logs',
  search: 'Search the logs',
  placeholder: 'Words, or /a regular expression/',
  level: 'Level',
  anyLevel: 'any level',
  stream: 'Stream',
  range: 'Time',
  last: (range: string) => `last ${range}`,
  follow: 'Follow',
  stop: 'Stop following',
  line: 'Log line',
  count: (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'line' : 'lines'}`,
  dropped: (count: number) => `${count.toLocaleString('en')} older ones dropped here`,
  fresh: (count: number) => `${count.toLocaleString('en')} new ↓`,
  toEnd: 'To the newest ↓',
  ofTask: 'Of one task',
  ofRun: 'Of one run',
  run: 'Run',
  empty: 'No line matches.',
  emptyHint: 'Choose a longer time, a lower level, or other words.',
  histogram: (errors: number, warnings: number) => `${plural(errors, 'error')}, ${plural(warnings, 'warning')}`,
};
