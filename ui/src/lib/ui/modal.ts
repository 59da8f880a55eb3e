// Opens a dialog over the page when it appears, and gives the focus back to where it was when it goes.

/** Call it while the component starts, before the dialog takes the focus; attach what it returns to the dialog. */
export function modal(): (dialog: HTMLDialogElement) => () => void {
  const before = document.activeElement;
  return (dialog) => {
    dialog.showModal();
    return () => {
      dialog.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  };
}
