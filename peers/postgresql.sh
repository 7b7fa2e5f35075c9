#!/usr/bin/env bash
# PostgreSQL for tests: a cluster of its own in a temporary folder, on loopback, collation C.
#
#   eval "$(peers/postgresql.sh start)"     sets SYMBOLON_TEST_POSTGRES (a URL) and PGHOST, PGPORT, PGUSER, PGPASSWORD
#   peers/postgresql.sh stop                ends it and removes its folder
#   peers/postgresql.sh kill | resume       ends it as a crash would, and starts it again on the same data
. "$(dirname "$0")/lib.sh"

DIR=$PEERS_DIR/postgresql

bin() {
    local found
    found=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
    [ -n "$found" ] || fail "PostgreSQL is not installed (peers/postgresql.sh install)"
    echo "$found/$1"
}

# The server refuses to run as root; as root it becomes the package's own user.
as_owner() {
    if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

launch() {
    # Durable like the real one: a test of kill -9 must mean something, so fsync stays on.
    as_owner "$(bin pg_ctl)" -D "$DIR/data" -l "$DIR/data/server.log" -w -t 30 -s start -o \
        "-p $(cat "$DIR/port") -c listen_addresses=127.0.0.1 -c unix_socket_directories=$DIR/data -c max_connections=200 -c shared_buffers=128MB" \
        >&2 || { cat "$DIR/data/server.log" >&2; fail "the server did not start"; }
}

variables() {
    local port
    port=$(cat "$DIR/port")
    echo "export PGHOST=127.0.0.1 PGPORT=$port PGUSER=symbolon PGPASSWORD=symbolon"
    echo "export SYMBOLON_TEST_POSTGRES=postgres://symbolon:symbolon@127.0.0.1:$port/symbolon"
}

start() {
    if [ -s "$DIR/port" ] && as_owner "$(bin pg_ctl)" -D "$DIR/data" status >/dev/null 2>&1; then
        variables
        return
    fi
    rm -rf "$DIR"
    mkdir -p "$DIR/data"
    chmod 755 "$PEERS_DIR" "$DIR"
    chmod 700 "$DIR/data"
    [ "$(id -u)" -ne 0 ] || chown postgres "$DIR/data"
    free_port >"$DIR/port"
    as_owner "$(bin initdb)" -D "$DIR/data" -U postgres --auth=trust --locale=C --encoding=UTF8 --no-instructions >/dev/null
    printf 'local all postgres trust\nhost all all 127.0.0.1/32 scram-sha-256\n' | as_owner tee "$DIR/data/pg_hba.conf" >/dev/null
    launch
    local psql=(as_owner "$(bin psql)" -h "$DIR/data" -p "$(cat "$DIR/port")" -U postgres -v ON_ERROR_STOP=1 -qAt)
    "${psql[@]}" -d postgres -c "CREATE ROLE symbolon SUPERUSER LOGIN PASSWORD 'symbolon'" -c 'CREATE DATABASE symbolon OWNER symbolon' >&2
    local collation
    collation=$("${psql[@]}" -d symbolon -c "SELECT datcollate FROM pg_database WHERE datname = 'symbolon'")
    [ "$collation" = C ] || fail "the database has collation $collation, the tests need C"
    variables
}

stop() {
    [ -d "$DIR" ] || return 0
    as_owner "$(bin pg_ctl)" -D "$DIR/data" -m immediate -s stop >/dev/null 2>&1 || true
    rm -rf "$DIR"
}

case ${1:-} in
    install) install postgresql ;;
    start) start ;;
    stop) stop ;;
    kill) as_owner "$(bin pg_ctl)" -D "$DIR/data" -m immediate -s stop ;;
    resume) launch && variables ;;
    *) fail "install | start | stop | kill | resume" ;;
esac
