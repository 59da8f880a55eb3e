// A log line as the words of its row. They are made once for each line: a reader who scrolls sees the same ones again and again.
import { precise } from '../../lib/time';
import type { Line } from './lines.svelte';

/** How many facts stand behind the message, and how long they are at most; all of them stand in the line's own view. */
const FACTS = 8;
const LONGEST = 300;
/** How wide the columns before the message are, in letters. */
const LEVEL = 6;
const STREAM = 20;

export interface Words {
  at: string;
  level: string;
  stream: string;
  message: string;
  facts: string;
}

const made = new WeakMap<Line, Words>();

/** The words of a line: columns are filled with spaces, since letters are of one width. */
export function wordsOf(line: Line): Words {
  const known = made.get(line);
  if (known) return known;
  const words = {
    at: `${precise(line.at)} `,
    level: line.level.toUpperCase().padEnd(LEVEL),
    stream: `${cut(line.stream, STREAM - 1).padEnd(STREAM)}`,
    message: oneLine(line.message),
    facts: facts(line.fields),
  };
  made.set(line, words);
  return words;
}

const cut = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

/** A message of several lines stands in one row. */
const oneLine = (text: string) => text.replaceAll(/\s*\n\s*/g, ' ⏎ ');

/** Ids stand last: they are long, and the same in row after row. */
const isId = (name: string) => Number(name === 'id' || name.endsWith('.id'));

function facts(fields: Line['fields']): string {
  const shown = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
  const all = Object.entries(fields)
    .sort(([a], [b]) => isId(a) - isId(b))
    .slice(0, FACTS)
    .map(([name, value]) => `  ${name}=${shown(value)}`);
  return cut(oneLine(all.join('')), LONGEST);
}
