// The one registry of commands: it feeds the keyboard, the palette and the sheet of shortcuts.
import { untrack } from 'svelte';

export interface Command {
  id: string;
  /** A verb and its object, as a button would say it. */
  title: string;
  /** The heading under which the palette and the sheet list it. */
  group: string;
  /** `g i` is g, then i; `mod+k` is Ctrl or ⌘ with k. None: the palette alone. */
  keys?: string;
  /** The same in the terminal. */
  terminal?: string;
  /** More words to find it by. */
  words?: string;
  run: () => void;
}

/** How long the second key of a sequence may take, in milliseconds. */
const SEQUENCE = 1200;

class Keys {
  commands = $state.raw<Command[]>([]);
  /** Single keys can be switched off, since they trouble people who dictate. */
  single = $state(globalThis.localStorage?.getItem('single-keys') !== 'off');
  #pending = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Adds commands; returns how to take them away. */
  add(commands: Command[]): () => void {
    this.commands = [...this.commands, ...commands];
    return () => {
      this.commands = this.commands.filter((command) => !commands.includes(command));
    };
  }

  setSingle(on: boolean): void {
    this.single = on;
    localStorage.setItem('single-keys', on ? 'on' : 'off');
  }

  /** Answers a key press. */
  press(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return;
    const modified = event.ctrlKey || event.metaKey;
    if (!modified && (!this.single || busy(event.target))) return;
    const key = (modified ? 'mod+' : '') + event.key.toLowerCase();
    const command = this.#find(this.#pending ? `${this.#pending} ${key}` : key) ?? (this.#pending ? this.#find(key) : undefined);
    this.#wait(command || modified || !this.#begins(key) ? '' : key);
    if (!command) return;
    event.preventDefault();
    command.run();
  }

  // The newest stands first: a page's own key goes before the frame's.
  #find(keys: string): Command | undefined {
    return this.commands.findLast((command) => command.keys === keys);
  }

  #begins(key: string): boolean {
    return this.commands.some((command) => command.keys?.startsWith(`${key} `));
  }

  #wait(pending: string): void {
    clearTimeout(this.#timer);
    this.#pending = pending;
    if (pending) this.#timer = setTimeout(() => (this.#pending = ''), SEQUENCE);
  }
}

/** Whether the key belongs to what has the focus: a field, or an open dialog. */
function busy(target: EventTarget | null): boolean {
  const element = target instanceof Element ? target : null;
  return !!element?.closest('input, textarea, select, [contenteditable], dialog[open]') || !!document.querySelector('dialog[open]');
}

export const keys = new Keys();

/** Registers commands for as long as the component that calls it lives. */
export function commands(list: () => Command[]): void {
  $effect(() => {
    const current = list();
    return untrack(() => keys.add(current));
  });
}

const APPLE = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? '');

/** Keys as they are printed. */
export function printed(text: string): string[] {
  return text.split(' ').map((key) => key.replace('mod+', APPLE ? '⌘ ' : 'Ctrl ').replace(/\b[a-z]$/, (letter) => letter.toUpperCase()));
}
