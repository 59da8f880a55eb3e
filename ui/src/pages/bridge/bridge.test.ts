// The bridge's things in words and states.
import { describe, expect, it } from 'vitest';
import { DELIVERY_STATUSES, faultsOf, hasEnded, inUse, lineSpan, linesIn, manages, quoted, stateOfDelivery, stateOfStep } from './bridge';

describe('states', () => {
  it('every state of a delivery has a word of its own', () => {
    const words = DELIVERY_STATUSES.map((status) => stateOfDelivery(status).word);
    expect(new Set(words).size).toBe(words.length);
  });

  it('what nobody knows is no success', () => {
    expect(stateOfDelivery('unknown').status).not.toBe('done');
    expect(stateOfDelivery('of a newer server')).toEqual({ status: 'queued', word: 'of a newer server' });
  });

  it('only what has ended may be sent again', () => {
    expect(DELIVERY_STATUSES.filter(hasEnded)).toEqual(['sent', 'edited', 'failed', 'unknown', 'cancelled', 'dead']);
  });

  it('a rule that missed is told from one that failed', () => {
    expect(stateOfStep('missed').status).not.toBe(stateOfStep('failed').status);
  });

  it('what is disabled says why', () => {
    expect(inUse({ disabled_at: '2026-01-01T00:00:00Z', disabled_reason: 'the channel is gone' })).toEqual({ status: 'blocked', word: 'Disabled', reason: 'the channel is gone' });
  });
});

describe('who may change the bridge', () => {
  it.each([['owner', true], ['maintainer', true], ['reviewer', false], ['viewer', false], [null, false]] as const)('%s: %s', (role, may) => {
    expect(manages(role)).toBe(may);
  });
});

describe('texts', () => {
  it('have quotation marks where the server wrote backticks', () => {
    expect(quoted('the type `backup.failed` is not among its types; to `inside`')).toBe('the type “backup.failed” is not among its types; to “inside”');
    expect(quoted('one ` alone')).toBe('one ` alone');
  });

  it('lines of a field are taken without empty ones', () => {
    expect(linesIn(' run.* \n\n task.done\n')).toEqual(['run.*', 'task.done']);
  });

  it('a line is found in a text, and one that is not there is empty at its end', () => {
    expect(lineSpan('ab\ncde\nf', 2)).toEqual([3, 6]);
    const [begin, end] = lineSpan('ab', 9);
    expect(begin).toBe(end);
  });

  it('faults are read from a refusal of rules alone', () => {
    const faults = [{ line: 3, column: 5, rule: 'alerts', message: 'no such key', code: 'unknown_key' }];
    expect(faultsOf({ code: 'rules_invalid', problem: { faults } })).toEqual([{ line: 3, column: 5, rule: 'alerts', message: 'no such key' }]);
    expect(faultsOf({ code: 'forbidden', problem: { faults } })).toBeNull();
  });
});
