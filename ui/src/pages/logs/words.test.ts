// The words of a log line's row.
import { describe, expect, it } from 'vitest';
import type { Line } from './lines.svelte';
import { wordsOf } from './words';

const line = (more: Partial<Line>): Line => ({ position: '1', at: '2026-01-01T12:00:00Z', level: 'info', stream: 'server', source: 'x', run: null, task: null, message: 'said', fields: {}, context: false, ...more });

describe('wordsOf', () => {
  it('fills the columns, so that messages stand below each other', () => {
    const [short, long] = [wordsOf(line({ level: 'warn', stream: 'server' })), wordsOf(line({ stream: 'agent/release-manager-of-everything' }))];
    expect(short.level + short.stream).toHaveLength((long.level + long.stream).length);
    expect(long.stream.trimEnd().endsWith('…')).toBe(true);
  });

  it('keeps a message of several lines in one row', () => {
    expect(wordsOf(line({ message: 'one\n  two' })).message).toBe('one ⏎ two');
  });

  it('shows some facts, never without an end', () => {
    const fields = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`fact.${at}`, 'x'.repeat(90)]));
    const { facts } = wordsOf(line({ fields }));
    expect(facts.startsWith('  fact.0=x')).toBe(true);
    expect(facts.length).toBeLessThanOrEqual(300);
  });

  it('begins with what tells it from others, and ends with the ids', () => {
    const { facts } = wordsOf(line({ fields: { 'person.id': 'per_01', 'http.method': 'GET', id: '7', 'http.status': 200, valid: true } }));
    expect(facts).toBe('  http.method=GET  http.status=200  valid=true  person.id=per_01  id=7');
  });

  it('is made once for a line', () => {
    const one = line({});
    expect(wordsOf(one)).toBe(wordsOf(one));
  });
});
