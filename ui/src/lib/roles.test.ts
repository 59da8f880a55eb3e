import { describe, expect, it } from 'vitest';
import { fromTeams, givable, projectRole, roleChange } from './roles';

const teams = [{ id: 'team_1', name: 'Product', project_roles: [{ project: 'prj_1', role: 'maintainer' as const }] }];
const plain = { role: null, project_roles: [], teams: [] };

describe('roles on projects', () => {
  it('are one’s own, or those of a team', () => {
    expect(projectRole({ ...plain, project_roles: [{ project: 'prj_1', role: 'viewer' }] }, 'prj_1')).toBe('viewer');
    expect(projectRole(plain, 'prj_1')).toBe('');
    expect(fromTeams({ ...plain, teams: ['team_1'] }, 'prj_1', teams)).toEqual([{ team: 'Product', role: 'maintainer' }]);
    expect(fromTeams({ ...plain, teams: ['team_1'] }, 'prj_2', teams)).toEqual([]);
  });

  it('are given by maintainers and owners, up to their own', () => {
    expect(givable({ ...plain, role: 'owner' }, 'prj_1', teams)[0]).toBe('owner');
    expect(givable({ ...plain, role: 'maintainer' }, 'prj_1', teams)[0]).toBe('maintainer');
    expect(givable({ ...plain, teams: ['team_1'] }, 'prj_1', teams)[0]).toBe('maintainer');
    expect(givable({ ...plain, role: 'reviewer' }, 'prj_1', teams)).toEqual([]);
    expect(givable(undefined, 'prj_1', teams)).toEqual([]);
  });

  it('are taken away by the empty choice', () => {
    expect(roleChange('prj_1', '')).toEqual({ grant: [], revoke: ['prj_1'] });
    expect(roleChange('prj_1', 'viewer')).toEqual({ grant: [{ project: 'prj_1', role: 'viewer' }], revoke: [] });
  });
});
