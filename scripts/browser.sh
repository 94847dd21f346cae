#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Finds a Chromium for the journeys, or installs one; prints its path.
# Debian has it as a package; Ubuntu only as a snap, so there Playwright brings its own.
set -eu
cd "$(dirname "$0")/.."
python=.venv/bin/python
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
with_apt() {
  printf 'Installing %s with apt …\n' "$1" >&2
  as_root apt-get update -qq >/dev/null
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    "$@" >/dev/null
}
playwrights() {
  "$python" -c 'from playwright.sync_api import sync_playwright as start
with start() as p: print(p.chromium.executable_path)'
}
# What steers the browser is a program of its own, and wants a library a small system lacks.
driver=$("$python" -c 'from playwright._impl._driver import compute_driver_executable as driver
print(driver()[0])')
if ! "$driver" --version >/dev/null 2>&1; then with_apt libatomic1; fi

for candidate in "${CHROMIUM:-}" chromium google-chrome; do
  if [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1; then
    command -v "$candidate"
    exit 0
  fi
done
if grep -qi '^ID=debian' /etc/os-release 2>/dev/null; then
  with_apt chromium fonts-liberation
  command -v chromium
else
  if [ ! -x "$(playwrights)" ]; then
    printf 'Installing Chromium with Playwright …\n' >&2
    "$python" -m playwright install --with-deps chromium >&2
  fi
  playwrights
fi
