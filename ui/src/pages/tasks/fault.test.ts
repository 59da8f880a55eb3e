import { describe, expect, it } from 'vitest';
import { faultOf } from './fault';

const read = (text: string) => {
  const { code, message, raw } = faultOf(text);
  return [code, message, raw !== null];
};

describe('what a worker said about its failure', () => {
  it.each([
    ['It rained.', [null, 'It rained.', false]],
    ['{"code": "rate_limited", "message": "Wait a minute.", "status": 429}', ['rate_limited', 'Wait a minute.', true]],
    ['{"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}', ['overloaded_error', 'Overloaded', true]],
    ['{"jsonrpc": "2.0", "id": 3, "error": {"code": -32603, "message": "Internal error", "data": {"details": "x"}}}', ['-32603', 'Internal error', true]],
    ['{"type": "urn:x", "title": "Too many", "status": 429, "code": "too_many", "detail": "Three a minute are allowed."}', ['too_many', 'Three a minute are allowed.', true]],
    ['the agent ended: {"error": "no such model"}', [null, 'the agent ended: no such model', true]],
    ['[{"code": "E1", "message": "first"}, {"code": "E2"}]', ['E1', 'first', true]],
    // Nothing to read in it: all of it is behind the fold.
    ['{"a": 1}', [null, '', true]],
    // What only looks like JSON is words.
    ['expected {name}', [null, 'expected {name}', false]],
    ['see [1', [null, 'see [1', false]],
    ['exit status [1]', [null, 'exit status [1]', false]],
    ['{"a": ', [null, '{"a":', false]],
  ])('%s', (text, fault) => expect(read(text)).toEqual(fault));
});
