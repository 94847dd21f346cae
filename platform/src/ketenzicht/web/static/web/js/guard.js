// SPDX-License-Identifier: EUPL-1.2
// Runs before anything is painted. Somebody who left must never see this visit again with Back
// or Forward; somebody who comes anew starts clean.
(() => {
  const root = document.documentElement;
  const { exit, neutral } = root.dataset;
  // Colours chosen on an earlier page of this visit travel in the tab's own name: no cookie,
  // no storage, and gone with the tab.
  const colours = /^theme:(light|dark)$/.exec(window.name);
  if (colours) root.dataset.theme = colours[1];
  if (!exit) return;

  // exit.js leaves one word for the pages behind it, in this tab only; a new visit takes it away.
  let word = null;
  try {
    word = sessionStorage.getItem("exit");
    if (word) sessionStorage.removeItem("exit");
  } catch {
    // Storage is switched off: the marks in the history below still hold.
  }
  const [arrival] = performance.getEntriesByType("navigation");
  const wentBack = arrival?.type === "back_forward";
  const marked = Boolean(history.state?.left);
  if (!marked && !(word && wentBack)) return;

  root.classList.add("is-leaving");
  if (word === "leaving") {
    // The first page of the visit, on the way out: a new entry throws away everything ahead.
    history.replaceState({ left: true }, "", neutral);
    history.pushState({ left: true }, "", neutral);
  } else if (word) {
    sessionStorage.setItem("exit", word);
  }
  location.replace(exit);
})();
