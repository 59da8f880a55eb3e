import { expect, it } from 'vitest';
import { rows } from './limits';

it('has a row for each limit, those of the organisation first', () => {
  const found = rows({ organisation: 0, roles: { writer: 2, builder: 3 }, projects: { prj_1: 1 } });
  expect(found.map(({ kind, role, project, max }) => [kind, role ?? project, max])).toEqual([
    ['organisation', undefined, 0],
    ['role', 'builder', 3],
    ['role', 'writer', 2],
    ['project', 'prj_1', 1],
  ]);
  expect(rows({ organisation: null, roles: {}, projects: {} })).toEqual([]);
});
