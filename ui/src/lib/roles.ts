// Roles of members on projects: which one somebody has, where it comes from, and which ones somebody else may give.
import type { Schemas } from './api/client';

type Role = Schemas['Role'];
type Member = Pick<Schemas['Member'], 'role' | 'project_roles' | 'teams'>;
type Team = Pick<Schemas['Team'], 'id' | 'name' | 'project_roles'>;

/** No role of one's own on a project, as a field's value. */
export const NONE = '';
/** From the one that may least. */
const RANKS: Role[] = ['viewer', 'contributor', 'reviewer', 'maintainer', 'owner'];
export const rank = (role: Role | null | undefined) => (role ? RANKS.indexOf(role) : -1);

/** The member's own role on a project. */
export const projectRole = (member: Member, project: string): Role | typeof NONE => member.project_roles.find((one) => one.project === project)?.role ?? NONE;

/** Roles on a project that come from the member's teams. */
export function fromTeams(member: Member, project: string, teams: Team[]): { team: string; role: Role }[] {
  const theirs = teams.filter((team) => member.teams.includes(team.id));
  return theirs.flatMap((team) => team.project_roles.filter((one) => one.project === project).map(({ role }) => ({ team: team.name, role })));
}

/** The roles that somebody may give on a project: with maintainer or more there, those up to their own. */
export function givable(giver: Member | undefined, project: string, teams: Team[]): Role[] {
  if (!giver) return [];
  const theirs = [giver.role, projectRole(giver, project) || null, ...fromTeams(giver, project, teams).map((one) => one.role)];
  const most = Math.max(...theirs.map(rank));
  return most < rank('maintainer') ? [] : RANKS.slice(0, most + 1).reverse();
}

/** What changes a member's own role on a project. */
export const roleChange = (project: string, to: Role | typeof NONE): Schemas['ChangeMember'] => (to === NONE ? { grant: [], revoke: [project] } : { grant: [{ project, role: to }], revoke: [] });
