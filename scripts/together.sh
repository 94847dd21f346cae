#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Runs targets of the Makefile side by side; says of each what it said, one after the other.
# Usage: together.sh lint types … ; fails when one of them failed.
set -u
said=$(mktemp -d)
trap 'rm -rf "$said"' EXIT
for target in "$@"; do
  { ${MAKE:-make} -s "$target" >"$said/$target" 2>&1 || touch "$said/$target.failed"; } &
done
wait
code=0
for target in "$@"; do
  cat "$said/$target"
  if [ -e "$said/$target.failed" ]; then code=1; fi
done
exit $code
