#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Makes the virtual environment from the locked, hashed list. Usage: install.sh run|test
# Run again, it does nothing unless a lock file or a package description has changed.
set -eu
cd "$(dirname "$0")/.."
kind=${1:-run}
venv=.venv
lock=requirements.lock
[ "$kind" = test ] && lock=requirements-test.lock

say() { printf '%s\n' "$*"; }
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

python=""
for candidate in python3.13 python3.12 python3.11 python3; do
  if command -v "$candidate" >/dev/null 2>&1 &&
    "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))'; then
    python=$candidate
    break
  fi
done
if [ -z "$python" ]; then
  say "Ketenzicht needs Python 3.11, 3.12 or 3.13; none was found. Install it (Debian: apt install python3) and try again." >&2
  exit 1
fi

sum=$(cat "$lock" scripts/bootstrap.lock scripts/install.sh pyproject.toml \
  libs/*/pyproject.toml libs/telwerk/hatch_build.py platform/pyproject.toml \
  $(find libs/telwerk/src -name '*.c' -o -name '*.h' | sort) 2>/dev/null | sha256sum | cut -d' ' -f1)
stamp=$venv/.installed-$kind
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$sum" ]; then exit 0; fi
if [ "$kind" = run ] && [ -f "$venv/.installed-test" ]; then
  lock=requirements-test.lock
fi

if [ ! -x "$venv/bin/python" ]; then
  say "Making the environment in $venv …"
  if ! "$python" -m venv "$venv" 2>/dev/null; then
    rm -rf "$venv"
    say "The venv module is missing; installing it with apt …"
    as_root apt-get update -qq
    as_root apt-get install -y -qq python3-venv >/dev/null
    "$python" -m venv "$venv"
  fi
fi
say "Installing the locked packages …"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r scripts/bootstrap.lock
"$venv/bin/uv" pip install --quiet --python "$venv/bin/python" --require-hashes -r "$lock"
"$venv/bin/uv" pip install --quiet --python "$venv/bin/python" --no-deps --no-build-isolation \
  -e libs/telwerk -e libs/blindkoppel -e platform
rm -f "$venv"/.installed-*
[ "$lock" = requirements-test.lock ] && printf '%s' "$(cat requirements-test.lock scripts/bootstrap.lock scripts/install.sh pyproject.toml libs/*/pyproject.toml libs/telwerk/hatch_build.py platform/pyproject.toml $(find libs/telwerk/src -name '*.c' -o -name '*.h' | sort) 2>/dev/null | sha256sum | cut -d' ' -f1)" > "$venv/.installed-test"
printf '%s' "$sum" > "$stamp"
