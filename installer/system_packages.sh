#!/bin/sh
# Install the system packages that Qt, the window tests and the exchange tests need, or name what is missing.
# Exit 0: all there. Exit 1: some are missing and could not be installed; the program may still run without a screen.
set -u

packages="
    libgl1 libegl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0
    xvfb xauth libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-render-util0 libxcb-shape0
    libxcb-xkb1 libxkbcommon-x11-0
    poppler-utils qpdf age zstd
    $*
"

is_installed() {
    dpkg-query -W -f='${Status}\n' "$1" "$1t64" 2>/dev/null | grep -q '^install ok installed$'
}

list_missing() {
    for package in $packages; do
        is_installed "$package" || printf '%s ' "$package"
    done
}

install() {
    if ! apt-cache show libgl1 >/dev/null 2>&1; then
        $as_root apt-get -qq update || return 1
    fi
    # A machine's package lists may be older than its mirror: fetch them once more before giving up.
    apt_install "$@" || { $as_root apt-get -qq update && apt_install "$@"; }
}

apt_install() {
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$@" >/dev/null
}

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    echo "系统包请自行安装（这里没有 apt）/ no apt here, install yourself:" $packages >&2
    exit 1
fi

missing=$(list_missing)
[ -z "$missing" ] && exit 0

if [ "$(id -u)" = 0 ]; then
    as_root=""
elif sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    echo "缺少系统包，请运行 / missing, please run: sudo apt-get install $missing" >&2
    exit 1
fi

echo "安装系统包 / installing: $missing"
install $missing </dev/null || true
missing=$(list_missing)
[ -z "$missing" ] && exit 0
echo "装不上的系统包，请自行安装 / could not be installed: $missing" >&2
exit 1
