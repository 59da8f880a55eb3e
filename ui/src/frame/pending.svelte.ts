// How many things need this person, for the navigation and the window's title.

class Pending {
  count = $state(0);
}

export const pending = new Pending();
