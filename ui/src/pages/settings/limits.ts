// The limits on how many tasks run at once, one a row.
import type { Schemas } from '../../lib/api/client';

export type Kind = 'organisation' | 'role' | 'project';

export interface Limit {
  id: string;
  kind: Kind;
  role?: string;
  project?: string;
  max: number;
}

/** The organisation's first, then those of roles and of projects, each by name. */
export function rows({ organisation, roles, projects }: Schemas['TaskLimits']): Limit[] {
  const sorted = (limits: Record<string, number>) => Object.entries(limits).sort(([a], [b]) => a.localeCompare(b));
  return [
    ...(organisation === null || organisation === undefined ? [] : [{ id: 'organisation', kind: 'organisation' as const, max: organisation }]),
    ...sorted(roles).map(([role, max]) => ({ id: `role ${role}`, kind: 'role' as const, role, max })),
    ...sorted(projects).map(([project, max]) => ({ id: `project ${project}`, kind: 'project' as const, project, max })),
  ];
}
