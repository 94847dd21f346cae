// SPDX-License-Identifier: EUPL-1.2
// Small comforts on every page; each page works without them.

// After a refused form: first what is wrong, also for who cannot see it.
function focusSummary(within) {
  within.querySelector("[data-error-summary]")?.focus();
}

focusSummary(document);
document.addEventListener("htmx:afterSwap", (event) => focusSummary(event.detail.elt));

// A press on a button counts once; the button itself stays usable for assistive technology.
const sent = new WeakSet();
document.addEventListener("submit", (event) => {
  if (event.target.method !== "post") return;
  if (sent.has(event.target)) {
    event.preventDefault();
    return;
  }
  sent.add(event.target);
  setTimeout(() => sent.delete(event.target), 3000);
});
addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of document.forms) sent.delete(form);
});

// A finished row goes out softly before it is gone.
document.addEventListener("htmx:beforeSwap", (event) => {
  event.detail.elt.closest?.(".kz-row")?.classList.add("is-leaving-list");
});

// Colours: the choice works by itself on this page; here it is kept for the visit.
const choice = document.querySelector("[data-theme-choice]");
if (choice) {
  const chosen = /^theme:/.test(window.name) ? window.name.slice("theme:".length) : "";
  for (const radio of choice.querySelectorAll("input")) radio.checked = radio.value === chosen;
  choice.addEventListener("change", (event) => {
    const { value } = event.target;
    window.name = value ? `theme:${value}` : "";
    if (value) document.documentElement.dataset.theme = value;
    else delete document.documentElement.dataset.theme;
  });
}
