// What the server behind these pages runs: one that runs the bridge alone has no projects, runs, tasks and agents.
import type { Who } from './api/session.svelte';
import { links } from './links';
import type { Route } from '../routes';

/** Sections that are about what only a server with agents has. */
const NEED_AGENTS = new Set(['inbox', 'projects', 'tasks', 'agents']);

/** Whether the server has what a section shows. */
export function serves(who: Who | undefined, section: string): boolean {
  return who?.serves !== 'bridge' || !NEED_AGENTS.has(section);
}

/** Sections of the settings that are about what only a server with agents has. */
const SETTINGS_NEED_AGENTS = new Set(['delegations', 'grants', 'templates', 'prompts', 'standard', 'limits']);

/** Whether the server has what a section of the settings shows. */
export function servesSetting(who: Who | undefined, section: string): boolean {
  return who?.serves !== 'bridge' || !SETTINGS_NEED_AGENTS.has(section);
}

/** Whether the server has what a page shows. */
export function servesPage(who: Who | undefined, route: Route): boolean {
  return route.everywhere === true || serves(who, route.section);
}

/** Where somebody who signed in begins. */
export function home(who: Who): string {
  return serves(who, 'inbox') ? links.inbox(who.org) : links.bridge(who.org);
}
