#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Finds a Chromium for the journeys, or installs Debian's; prints its path.
set -eu
for candidate in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
  if [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1; then
    command -v "$candidate"
    exit 0
  fi
done
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
printf 'Installing Chromium with apt …\n' >&2
as_root apt-get update -qq >&2
as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >&2 ||
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium-browser >&2
command -v chromium || command -v chromium-browser
