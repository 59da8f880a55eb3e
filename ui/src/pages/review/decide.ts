// The decisions on a review. Each names the digest of what was seen, so that none can reach something newer.
import { answer, api, Failure, type Schemas } from '../../lib/api/client';
import { shortDigests } from '../../lib/money';
import type { Rule } from '../../lib/rules';
import { t } from '../../lib/text/en';

export type Reach = 'stage' | 'run' | 'project' | 'organisation';

export type Decision =
  | { kind: 'approve'; comment: string }
  | { kind: 'request_changes'; comment: string }
  | { kind: 'regenerate'; comment: string; model: string }
  | { kind: 'reject'; comment: string }
  | { kind: 'constrain'; text: string; reach: Reach; rules: Rule[] }
  | { kind: 'break_glass'; comment: string };

/** What is decided on: the review, and the digest that was on the screen. */
export interface Target {
  org: string;
  review: Schemas['ReviewDetail'];
  digest: string;
  /** The notes that go with it. */
  drafts: Schemas['DraftAsSeen'][];
}

/** Sends a decision. Returns what to tell the person; throws a `Failure`. */
export async function decide(target: Target, decision: Decision): Promise<string> {
  const { org, review, digest, drafts } = target;
  const params = { path: { org, review: review.id } };
  const comment = 'comment' in decision ? decision.comment.trim() || undefined : undefined;
  switch (decision.kind) {
    case 'approve': {
      const after = await answer(api.POST('/api/v1/orgs/{org}/reviews/{review}/approve', { params, body: { digest, comment, drafts } }));
      return after.status === 'approved' ? t.review.done.approved : t.review.done.counted;
    }
    case 'request_changes':
      await answer(api.POST('/api/v1/orgs/{org}/reviews/{review}/request-changes', { params, body: { digest, comment: decision.comment.trim(), drafts } }));
      return t.review.done.changes_requested;
    case 'regenerate':
      await answer(api.POST('/api/v1/orgs/{org}/reviews/{review}/regenerate', { params, body: { digest, comment, drafts, model: decision.model.trim() || undefined } }));
      return t.review.done.regenerate;
    case 'reject':
      await answer(api.POST('/api/v1/orgs/{org}/reviews/{review}/reject', { params, body: { digest, comment: decision.comment.trim(), drafts } }));
      return t.review.done.rejected;
    case 'break_glass':
      await answer(api.POST('/api/v1/orgs/{org}/reviews/{review}/break-glass', { params, body: { digest, reason: decision.comment.trim() } }));
      return t.review.done.approved;
    case 'constrain':
      await constrain(target, decision);
      return t.review.done.constrained;
  }
}

/** A constraint from a review reaches its run; a wider one goes to where it binds. */
async function constrain({ org, review, digest }: Omit<Target, 'drafts'>, { text, reach, rules }: { text: string; reach: Reach; rules: Rule[] }): Promise<void> {
  const body = { text: text.trim(), rules };
  if (reach === 'organisation') {
    await answer(api.POST('/api/v1/orgs/{org}/constraints', { params: { path: { org } }, body }));
  } else if (reach === 'project') {
    await answer(api.POST('/api/v1/orgs/{org}/projects/{project}/constraints', { params: { path: { org, project: review.project } }, body }));
  } else {
    const stages = reach === 'stage' ? [review.stage] : [];
    await answer(api.POST('/api/v1/orgs/{org}/reviews/{review}/constrain', { params: { path: { org, review: review.id } }, body: { digest, constraints: [{ ...body, stages }] } }));
  }
}

/** Asks again about a review that nobody decided in time. */
export const askAgain = (org: string, review: string) =>
  answer(api.POST('/api/v1/orgs/{org}/reviews/{review}/ask-again', { params: { path: { org, review } }, body: {} }));

/** The second look at an emergency approval, by somebody else. */
export const secondLook = (org: string, review: string, verdict: Schemas['SecondLookVerdict']) =>
  answer(api.POST('/api/v1/orgs/{org}/reviews/{review}/second-look', { params: { path: { org, review } }, body: { verdict } }));

/** A refusal in the words of somebody who wanted to decide. */
export function refusal(error: unknown): string {
  if (!(error instanceof Failure)) return String(error);
  if (error.code === 'stale_digest') return `${t.review.staleDecision} ${shortDigests(error.message)}`;
  if (error.code === 'already_decided' || error.code === 'already_voted') return `${t.review.alreadyDecided} ${error.message}`;
  return error.message;
}
