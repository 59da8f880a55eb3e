// Every page by the path that shows it. What a person sees first is loaded with the frame, everything else when it is asked for.
import type { Component } from 'svelte';
import Inbox from './pages/inbox/Inbox.svelte';
import Review from './pages/review/Review.svelte';

// Pages take the parameters of their path as properties.
type Page = Component<any>;

export interface Route {
  path: string;
  /** Which entry of the navigation it belongs to. */
  section: string;
  /** Whether every server has it, whatever its section. */
  everywhere?: true;
  page?: Page;
  load?: () => Promise<{ default: Page }>;
}

export const routes: Route[] = [
  { path: '/o/:org/inbox/:review?', section: 'inbox', page: Inbox },
  { path: '/o/:org/p/:project/reviews/:review', section: 'inbox', page: Review },
  { path: '/o/:org/permissions/:permission', section: 'inbox', load: () => import('./pages/permission/Permission.svelte') },
  { path: '/o/:org/notifications', section: 'inbox', everywhere: true, load: () => import('./pages/notifications/Notifications.svelte') },
  { path: '/o/:org/projects', section: 'projects', load: () => import('./pages/projects/Projects.svelte') },
  { path: '/o/:org/p/:project', section: 'projects', load: () => import('./pages/project/Project.svelte') },
  { path: '/o/:org/p/:project/runs/:run', section: 'projects', load: () => import('./pages/run/Run.svelte') },
  { path: '/o/:org/p/:project/runs/:run/artifacts/:artifact', section: 'projects', load: () => import('./pages/artifact/Artifact.svelte') },
  { path: '/o/:org/tasks', section: 'tasks', load: () => import('./pages/tasks/Tasks.svelte') },
  { path: '/o/:org/agents', section: 'agents', load: () => import('./pages/agents/Agents.svelte') },
  { path: '/o/:org/agents/:agent', section: 'agents', load: () => import('./pages/agents/AgentPage.svelte') },
  { path: '/o/:org/messages/:channel?', section: 'messages', load: () => import('./pages/messages/Messages.svelte') },
  { path: '/o/:org/bridge/:section?', section: 'bridge', load: () => import('./pages/bridge/Bridge.svelte') },
  { path: '/o/:org/logs', section: 'logs', load: () => import('./pages/logs/Logs.svelte') },
  { path: '/o/:org/audit', section: 'audit', load: () => import('./pages/audit/Audit.svelte') },
  { path: '/o/:org/settings/:section?', section: 'settings', load: () => import('./pages/settings/Settings.svelte') },
];
