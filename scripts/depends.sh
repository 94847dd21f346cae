#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# What is imported is named as a dependency, what is named is used, and all of it is free to use.
set -eu
cd "$(dirname "$0")/.."
bin=$PWD/.venv/bin
for each in libs/telwerk libs/blindkoppel platform; do
  said=$(cd "$each" && "$bin/deptry" src 2>&1) || { printf '%s\n' "$said"; exit 1; }
done
exec "$bin/python" scripts/licences.py
