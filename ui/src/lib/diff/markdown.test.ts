import { describe, expect, it } from 'vitest';
import { flowing, inline, rendered } from './markdown';
import { pairs, plainRows, type Row } from './rows';

const lines = (text: string) => rendered(pairs(plainRows(text))).map(({ kind, level, bullet, runs }) => [kind, level, bullet, runs.map((run) => run.text).join('')]);

describe('rendered Markdown', () => {
  it.each([
    ['## Goals', ['heading', 2, '', 'Goals']],
    ['- one', ['item', 0, '•', 'one']],
    ['    2. two', ['item', 2, '2.', 'two']],
    ['- [x] done', ['item', 0, '☑', 'done']],
    ['> said', ['quote', 0, '', 'said']],
    ['---', ['rule', 0, '', '']],
    ['plain', ['text', 0, '', 'plain']],
    ['<script>alert(1)</script>', ['text', 0, '', '<script>alert(1)</script>']],
  ])('%s', (text, expected) => expect(lines(text)).toEqual([expected]));

  it('keeps code as it is', () => {
    expect(lines('```rust\n# not a heading\n```\n# heading')).toEqual([
      ['code', 0, '', '# not a heading'],
      ['heading', 1, '', 'heading'],
    ]);
  });

  it('reads tables as cells', () => {
    const [head, rule, body] = rendered(pairs(plainRows('| a | b |\n|---|---|\n| 1 | 2 |')));
    expect([head?.cells?.length, rule?.kind, body?.cells?.[1]?.[0]?.text]).toEqual([2, 'rule', '2']);
  });

  it('joins lines that were only broken to fit', () => {
    const found = flowing(rendered(pairs(plainRows('one\ntwo\n\n- three\n  four'))));
    expect(found.map((line) => [line.kind, line.runs.map((run) => run.text.trim()).join('+')])).toEqual([['text', 'one++two'], ['blank', ''], ['item', 'three++four']]);
  });

  it('shows a changed line once, with its words', () => {
    const rows: Row[] = [
      { kind: 'del', before: 1, after: null, pieces: [{ text: '- Four', mark: 'del' }, { text: ' steps', mark: 'same' }] },
      { kind: 'ins', before: null, after: 1, pieces: [{ text: '- Two', mark: 'ins' }, { text: ' steps', mark: 'same' }] },
    ];
    expect(rendered(pairs(rows)).map((line) => line.change)).toEqual(['both']);
    rows[1] = { kind: 'ins', before: null, after: 1, pieces: [{ text: '# Two', mark: 'ins' }, { text: ' steps', mark: 'same' }] };
    expect(rendered(pairs(rows)).map((line) => line.change)).toEqual(['del', 'ins']);
  });
});

describe('inline mark-up', () => {
  it('is style, and links go to the web alone', () => {
    const runs = inline([{ text: 'a **b** `c` [d](https://e.example) [f](javascript:g) *h* snake_case_name', mark: 'same' }]);
    expect(runs.filter((run) => run.style !== 'plain' || run.href).map(({ text, style, href }) => [text, style, href])).toEqual([
      ['b', 'bold', undefined],
      ['c', 'code', undefined],
      ['d', 'plain', 'https://e.example'],
      ['h', 'italic', undefined],
    ]);
    expect(runs.map((run) => run.text).join('')).toContain('snake_case_name');
  });

  it('keeps the marks of a diff inside it', () => {
    const runs = inline([{ text: '**four ', mark: 'same' }, { text: 'big', mark: 'ins' }, { text: ' steps**', mark: 'same' }]);
    expect(runs.map(({ text, mark, style }) => [text, mark, style])).toEqual([
      ['four ', 'same', 'bold'],
      ['big', 'ins', 'bold'],
      [' steps', 'same', 'bold'],
    ]);
  });
});
