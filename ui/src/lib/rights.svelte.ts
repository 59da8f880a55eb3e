// What the person who is signed in may do, as far as pages offer it. The server decides; pages only do not offer what it would refuse.
import type { Schemas } from './api/client';
import { questions } from './api/questions';
import { ask } from './api/query.svelte';
import { session } from './api/session.svelte';
import { fromTeams, projectRole, rank } from './roles';

type Role = Schemas['Role'];

/** The least role for each action, as in the policy's table, with which a test compares it. */
export const LEAST = {
  'org.rename': 'owner',
  'project.create': 'contributor',
  'project.change': 'maintainer',
  'run.start': 'contributor',
  'run.control': 'contributor',
  'run.rerun': 'contributor',
  'run.rollback': 'maintainer',
  'review.manage': 'contributor',
  'review.break_glass': 'maintainer',
  'review.second_look': 'reviewer',
  'artifact.put': 'contributor',
  'constraint.add.run': 'reviewer',
  'constraint.add.project': 'maintainer',
  'constraint.add.org': 'owner',
  'constraint.lift.run': 'maintainer',
  'constraint.lift.project': 'maintainer',
  'constraint.lift.org': 'owner',
  'grant.revoke': 'reviewer',
  'budget.raise': 'maintainer',
  'task.create': 'contributor',
  'task.manage': 'contributor',
  'agent.control': 'maintainer',
  'agent.register': 'maintainer',
  'swarm.captain': 'owner',
  'swarm.broadcast': 'maintainer',
  'swarm.stop': 'reviewer',
  'escalation.answer': 'maintainer',
  'template.publish': 'maintainer',
  'prompt.publish': 'maintainer',
  'standard.publish': 'owner',
  'member.manage': 'maintainer',
  'invitation.read': 'maintainer',
  'invitation.manage': 'maintainer',
  'team.manage': 'maintainer',
  'message.send': 'contributor',
  'message.order': 'maintainer',
  'message.erase': 'maintainer',
  'consumer.manage': 'maintainer',
  'dead_letter.manage': 'maintainer',
  'audit.export': 'maintainer',
  'log.export': 'maintainer',
  'hold.place': 'owner',
  'hold.lift': 'owner',
  'task.limit': 'maintainer',
} as const satisfies Record<string, Role>;

export type Action = keyof typeof LEAST;

/** Asks whether the reader may do something here, where `project` is the project that the page is about. Call it while a component starts. */
export function rights(org: () => string, project: () => string | null | undefined = () => null): (action: Action) => boolean {
  const members = ask(() => (project() ? questions.members(org()) : null));
  const teams = ask(() => (project() ? questions.teams(org()) : null));
  return (action) => {
    const role = session.who?.role;
    const least = rank(LEAST[action]);
    // Who has roles on projects alone may not read the members: the server says what they may.
    if (!role || rank(role) >= least) return true;
    const here = project();
    if (!here || members.it?.loading) return false;
    const mine = members.it?.data?.items.find((one) => one.person === session.who?.person);
    if (!mine) return true;
    const roles = [projectRole(mine, here) || null, ...fromTeams(mine, here, teams.it?.data?.items ?? []).map((one) => one.role)];
    return roles.some((one) => rank(one) >= least);
  };
}
