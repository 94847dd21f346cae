// SPDX-License-Identifier: EUPL-1.2
// Runs before anything is painted. Two reasons to show nothing of this page: somebody left
// and came back with Back (the entry is marked), or somebody is leaving right now and this
// is merely the first page of the visit, on the way out.
(() => {
  const root = document.documentElement;
  // Colours chosen on an earlier page of this visit travel in the tab's own name: no cookie,
  // no storage, and gone with the tab.
  const colours = /^theme:(light|dark)$/.exec(window.name);
  if (colours) root.dataset.theme = colours[1];

  const { exit, neutral } = root.dataset;
  const onTheWayOut = window.name === "leaving";
  const comingBack = Boolean(history.state && history.state.left);
  if (!exit || !(onTheWayOut || comingBack)) return;

  root.classList.add("is-leaving");
  window.name = "";
  if (onTheWayOut) {
    history.replaceState({ left: true }, "", neutral);
    // A new entry throws away everything ahead, so Forward finds nothing either.
    history.pushState({ left: true }, "", neutral);
  }
  location.replace(exit);
})();
