#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Finds a Chromium for the journeys, or installs one; prints its path.
# Debian has it as a package; Ubuntu only as a snap, so there Playwright brings its own.
set -eu
cd "$(dirname "$0")/.."
for candidate in "${CHROMIUM:-}" chromium google-chrome; do
  if [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1; then
    command -v "$candidate"
    exit 0
  fi
done
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
python=.venv/bin/python
playwrights() {
  "$python" -c 'from playwright.sync_api import sync_playwright as start
with start() as p: print(p.chromium.executable_path)'
}
if grep -qi '^ID=debian' /etc/os-release 2>/dev/null; then
  printf 'Installing Chromium with apt …\n' >&2
  as_root apt-get update -qq >/dev/null
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    chromium fonts-liberation >/dev/null
  command -v chromium
else
  if [ ! -x "$(playwrights)" ]; then
    printf 'Installing Chromium with Playwright …\n' >&2
    "$python" -m playwright install --with-deps chromium >&2
  fi
  playwrights
fi
