// The events of a run in words, and the ones that people look for apart from the machinery.
import type { Schemas } from '../../lib/api/client';
import { t, title, words } from '../../lib/text/en';

export type Event = Schemas['Event'];
export type Sort = 'decision' | 'version' | 'stage' | 'other';

const SORTS: Record<string, Sort> = {
  review: 'decision',
  constraint: 'decision',
  artifact: 'version',
  version: 'other',
  run: 'stage',
  stage: 'stage',
  attempt: 'stage',
};
// Said twice otherwise: another event of the same change tells it better.
const QUIET = new Set(['stage.planned', 'stage.review_opened', 'stage.produced', 'attempt.started', 'artifact.created', 'review.voted', 'run.status_changed', 'artifact.approved', 'artifact.superseded', 'attempt.superseded', 'stage.approved', 'attempt.produced', 'stage.sent_back', 'stage.rejected', 'run.constrained']);

/** Which switch shows an event. */
export function sortOf(event: Event): Sort {
  if (QUIET.has(event.kind)) return 'other';
  return SORTS[event.kind.split('.')[0] ?? ''] ?? 'other';
}

/** Where an event of this run takes place: ids of the streams that belong to it, with the names to print. */
export function streamsOf(run: Schemas['Run'], artifacts: Schemas['Artifact'][], attempts: Schemas['Attempt'][], reviews: Schemas['Review'][]): Map<string, string> {
  const streams = new Map([[run.id, '']]);
  const stageTitle = (name: string) => run.stages.find((stage) => stage.name === name)?.title ?? title(name);
  for (const stage of run.stages) streams.set(stage.id, stage.title);
  for (const one of artifacts) streams.set(one.id, title(one.name));
  for (const one of attempts) streams.set(one.id, t.review.title(stageTitle(one.stage), one.number));
  for (const one of reviews) streams.set(one.id, stageTitle(one.stage));
  return streams;
}

const field = (event: Event, name: string) => {
  const value = (event.data as Record<string, unknown> | null)?.[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};

/** What happened, in a few words. */
export function told(event: Event): string {
  switch (event.kind) {
    case 'review.opened':
      return t.run.told.asked;
    case 'review.closed':
      return t.run.told.decided[field(event, 'decision')] ?? t.run.told.closed;
    case 'review.constrained':
      return t.run.told.constrained;
    case 'artifact.versioned':
      return t.run.told.versioned(field(event, 'number'));
    case 'run.started':
      return t.run.told.started;
    case 'run.finished':
      return t.run.told.finished;
    case 'run.failed':
      return t.run.told.failed;
    case 'review.voided':
      return t.run.told.voided;
    case 'run.rolled_back':
      return t.run.told.rolledBack(title(field(event, 'to')));
    case 'run.rerun':
      return t.run.told.rerun(title(field(event, 'from')));
    case 'run.status_changed':
      return t.run.told.became(field(event, 'status'));
    case 'stage.attempt_started':
      return t.run.told.began(field(event, 'number'));
    default:
      return words(event.kind.split('.')[1] ?? event.kind);
  }
}

const place = (event: Event) => `${event.stream} ${event.at}`;

/** What people said of decisions, by the place of each. The words stand at the vote that made it, which is told only when asked for. */
export function wordsOf(events: Event[]): (event: Event) => string {
  const votes = new Map(events.flatMap((event) => (event.kind === 'review.voted' && event.said ? [[place(event), event.said] as const] : [])));
  return (event) => event.said ?? (event.kind === 'review.closed' ? votes.get(place(event)) : undefined) ?? '';
}

/** Gaps longer than this are told in one line, in milliseconds. */
const IDLE = 30 * 60 * 1000;

/** A row of the timeline: an event, or idle time in milliseconds. */
export type Row = { id: string; event: Event; idle?: never } | { id: string; event?: never; idle: number };

/** Events newest first, with the idle time between them. */
export function rows(events: Event[]): Row[] {
  return events.flatMap((event, at): Row[] => {
    const before = events[at + 1];
    const gap = before ? Date.parse(event.at) - Date.parse(before.at) : 0;
    const row = { id: event.id, event };
    return gap > IDLE ? [row, { id: `idle-${event.id}`, idle: gap }] : [row];
  });
}
