#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Makes the virtual environment from the locked, hashed list. Usage: install.sh run|test
# Run again, it does nothing unless a lock, a package description or a kernel has changed.
set -eu
cd "$(dirname "$0")/.."
venv=.venv
kind=${1:-run}

say() { printf '%s\n' "$*"; }
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

# The environment for the tests holds all that running needs; it is never made smaller.
if [ -f "$venv/.installed-test" ]; then kind=test; fi
lock=requirements.lock
if [ "$kind" = test ]; then lock=requirements-test.lock; fi

wanted=$(find scripts requirements*.lock pyproject.toml platform/pyproject.toml platform/hatch_build.py libs \
  \( -name '*.lock' -o -name 'install.sh' -o -name 'pyproject.toml' -o -name 'hatch_build.py' \
  -o -name '*.c' -o -name '*.h' \) -type f | sort | xargs cat | sha256sum | cut -d' ' -f1)
stamp=$venv/.installed-$kind
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then exit 0; fi

find_python() {
  for candidate in python3.13 python3.12 python3.11 python3; do
    if command -v "$candidate" >/dev/null 2>&1 && "$candidate" -c \
      'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null; then
      printf '%s' "$candidate"
      return
    fi
  done
  say "Ketenzicht needs Python 3.11, 3.12 or 3.13, and none was found." \
    "Install it (on Debian: apt install python3 python3-venv) and try again." >&2
  exit 1
}

if [ ! -x "$venv/bin/python" ]; then
  python=$(find_python)
  say "Making the environment in $venv …"
  if ! "$python" -m venv "$venv" >/dev/null 2>&1; then
    rm -rf "$venv"
    say "The venv module is missing; installing it with apt …"
    as_root apt-get update -qq
    as_root apt-get install -y -qq "$(basename "$(readlink -f "$(command -v "$python")")")-venv" \
      python3-venv >/dev/null
    "$python" -m venv "$venv"
  fi
fi
say "Installing the locked packages …"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes \
  -r scripts/bootstrap.lock
"$venv/bin/uv" pip install --quiet --python "$venv/bin/python" --require-hashes -r "$lock"
"$venv/bin/uv" pip install --quiet --python "$venv/bin/python" --no-deps --no-build-isolation \
  -e libs/telwerk -e libs/blindkoppel -e platform
printf '%s' "$wanted" > "$stamp"
