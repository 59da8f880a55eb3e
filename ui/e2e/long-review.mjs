// A review of ten thousand lines with a hundred notes, as the server would answer it.

export const LINES = 10_000;
export const NOTES = 100;
const words = (at) => `- R${at}: what must hold in case ${at}`;

/** Lines in the place of those of the review's artifact: every tenth is changed unless told otherwise, every hundredth has a note. */
export async function longReview(context, house, every = 10) {
  const detail = await house.call('GET', `${house.under}/reviews/${house.review}`);
  const [artifact] = detail.artifacts;
  const text = Array.from({ length: LINES }, (_, at) => words(at));
  const same = (line) => [{ kind: 'context', spans: [{ text: line, changed: false }] }];
  const other = (line) => [{ kind: 'removed', spans: [{ text: '- R', changed: false }, { text: 'old', changed: true }] }, { kind: 'added', spans: [{ text: line, changed: true }] }];
  const lines = text.flatMap((line, at) => (at % every ? same(line) : other(line)));
  const file = { path: 'prd.md', change: 'modified', binary: false, truncated: false, old_mode: null, new_mode: null, hunks: [{ old_start: 1, old_lines: LINES, new_start: 1, new_lines: LINES, lines }] };
  await context.route(`**/artifacts/${artifact.id}/diff*`, (route) => route.fulfill({ json: { artifact: artifact.id, from: 1, to: 2, files: [file], unified: '' } }));
  await context.route(`**/artifacts/${artifact.id}/versions/*/files/**`, (route) => route.fulfill({ contentType: 'text/markdown', body: `${text.join('\n')}\n` }));
  const note = (at) => ({ id: `drf_${at}`, review: house.review, artifact: artifact.id, artifact_name: artifact.name, path: 'prd.md', line: at * (LINES / NOTES) + 1, place: 'here', begun_on: artifact.version, begun_at_line: at * (LINES / NOTES) + 1, quote: '', text: `Why ${at}?`, edit: 1, updated_at: '2026-01-01T12:00:00Z' });
  const notes = Array.from({ length: NOTES }, (_, at) => note(at));
  await context.route('**/drafts', (route) => (route.request().method() === 'GET' ? route.fulfill({ json: { items: notes, next: null } }) : route.continue()));
  return `/o/${house.org}/p/${house.project}/reviews/${house.review}`;
}
