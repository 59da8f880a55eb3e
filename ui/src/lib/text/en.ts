// Every word that people read, in English. Pages take their words from here and nowhere else; each page has its file under `en/`.
import * as agentsWords from './en/agents';
import * as auditWords from './en/audit';
import * as bridgeWords from './en/bridge';
import * as frameWords from './en/frame';
import * as inboxWords from './en/inbox';
import * as logsWords from './en/logs';
import * as messagesWords from './en/messages';
import * as notificationsWords from './en/notifications';
import * as permissionWords from './en/permission';
import * as projectsWords from './en/projects';
import * as reviewWords from './en/review';
import * as settingsWords from './en/settings';
import * as statesWords from './en/states';
import * as tasksWords from './en/tasks';
import { plural } from './en/plural';

export const t = {
  product: 'Dream.OS',
  skip: 'Skip to the page',
  loading: 'Loading',
  retry: 'Try again',
  close: 'Close',
  cancel: 'Cancel',
  rename: 'Rename',
  renameTitle: (name: string) => `Rename ${name}`,
  renamed: 'It has the new name.',
  discard: 'Discard changes',
  copy: 'Copy',
  copied: 'Copied',
  notCopied: 'This browser does not let the page copy here: mark the text and copy it yourself.',
  more: 'Show more',
  cut: (count: number) => `The first ${count.toLocaleString('en')} are here; the list goes on. The API gives all of it, page by page.`,
  none: 'None',
  you: 'You',
  allTimes: (zone: string) => `Times in ${zone}`,
  plural,
  ...frameWords,
  ...statesWords,
  ...reviewWords,
  ...permissionWords,
  ...inboxWords,
  ...projectsWords,
  ...auditWords,
  ...settingsWords,
  ...tasksWords,
  ...agentsWords,
  ...logsWords,
  ...messagesWords,
  ...notificationsWords,
  ...bridgeWords,
};

/** A stage, role or noun of the API as a word: `product-manager` becomes `product manager`. */
export const words = (name: string) => name.replaceAll(/[-_.]/g, ' ');
/** With a capital letter; acronyms as they are written. */
export const title = (name: string) => words(name).replace(/^(prd|qa|api)\b/, (word) => word.toUpperCase()).replace(/^./, (letter) => letter.toUpperCase());
