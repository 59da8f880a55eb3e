import { describe, expect, it } from 'vitest';
import { Failure } from './api/client';
import { faultyRule, ruleFault, ruleInWords, ruleOf, type RuleDraft } from './rules';

const draft = (type: RuleDraft['type'], value: string, artifact = ''): RuleDraft => ({ id: 0, type, value, artifact });

describe('a rule', () => {
  it.each([
    [draft('denied_tool', ' browser* '), { type: 'denied_tool', tool: 'browser*' }, 'No tool browser*'],
    [draft('denied_path', 'secrets'), { type: 'denied_path', path: 'secrets' }, 'Nothing at or under secrets'],
    [draft('denied_host', 'tracker.example'), { type: 'denied_host', host: 'tracker.example' }, 'No host tracker.example'],
    [draft('max_cost', '5'), { type: 'max_cost', usd: '5.00' }, 'At most $5.00'],
    [draft('required_section', 'Privacy', 'prd'), { type: 'required_section', artifact: 'prd', section: 'Privacy' }, 'Heading “Privacy” in prd'],
    [draft('required_section', 'Privacy'), { type: 'required_section', artifact: '', section: 'Privacy' }, 'Heading “Privacy” in every document'],
  ])('goes as it was written and reads in words', (written, sent, words) => {
    expect(ruleOf(written)).toEqual(sent);
    expect(ruleInWords(ruleOf(written))).toBe(words);
  });

  it('that is refused is found by what the server quotes', () => {
    const drafts = [draft('denied_tool', 'shell'), draft('denied_host', 'https://x')];
    const fault = ruleFault(new Failure(400, 'bad_value', 'the constraint’s rule: `https://x` denies nothing'));
    expect(faultyRule(fault, drafts)).toBe(drafts[1]);
    expect(faultyRule('it has 17 rules', drafts)).toBeUndefined();
    expect(ruleFault(new Failure(409, 'bad_value', ''))).toBeNull();
    expect(ruleFault(new Failure(400, 'constraint_empty', ''))).toBeNull();
    expect(ruleFault(new Failure(400, 'invalid_amount', 'less', null, { errors: [{ field: 'rules' }] }))).toBe('less');
  });
});
