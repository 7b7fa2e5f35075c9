#!/usr/bin/env bash
# glewlwyd from Debian with its OTP scheme, on loopback: a small single sign-on server in C, to be measured beside ours.
#
#   eval "$(GLEWLWYD_HOTP=FILE peers/glewlwyd.sh start)"     sets GLEWLWYD_URL, GLEWLWYD_PID and GLEWLWYD_LOG
#       FILE has lines NAME,SECRET(hex): each is a user with a HOTP authenticator; codes go to $GLEWLWYD_URL/api/auth
#   peers/glewlwyd.sh log | stop
. "$(dirname "$0")/lib.sh"

DIR=$PEERS_DIR/glewlwyd
HERE=$(cd "$(dirname "$0")" && pwd)

start() {
    command -v glewlwyd >/dev/null || fail "glewlwyd is not installed (peers/glewlwyd.sh install)"
    stop
    mkdir -p "$DIR"
    chmod 700 "$DIR"
    local port
    port=$(free_port)
    /usr/bin/python3 "$HERE/glewlwyd-setup.py" prepare "$DIR" "$port" >&2
    glewlwyd -c "$DIR/glewlwyd.conf" >"$DIR/glewlwyd.log" 2>&1 </dev/null &
    echo $! >"$DIR/pid"
    wait_for 20 curl -sf "http://127.0.0.1:$port/config" || { tail -n 20 "$DIR/glewlwyd.log" >&2; fail "glewlwyd does not answer"; }
    /usr/bin/python3 "$HERE/glewlwyd-setup.py" people "http://127.0.0.1:$port" >&2 || fail "its users could not be made"
    echo "export GLEWLWYD_URL=http://127.0.0.1:$port GLEWLWYD_PID=$(cat "$DIR/pid") GLEWLWYD_LOG=$DIR/glewlwyd.log"
}

stop() {
    [ -d "$DIR" ] || return 0
    [ ! -s "$DIR/pid" ] || end_process "$(cat "$DIR/pid")"
    rm -rf "$DIR"
}

case ${1:-} in
    install) install glewlwyd curl ;;
    start) start ;;
    log) cat "$DIR/glewlwyd.log" ;;
    stop) stop ;;
    *) fail "install | start | log | stop" ;;
esac
