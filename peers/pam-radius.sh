#!/usr/bin/env bash
# Linux-PAM with Debian's pam_radius_auth, driven by pamtester: what sshd, login and sudo do when RADIUS decides who comes in.
#
#   eval "$(RADIUS_ADDRESS=127.0.0.1:PORT RADIUS_SECRET=… peers/pam-radius.sh start)"     sets PAM_SERVICE and PAM_CONFIG
#   peers/pam-radius.sh login NAME ANSWER…      answers one prompt after the other; prints the prompts; succeeds if the login does
#   peers/pam-radius.sh stop
#
# PAM reads services from /etc/pam.d only, so a file symbolon-test-… is put there (as root or with sudo) and taken away by stop.
# The module sends no Message-Authenticator: at our server its client needs requireMessageAuthenticator = false.
# PAM_RADIUS_TIMEOUT is how many seconds it waits for an answer (60), PAM_RADIUS_SOURCE the address it sends from, PAM_RADIUS_OPTIONS more
# options for the module.
. "$(dirname "$0")/lib.sh"

DIR=$PEERS_DIR/pam-radius

privileged() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

variables() {
    echo "export PAM_SERVICE=$(cat "$DIR/service") PAM_CONFIG=$DIR/server.conf"
}

start() {
    : "${RADIUS_ADDRESS:?}" "${RADIUS_SECRET:?}"
    [ -e "/lib/$(uname -m)-linux-gnu/security/pam_radius_auth.so" ] || fail "the module is not installed (peers/pam-radius.sh install)"
    command -v pamtester >/dev/null || fail "pamtester is not installed (peers/pam-radius.sh install)"
    stop
    mkdir -p "$DIR"
    chmod 700 "$DIR"
    # Whoever can read the secret can answer in the server's name.
    (umask 077 && echo "$RADIUS_ADDRESS $RADIUS_SECRET ${PAM_RADIUS_TIMEOUT:-60} ${PAM_RADIUS_SOURCE:-}" >"$DIR/server.conf")
    echo "symbolon-test-$(id -u)-$$" >"$DIR/service"
    privileged tee "/etc/pam.d/$(cat "$DIR/service")" >/dev/null <<END
auth required pam_radius_auth.so conf=$DIR/server.conf prompt_attribute max_challenge=5 ${PAM_RADIUS_OPTIONS:-}
account required pam_permit.so
END
    variables
}

login() {
    local name=$1
    shift
    # One line is read for each prompt; without a terminal nothing is echoed.
    printf '%s\n' "$@" | timeout 90 pamtester "$(cat "$DIR/service")" "$name" authenticate acct_mgmt 2>&1
}

stop() {
    [ -d "$DIR" ] || return 0
    [ ! -s "$DIR/service" ] || privileged rm -f "/etc/pam.d/$(cat "$DIR/service")"
    rm -rf "$DIR"
}

case ${1:-} in
    install) install libpam-radius-auth pamtester ;;
    start) start ;;
    login)
        shift
        [ $# -ge 2 ] || fail "login NAME ANSWER…"
        login "$@"
        ;;
    stop) stop ;;
    *) fail "install | start | login NAME ANSWER… | stop" ;;
esac
