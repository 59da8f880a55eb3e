import { describe, expect, it } from 'vitest';
import { SseParser } from './sse';

const STREAM = ': hello\n\nid: 7\nevent: run.started\ndata: {"a":\ndata: 1}\n\ndata: x\n\n';

describe('server-sent events', () => {
  it('are read whole', () => {
    expect(new SseParser().take(STREAM)).toEqual([
      { id: '7', event: 'run.started', data: '{"a":\n1}' },
      { id: '7', event: 'message', data: 'x' },
    ]);
  });

  it('are the same however the stream is cut', () => {
    const whole = new SseParser().take(STREAM);
    for (let size = 1; size < 12; size += 1) {
      const parser = new SseParser();
      const found = [];
      for (let at = 0; at < STREAM.length; at += size) found.push(...parser.take(STREAM.slice(at, at + size)));
      expect(found).toEqual(whole);
    }
  });

  it('may end their lines with a carriage return', () => {
    expect(new SseParser().take('data: x\r\n\r\n')).toEqual([{ id: '', event: 'message', data: 'x' }]);
  });

  it('say where the stream stands by an id alone, once that is whole', () => {
    const parser = new SseParser();
    expect(parser.take('id: 7\n')).toEqual([]);
    expect(parser.place).toBe('');
    expect(parser.take('\n: beat\n\n')).toEqual([]);
    expect(parser.place).toBe('7');
  });
});
