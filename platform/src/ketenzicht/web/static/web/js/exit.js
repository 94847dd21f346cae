// SPDX-License-Identifier: EUPL-1.2
// Quick exit: hide first, then make Back harmless, then leave.
const root = document.documentElement;
const { exit, neutral, forget } = root.dataset;

function hide() {
  root.classList.add("is-leaving");
  document.title = new URL(exit).hostname;
  document.querySelector("link[data-icon]")?.remove();
  document.body.replaceChildren();
}

// How many pages of this visit lie behind this one, as far as the browser tells.
function pagesBehind() {
  return window.navigation?.currentEntry?.index ?? 0;
}

function hasLeft() {
  try {
    return Boolean(history.state?.left || sessionStorage.getItem("exit"));
  } catch {
    return false;
  }
}

function leaveWord(word) {
  try {
    sessionStorage.setItem("exit", word);
  } catch {
    // Storage is switched off: without it only this page is made harmless.
  }
}

export function leave() {
  const behind = pagesBehind();
  hide();
  // What was filled in on this visit is dropped as well, wherever the browser goes next.
  if (forget) navigator.sendBeacon(forget);
  window.name = "";
  history.replaceState({ left: true }, "", neutral);
  if (behind > 0) {
    // The first page of the visit finishes the job in guard.js. When it does not come quickly
    // the pages behind are told to hide themselves, and we go at once.
    leaveWord("leaving");
    history.go(-behind);
    setTimeout(() => {
      leaveWord("left");
      location.replace(exit);
    }, 400);
  } else {
    location.replace(exit);
  }
}

for (const link of document.querySelectorAll("[data-quick-exit]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
}

let shifts = [];
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented) leave();
  if (event.key !== "Shift") {
    shifts = [];
  } else if (!event.repeat) {
    shifts = [...shifts.filter((at) => event.timeStamp - at < 5000), event.timeStamp];
    if (shifts.length >= 3) leave();
  }
});

// A tap with two fingers, as against zooming: short, and neither finger moves.
let tap = null;
const place = (touch) => [touch.clientX, touch.clientY];
addEventListener("touchstart", (event) => {
  tap =
    event.touches.length === 2
      ? { at: event.timeStamp, from: [...event.touches].map(place) }
      : null;
}, { passive: true });
addEventListener("touchmove", (event) => {
  if (!tap) return;
  const moved = [...event.touches].some((touch, finger) => {
    const [x, y] = tap.from[finger] ?? place(touch);
    return Math.hypot(touch.clientX - x, touch.clientY - y) > 10;
  });
  if (moved) tap = null;
}, { passive: true });
addEventListener("touchend", (event) => {
  if (tap && event.timeStamp - tap.at < 300) leave();
}, { passive: true });

// A page kept alive by the browser would come back as it was: show nothing of it. Who left goes
// out again; who only went one page back gets it anew.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  root.classList.add("is-leaving");
  if (hasLeft()) location.replace(exit);
  else location.reload();
});
