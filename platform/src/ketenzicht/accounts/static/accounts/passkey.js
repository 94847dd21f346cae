// SPDX-License-Identifier: EUPL-1.2
// Say so on the page when the browser could not use or make a passkey.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.getElementById("passkey_problem").hidden = false;
});
