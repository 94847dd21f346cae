#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Runs one named part of the checks, says how long it took, and remembers it for the summary.
set -u
book=var/timings.txt
mkdir -p var
if [ "$1" = --summary ]; then
  printf '\n%s\n' "What was checked, and how long it took:"
  cat "$book"
  rm -f "$book"
  exit 0
fi
name=$1
shift
printf '%s\n' "— $name"
begin=$(date +%s)
"$@"
code=$?
printf '%5d s  %s\n' "$(($(date +%s) - begin))" "$name" | tee -a "$book"
exit $code
