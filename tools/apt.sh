#!/usr/bin/env bash
# usage: tools/apt.sh GROUP...
# Installs what is missing of the named groups of packages.apt; touches neither apt nor the network
# when nothing is missing. Exit 3: something is missing and cannot be installed from here.
set -euo pipefail
cd "$(dirname "$0")/.."

wanted() { # names of the groups given as arguments, one per line
    awk -v groups=" $* " '
        /^#: / { inside = index(groups, " " $2 " ") > 0; next }
        /^#/ || NF == 0 { next }
        inside { print $1 }' packages.apt
}

installed() { # installed names and what they provide: libglib2.0-0 is libglib2.0-0t64 since Ubuntu 24.04
    dpkg-query -W -f '${db:Status-Status}\t${Package}\t${Provides}\n' | awk -F '\t' '
        $1 == "installed" {
            print $2
            count = split($3, provided, /, */)
            for (i = 1; i <= count; i++) { sub(/ .*/, "", provided[i]); print provided[i] }
        }'
}

stop() { # says in both languages what to run, then ends
    local line="apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
    {
        echo "Thiếu gói hệ thống: ${missing[*]}"
        echo "Missing system packages: ${missing[*]}"
        echo "$1"
        echo "Chạy với quyền root, rồi chạy lại lệnh make / run as root, then run make again:"
        echo "    $line"
    } >&2
    exit 3
}

if ! command -v dpkg-query >/dev/null; then
    echo "Máy không dùng gói Debian; cần tự cài / not a Debian system; please install by hand:" \
        "$(wanted "$@" | tr '\n' ' ')" >&2
    exit 0
fi

mapfile -t missing < <(comm -23 <(wanted "$@" | sort -u) <(installed | sort -u))
[ ${#missing[@]} -eq 0 ] && exit 0

root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || stop "Không có quyền root và không có sudo. / Neither root nor sudo."
    # Without a terminal sudo could only wait for a password that never comes.
    [ -t 0 ] || sudo -n true 2>/dev/null || stop "sudo cần mật khẩu. / sudo asks for a password."
    root=(sudo)
fi

echo "Cài gói hệ thống / installing system packages: ${missing[*]}"
# `env`, because sudo drops the variable. Lists first: a fresh image has none, an old one names gone files.
apt=("${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0)
"${apt[@]}" update </dev/null && "${apt[@]}" install -y --no-install-recommends "${missing[@]}" </dev/null >/dev/null ||
    stop "apt-get không cài được. / apt-get could not install them."
