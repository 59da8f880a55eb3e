// The words of tasks.
import type { Schemas } from '../../api/client';
import states from './states.json';

export const tasks = {
  title: 'Tasks',
  one: 'Task',
  create: 'New task',
  views: { board: 'Board', list: 'List', graph: 'Graph' },
  name: 'Title',
  text: 'What is to be done (optional)',
  role: 'Role that does it (optional)',
  project: 'Project',
  anyProject: 'any project',
  priority: 'Priority',
  anyPriority: 'any priority',
  priorities: states.priority satisfies Record<Schemas['Priority'], string>,
  worker: 'Worked on by',
  assignee: 'Assigned to',
  progress: 'Progress',
  deadline: 'Deadline',
  cancelReason: 'Cancelled because',
  output: 'Result',
  waitsFor: 'Waits for',
  holdsUp: 'Holds up',
  retry: 'Try again',
  cancel: 'Cancel task',
  withParts: 'Its parts too',
  newest: (count: number) => `The newest ${count}; filter to see others.`,
  free: 'Wait for nothing here, and hold up nothing',
  empty: 'No task.',
  emptyHint: 'The stages of runs are tasks, and anything else that agents and people hand to one another.',
};
