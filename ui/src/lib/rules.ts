// The rules of constraints: what is written in a form, what goes to the server, and how a rule reads.
import { Failure, type Schemas } from './api/client';
import { dollars } from './money';
import { t } from './text/en';

export type Rule = Schemas['ConstraintRule'];

/** A rule while it is written. `artifact` belongs to required sections alone. */
export interface RuleDraft {
  id: number;
  type: Rule['type'];
  value: string;
  artifact: string;
}

export const RULE_TYPES = Object.keys(t.constraintRules.type) as Rule['type'][];

/** A rule as the API takes it. */
export function ruleOf({ type, value, artifact }: Omit<RuleDraft, 'id'>): Rule {
  const text = value.trim();
  switch (type) {
    case 'denied_tool':
      return { type, tool: text };
    case 'denied_path':
      return { type, path: text };
    case 'denied_host':
      return { type, host: text };
    case 'max_cost':
      return { type, usd: /^\d+$/.test(text) ? `${text}.00` : text };
    case 'required_section':
      return { type, artifact: artifact.trim(), section: text };
  }
}

/** A rule in a few words. */
export function ruleInWords(rule: Rule): string {
  const words = t.constraintRules.told;
  switch (rule.type) {
    case 'denied_tool':
      return words.denied_tool(rule.tool);
    case 'denied_path':
      return words.denied_path(rule.path);
    case 'denied_host':
      return words.denied_host(rule.host);
    case 'max_cost':
      return words.max_cost(dollars(rule.usd));
    case 'required_section':
      return words.required_section(rule.section, rule.artifact);
  }
}

/** What a refusal says of the rules that were sent; null when it was refused for something else. */
export function ruleFault(error: unknown): string | null {
  if (!(error instanceof Failure) || error.status !== 400) return null;
  const fields = Array.isArray(error.problem['errors']) ? (error.problem['errors'] as { field?: string }[]) : [];
  return error.code === 'bad_value' || fields.some(({ field }) => field?.startsWith('rules')) ? error.message : null;
}

/** Which rule a fault is about: the server quotes what was written. */
export const faultyRule = (fault: string | null, drafts: RuleDraft[]): RuleDraft | undefined =>
  fault === null ? undefined : drafts.length === 1 ? drafts[0] : drafts.find((one) => one.value.trim() && fault.includes(`\`${one.value.trim()}\``));
