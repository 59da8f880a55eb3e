// The address of every page, in one place: the organisation and the project are part of each.

const under = (org: string, ...rest: string[]) => `/o/${[org, ...rest].map(encodeURIComponent).join('/')}`;

export const links = {
  inbox: (org: string, review?: string) => under(org, 'inbox', ...(review ? [review] : [])),
  permission: (org: string, permission: string) => under(org, 'permissions', permission),
  notifications: (org: string) => under(org, 'notifications'),
  projects: (org: string) => under(org, 'projects'),
  project: (org: string, project: string) => under(org, 'p', project),
  run: (org: string, project: string, run: string) => under(org, 'p', project, 'runs', run),
  review: (org: string, project: string, review: string) => under(org, 'p', project, 'reviews', review),
  artifact: (org: string, project: string, run: string, artifact: string) => under(org, 'p', project, 'runs', run, 'artifacts', artifact),
  tasks: (org: string) => under(org, 'tasks'),
  agents: (org: string) => under(org, 'agents'),
  agent: (org: string, name: string) => under(org, 'agents', name),
  messages: (org: string, channel?: string) => under(org, 'messages', ...(channel ? [channel] : [])),
  bridge: (org: string, section?: string) => under(org, 'bridge', ...(section ? [section] : [])),
  logs: (org: string) => under(org, 'logs'),
  audit: (org: string) => under(org, 'audit'),
  settings: (org: string, section?: string) => under(org, 'settings', ...(section ? [section] : [])),
};
