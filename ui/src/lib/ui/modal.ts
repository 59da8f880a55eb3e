// Opens a dialog over the page when it appears, and gives the focus back to where it was when it goes.

/** Where the focus was before each dialog: one that follows another gives it back there. */
const origins = new WeakMap<Element, Element | null>();

/** Call it while the component starts, before the dialog takes the focus; attach what it returns to the dialog. */
export function modal(): (dialog: HTMLDialogElement) => () => void {
  const before = document.activeElement;
  const earlier = before?.closest('dialog');
  const origin = (earlier && origins.get(earlier)) ?? null;
  return (dialog) => {
    origins.set(dialog, before);
    dialog.showModal();
    return () => {
      dialog.close();
      const back = [before, origin].find((element) => element instanceof HTMLElement && element.isConnected && element !== document.body);
      if (back instanceof HTMLElement) back.focus();
    };
  };
}
