#!/usr/bin/env bash
# Kannel: bearerbox and smsbox, and behind them fakesmsc of kannel-extras, a message centre that shows what it is handed.
#
#   eval "$(peers/kannel.sh start)"     sets
#       KANNEL_URL         http://127.0.0.1:PORT/cgi-bin/sendsms
#       KANNEL_USER, KANNEL_PASSWORD
#       KANNEL_MESSAGES    a file: a line for each message that the centre was handed
#   peers/kannel.sh log | stop
. "$(dirname "$0")/lib.sh"

DIR=$PEERS_DIR/kannel
FAKESMSC=/usr/lib/kannel/test/fakesmsc

variables() {
    cat <<END
export KANNEL_URL=http://127.0.0.1:$(cat "$DIR/sendsms-port")/cgi-bin/sendsms
export KANNEL_USER=symbolon
export KANNEL_PASSWORD='kannel&secret%+'
export KANNEL_MESSAGES=$DIR/fakesmsc.log
END
}

# Groups end with an empty line, also the last one.
configuration() {
    cat <<END
group = core
admin-port = $1
admin-interface = 127.0.0.1
admin-password = unused
smsbox-port = $2
smsbox-interface = 127.0.0.1
box-deny-ip = "*.*.*.*"
box-allow-ip = "127.0.0.1"

group = smsc
smsc = fake
smsc-id = fake
port = $3
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = $4
sendsms-interface = 127.0.0.1

group = sendsms-user
username = symbolon
password = "kannel&secret%+"
concatenation = true
max-messages = 4

END
}

begin() {
    "${@:2}" >"$DIR/$1.log" 2>&1 </dev/null &
    echo $! >>"$DIR/pids"
}

start() {
    [ -x /usr/sbin/bearerbox ] && [ -x "$FAKESMSC" ] || fail "kannel is not installed (peers/kannel.sh install)"
    stop_all
    mkdir -p "$DIR"
    local admin boxes centre
    admin=$(free_port) boxes=$(free_port) centre=$(free_port)
    free_port >"$DIR/sendsms-port"
    configuration "$admin" "$boxes" "$centre" "$(cat "$DIR/sendsms-port")" >"$DIR/kannel.conf"
    begin bearerbox /usr/sbin/bearerbox -v 1 "$DIR/kannel.conf"
    wait_for 20 curl -s "http://127.0.0.1:$admin/" || fail "bearerbox does not answer: $(tail -n 5 "$DIR/bearerbox.log")"
    begin smsbox /usr/sbin/smsbox -v 1 "$DIR/kannel.conf"
    # It would send messages too: one in a day is none.
    begin fakesmsc "$FAKESMSC" -H 127.0.0.1 -r "$centre" -i 86400 -m 1 "100 200 text nop"
    wait_for 20 curl -s "http://127.0.0.1:$(cat "$DIR/sendsms-port")/" || fail "smsbox does not answer: $(tail -n 5 "$DIR/smsbox.log")"
    wait_for 20 grep -qi "fake.*connect\|connect.*fake\|client connected" "$DIR/bearerbox.log" || true
    variables
}

stop_all() {
    [ -s "$DIR/pids" ] || return 0
    local pid
    for pid in $(tac "$DIR/pids"); do
        end_process "$pid"
    done
    rm -f "$DIR/pids"
}

case ${1:-} in
    install) install kannel kannel-extras curl ;;
    start) start ;;
    log) tail -n 50 "$DIR"/*.log ;;
    stop) stop_all && rm -rf "$DIR" ;;
    *) fail "install | start | log | stop" ;;
esac
