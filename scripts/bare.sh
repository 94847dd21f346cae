#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Do the two commands work on a Debian that holds nothing but python3, make and git?
# Makes such a system with debootstrap, clones what is committed into it, and runs them there.
#
#   scripts/bare.sh                  make run until it serves, then make test
#   scripts/bare.sh run "journey SCENARIO=4"    these targets instead
#   BARE=/var/tmp/bare scripts/bare.sh    keep the system there, and use it again
#
# Needs root. Packages come from where this machine gets them: its apt and pip configuration.
set -eu
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- run test

fail() { printf '%s\n' "$*" >&2; exit 1; }
[ "$(id -u)" = 0 ] || fail "bare.sh makes a system of its own and needs root: sudo scripts/bare.sh"
command -v debootstrap >/dev/null || fail "debootstrap is missing: apt-get install debootstrap"

# Mounts and processes of the other system end with this one.
if [ -z "${BARE_INSIDE:-}" ]; then
  if [ -z "${BARE:-}" ]; then
    BARE=$(mktemp -d)
    trap 'rm -rf "$BARE"' EXIT
  fi
  export BARE BARE_INSIDE=true
  unshare --mount --propagation private --pid --fork --kill-child "$0" "$@"
  exit
fi
root=$BARE

sources() { # the archives of Debian itself that this machine uses: address and release
  apt-get indextargets --format '$(REPO_URI) $(CODENAME)' \
    'Created-By: Packages' 'Origin: Debian' 'Component: main'
}

make_system() {
  [ ! -e "$root/etc/debian_version" ] || return 0
  sources | { read -r address release && printf 'Making a bare %s in %s …\n' "$release" "$root" \
    && debootstrap --variant=minbase --include=python3,make,git "$release" "$root" "$address" \
    >"$root.log" 2>&1 || fail "debootstrap failed: $root.log"; }
  rm -f "$root.log"
}

same_sources() {
  sources | sed 's/$/ main/; s/^/deb /' >"$root/etc/apt/sources.list"
  apt-config dump | grep -E '^Acquire::(https?|Check|Retries)' >"$root/etc/apt/apt.conf.d/90bare" || true
  for file in /etc/resolv.conf /etc/hosts /etc/pip.conf /etc/xdg/pip /etc/uv /etc/ssl/certs \
    "$HOME/.config/pip" "$HOME/.config/uv"; do
    to=$root$(printf '%s' "$file" | sed "s#^$HOME/#/root/#")
    to=$(printf '%s' "$to" | sed 's#/etc/ssl/certs$#/etc/ssl/machine#')
    [ ! -e "$file" ] || { rm -rf "$to" && mkdir -p "$(dirname "$to")" && cp -rL "$file" "$to"; }
  done
  # Folders of packages that the configuration names are looked at from inside as well.
  { env | grep '^PIP_\|^UV_'; cat /etc/pip.conf /etc/xdg/pip/* "$HOME/.config/pip/pip.conf"; } \
    2>/dev/null | grep -oE '/[A-Za-z0-9][A-Za-z0-9./_-]*' | sort -u | while read -r folder; do
    [ -d "$folder" ] || continue
    mkdir -p "$root$folder" && mount --bind -o ro "$folder" "$root$folder"
  done
}

inside() { # run a command in the other system, with the settings for packages of this one
  # Its certificates lie apart: a package installed later writes its own in the usual place.
  env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 $(env | grep -E \
    '^(PIP|UV|SSL|REQUESTS|CURL)_[A-Z_]*=[^ ]*$|^(https?|no)_proxy=[^ ]*$' \
    | sed 's#=/etc/ssl/certs#=/etc/ssl/machine#' || true) \
    chroot "$root" sh -c "cd /srv/ketenzicht && $1"
}

# `make run` on a free port until a page comes back, then the end of it.
SERVES='
port=$(python3 -c "import socket; s = socket.socket(); s.bind((str(), 0)); print(s.getsockname()[1])")
make run PORT=$port >/var/log/make-run 2>&1 &
for _ in $(seq 120); do
  sleep 5
  kill -0 $! || break
  if python3 -c "import urllib.request as r; r.urlopen(\"http://127.0.0.1:$port/\")" 2>/dev/null; then
    kill $!
    wait
    exit 0
  fi
done
cat /var/log/make-run
exit 1'

make_system
mount --bind "$root" "$root"
mount --rbind /dev "$root/dev"
mount -t proc proc "$root/proc"
mount -t tmpfs tmpfs "$root/tmp"
same_sources
rm -rf "$root/srv/ketenzicht"
[ -z "$(git status --porcelain)" ] || echo "Not committed, so not tried: $(git status --porcelain | wc -l) files"
git clone --quiet "file://$PWD" "$root/srv/ketenzicht"
said=""
code=0
for target in "$@"; do
  printf '%s\n' "— make $target on a bare system"
  if inside "$([ "$target" = run ] && echo "$SERVES" || echo "make $target")"; then
    said="$said  make $target works\n"
  else
    said="$said  make $target does not work\n"
    code=1
  fi
done
printf "On $(cat "$root/etc/debian_version") with python3, make and git:\n$said"
exit "$code"
