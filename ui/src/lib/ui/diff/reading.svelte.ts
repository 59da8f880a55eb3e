// How this reader likes to read: the view of diffs and whether lines wrap. Kept in this browser.

export const VIEWS = ['rendered', 'split', 'unified', 'source'] as const;
export type View = (typeof VIEWS)[number];

class Reading {
  view = $state<View>(VIEWS.find((view) => view === localStorage.getItem('diff-view')) ?? 'rendered');
  wrap = $state(localStorage.getItem('diff-wrap') !== 'off');

  choose(view: View): void {
    this.view = view;
    localStorage.setItem('diff-view', view);
  }

  next(): void {
    this.choose(VIEWS[(VIEWS.indexOf(this.view) + 1) % VIEWS.length] ?? 'rendered');
  }

  setWrap(on: boolean): void {
    this.wrap = on;
    localStorage.setItem('diff-wrap', on ? 'on' : 'off');
  }
}

export const reading = new Reading();
