# What the peer scripts share: folders, free ports, waiting, ending. Sourced, not run.

set -euo pipefail

# Where peers keep their files; each has a folder of its own below it. A path without a space, short enough for sockets.
PEERS_DIR=${PEERS_DIR:-/tmp/symbolon-peers-$(id -u)}

# What is fetched or built once and kept: test.sh and CI keep the same folder.
TOOLS=${XDG_CACHE_HOME:-$HOME/.cache}/symbolon/tools

fail() {
    echo "$0: $*" >&2
    exit 1
}

# A port on loopback that nobody listens on.
free_port() {
    /usr/bin/python3 -c 'import socket
s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# wait_for SECONDS COMMAND…: until the command succeeds.
wait_for() {
    local left=$(($1 * 10))
    shift
    until "$@" >/dev/null 2>&1; do
        left=$((left - 1))
        [ "$left" -gt 0 ] || return 1
        sleep 0.1
    done
}

# end_process PID: asks, waits, then insists; only a process whose id we wrote down ourselves.
end_process() {
    kill -TERM "$1" 2>/dev/null || return 0
    for _ in $(seq 50); do
        kill -0 "$1" 2>/dev/null || return 0
        sleep 0.1
    done
    kill -KILL "$1" 2>/dev/null || true
}

# venv NAME LIST: prints the folder of a Python environment with exactly what the list pins; made anew when the list changes.
venv() {
    local folder version
    version=$(/usr/bin/python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    folder=$TOOLS/venv/$1-$version-$(sha256sum <"$2" | cut -c1-12)
    if [ ! -e "$folder/complete" ]; then
        mkdir -p "$TOOLS/venv"
        (
            # Two that come at the same moment make it once.
            flock 9
            [ ! -e "$folder/complete" ] || exit 0
            echo "making the Python environment $1" >&2
            rm -rf "$TOOLS/venv/$1"-*/ && /usr/bin/python3 -m venv "$folder" &&
                "$folder/bin/pip" install --quiet --disable-pip-version-check --no-deps --only-binary :all: -r "$2" >&2 && touch "$folder/complete"
        ) 9>"$TOOLS/venv/lock" || fail "the Python environment $1 could not be made"
    fi
    echo "$folder"
}

# key_pair FOLDER NAME: a key for signing and decrypting, NAME.key, and its certificate, NAME.pem.
key_pair() {
    mkdir -p "$1"
    openssl req -x509 -newkey rsa:3072 -nodes -days 30 -subj /CN=localhost -keyout "$1/$2.key" -out "$1/$2.pem" >/dev/null 2>&1
}

# install PACKAGE…: Debian packages that are missing. Their daemons are not started: we start our own, on loopback.
install() {
    local missing=() package guard=/usr/sbin/policy-rc.d guarded=no root=()
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    echo "installing ${missing[*]}" >&2
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || fail "these packages are missing: ${missing[*]} (install them, or run as root)"
        root=(sudo)
    fi
    if [ ! -e "$guard" ]; then
        printf '#!/bin/sh\nexit 101\n' | "${root[@]}" tee "$guard" >/dev/null
        "${root[@]}" chmod 755 "$guard"
        guarded=yes
    fi
    local code=0 log
    log=$(mktemp)
    { "${root[@]}" apt-get update -qq && "${root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq -o Dpkg::Use-Pty=0 --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 || code=$?
    [ "$code" -eq 0 ] || tail -n 40 "$log" >&2
    rm -f "$log"
    [ "$guarded" = no ] || "${root[@]}" rm -f "$guard"
    # On a machine with systemd a package also asks to be started at the next boot; a test peer must not.
    if [ "$code" -eq 0 ] && [ -d /run/systemd/system ]; then
        for package in "${missing[@]}"; do
            case $package in postgresql | apache2) "${root[@]}" systemctl disable -q "$package" >&2 || true ;; esac
        done
    fi
    return "$code"
}
