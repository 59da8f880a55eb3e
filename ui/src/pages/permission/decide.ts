// What people say about what agents ask. Each decision names the digest of what was seen, so that none can reach another call.
import { answer, api, type Schemas } from '../../lib/api/client';
import { t } from '../../lib/text/en';

export interface Leave {
  /** How long, in hours. */
  hours: number;
  /** For how many calls. */
  most: number;
  /** What the arguments must be like: exactly these, like patterns (one `POINTER=GLOB` a line), or any. */
  arguments: 'exact' | 'like' | 'any';
  patterns: string;
}

export type Decision =
  | { kind: 'approve'; comment: string; leave: Leave | null }
  | { kind: 'request_changes'; comment: string }
  | { kind: 'reject'; comment: string }
  | { kind: 'answer'; text: string };

/** What is decided on: the permission, and the digest that was on the screen. */
export interface Target {
  org: string;
  permission: string;
  digest: string;
}

/** Sends a decision. Returns what to tell the person; throws a `Failure`. */
export async function decide({ org, permission, digest }: Target, decision: Decision): Promise<string> {
  const params = { path: { org, permission } };
  const comment = 'comment' in decision ? decision.comment.trim() || undefined : undefined;
  switch (decision.kind) {
    case 'approve': {
      const grant = decision.leave ? leaveOf(decision.leave, Date.now()) : undefined;
      await answer(api.POST('/api/v1/orgs/{org}/permissions/{permission}/approve', { params, body: { digest, comment, grant } }));
      return grant ? t.permission.done.granted : t.permission.done.approved;
    }
    case 'request_changes':
      await answer(api.POST('/api/v1/orgs/{org}/permissions/{permission}/request-changes', { params, body: { digest, comment: decision.comment.trim() } }));
      return t.permission.done.changes_requested;
    case 'reject':
      await answer(api.POST('/api/v1/orgs/{org}/permissions/{permission}/reject', { params, body: { digest, comment } }));
      return t.permission.done.rejected;
    case 'answer':
      await answer(api.POST('/api/v1/orgs/{org}/permissions/{permission}/answer', { params, body: { text: decision.text } }));
      return t.permission.done.answered;
  }
}

/** Leave for the like, as the API takes it, from `now` on. */
export function leaveOf(leave: Leave, now: number): Schemas['GrantForLike'] {
  const until = new Date(now + leave.hours * 3_600_000).toISOString();
  const patterns = { exact: null, like: patternsOf(leave.patterns), any: [] }[leave.arguments];
  return { until, most: leave.most, patterns };
}

/** One pattern a line: a JSON Pointer, `=`, and a text with `*` for any letters. */
export function patternsOf(text: string): Schemas['ArgumentPattern'][] {
  const lines = text.split('\n').map((line) => line.trim()).filter(Boolean);
  return lines.map((line) => {
    const at = line.indexOf('=');
    return at < 0 ? { at: line, glob: '*' } : { at: line.slice(0, at).trim(), glob: line.slice(at + 1).trim() };
  });
}
