// SPDX-License-Identifier: EUPL-1.2
// Nobody loses what they typed because they typed for long: typing counts as being there, and
// before a sign-in ends for want of anything done, the page asks whether somebody still is.

const MINUTE = 60_000;
const dialog = document.querySelector("[data-idle]");
const limit = Number(dialog.dataset.idle) * MINUTE;
const warning = limit - 2 * MINUTE;
let heard = Date.now(); // when the server last heard of us

async function ping() {
  heard = Date.now();
  const answer = await fetch(dialog.dataset.ping, { method: "HEAD" });
  if (answer.redirected || !answer.ok) show({ over: true });
}

function show({ over }) {
  for (const part of dialog.querySelectorAll("[data-idle-soon], [data-idle-stay]")) part.hidden = over;
  for (const part of dialog.querySelectorAll("[data-idle-over], [data-idle-close]")) part.hidden = !over;
  dialog.setAttribute("aria-labelledby", over ? "idle-over" : "idle-title");
  if (!dialog.open) dialog.showModal();
}

document.addEventListener("input", () => {
  if (Date.now() - heard > MINUTE && Date.now() - heard < limit) ping();
});
dialog.querySelector("[data-idle-stay]").addEventListener("click", ping);
setInterval(() => {
  const quiet = Date.now() - heard;
  if (quiet >= limit) show({ over: true });
  else if (quiet >= warning) show({ over: false });
}, MINUTE / 4);
