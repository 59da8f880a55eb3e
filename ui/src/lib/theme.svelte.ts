// Light, dark, or as the system says; and how dense lists are. Kept in this browser.

export type Choice = 'system' | 'light' | 'dark';

const wish = globalThis.matchMedia?.('(prefers-color-scheme: dark)');

class Theme {
  choice = $state<Choice>((localStorage.getItem('theme') as Choice | null) ?? 'system');

  constructor() {
    wish?.addEventListener('change', () => this.#apply());
    this.#apply();
  }

  choose(choice: Choice): void {
    this.choice = choice;
    localStorage.setItem('theme', choice);
    this.#apply();
  }

  toggle(): void {
    this.choose(document.documentElement.dataset['theme'] === 'dark' ? 'light' : 'dark');
  }

  #apply(): void {
    const dark = this.choice === 'dark' || (this.choice === 'system' && wish?.matches);
    document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
  }
}

export const theme = new Theme();
