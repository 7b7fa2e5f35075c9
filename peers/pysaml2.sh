#!/usr/bin/env bash
# pysaml2 from PyPI, as a service provider behind a small web server (pysaml2/sp.py, whose head says what its addresses understand).
#
#   eval "$(peers/pysaml2.sh plan)"     chooses its port, makes its key and metadata; sets
#       PYSAML2_URL         http://127.0.0.1:PORT
#       PYSAML2_METADATA    what it must be registered with (a file)
#       PYSAML2_ENTITY      its name
#   IDP_METADATA=… IDP_CA=… [SP_UNSOLICITED=yes] peers/pysaml2.sh start
#       IDP_METADATA is a file; IDP_CA the file with the CA of the identity provider's certificate; SP_UNSOLICITED lets logins in that it did not begin
#   peers/pysaml2.sh log | stop
. "$(dirname "$0")/lib.sh"

HERE=$(cd "$(dirname "$0")" && pwd)
DIR=$PEERS_DIR/${PYSAML2_NAME:-pysaml2}
export PYTHONDONTWRITEBYTECODE=1

variables() {
    cat <<EOF
export PYSAML2_URL=http://127.0.0.1:$(cat "$DIR/port")
export PYSAML2_METADATA=$DIR/metadata.xml
export PYSAML2_ENTITY=http://127.0.0.1:$(cat "$DIR/port")/metadata
EOF
}

provider() {
    local environment
    environment=$(venv pysaml2 "$HERE/pysaml2.txt")
    SP_URL=http://127.0.0.1:$(cat "$DIR/port")
    export SP_URL SP_FOLDER=$DIR
    exec "$environment/bin/python" "$HERE/pysaml2/sp.py" "$@"
}

plan() {
    if [ ! -s "$DIR/metadata.xml" ]; then
        command -v xmlsec1 >/dev/null || fail "xmlsec1 is not installed (peers/pysaml2.sh install)"
        key_pair "$DIR" sp
        free_port >"$DIR/port"
        (provider metadata) >"$DIR/metadata.xml"
    fi
    variables
}

start() {
    : "${IDP_METADATA:?}"
    plan >/dev/null
    stop_server
    (provider serve "$IDP_METADATA") >"$DIR/log" 2>&1 </dev/null &
    echo $! >"$DIR/pid"
    wait_for 20 curl -sf "http://127.0.0.1:$(cat "$DIR/port")/" || fail "pysaml2 does not answer: $(tail -n 5 "$DIR/log")"
    variables
}

stop_server() {
    [ -s "$DIR/pid" ] || return 0
    end_process "$(cat "$DIR/pid")"
    rm -f "$DIR/pid"
}

case ${1:-} in
    install)
        install python3-venv util-linux xmlsec1 openssl curl
        venv pysaml2 "$HERE/pysaml2.txt" >/dev/null
        ;;
    plan) plan ;;
    start) start ;;
    log) cat "$DIR/log" ;;
    stop) stop_server && rm -rf "$DIR" ;;
    *) fail "install | plan | start | log | stop" ;;
esac
