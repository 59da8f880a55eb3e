// The words of what stands around every page.
import { plural } from './plural';

export const nav = {
  main: 'Main',
  inbox: 'Inbox',
  projects: 'Projects',
  tasks: 'Tasks',
  agents: 'Agents',
  messages: 'Messages',
  bridge: 'Bridge',
  observe: 'Observe',
  logs: 'Logs',
  audit: 'Audit',
  admin: 'Admin',
  settings: 'Settings',
  more: 'More',
  needYou: (count: number) => `${plural(count, 'thing')} ${count === 1 ? 'needs' : 'need'} you`,
};

export const live = {
  connecting: 'Connecting',
  live: 'Live',
  stale: (at: string) => `Stale since ${at}`,
  liveHint: 'What you see is kept up to date as things happen.',
  staleHint: 'The server does not answer. What you see may be old; decisions still name exactly what you saw.',
};

export const theme = { title: 'Theme', light: 'Light', dark: 'Dark', system: 'As the system', toggle: 'Switch theme' };

export const palette = {
  title: 'Search or run a command',
  placeholder: 'Search or run a command',
  results: (count: number) => plural(count, 'result'),
  nothing: 'Nothing is called that.',
  here: 'Here',
  go: 'Go to',
  frame: 'Control room',
  terminal: 'In the terminal',
};

export const keys = {
  title: 'Keyboard shortcuts',
  show: 'Show keyboard shortcuts',
  off: 'Single-key shortcuts are off. Turn them on in Settings, Appearance.',
};

export const failure = {
  title: 'This could not be loaded.',
  unreachable: 'The server does not answer.',
  unreachableHint: 'Is it running? It may be restarting; this page tries again by itself.',
  unreachableCall: 'The server does not answer. Look whether this was done, then try again.',
  signIn: 'Sign in to see this.',
  signInButton: 'Sign in',
  ended: 'Your session has ended.',
  endedHint: 'Nothing is sent any more. Copy what you have not sent yet, then sign in again.',
  forbidden: 'You may not see this.',
  forbiddenHint: 'An owner of the organisation can give you the role for it, in Settings → Members.',
  notFound: 'There is nothing here.',
  notFoundHint: 'It does not exist, or belongs to an organisation that you are not in.',
  request: (id: string) => `Request ${id}`,
  unserved: 'This server does not have this page.',
  unservedHint: 'It runs the bridge alone: projects, runs, tasks and agents are on another one.',
  home: 'Go to the first page',
};
