#!/usr/bin/env bash
# oidc-provider from npm, an OpenID provider that others certified: it knows nothing of us. Whoever types a name is that person; `mail` is their
# address. Clients register themselves (RFC 7591), with the token that `start` prints.
#
#   eval "$(peers/oidc-provider.sh start)"    starts it; sets
#       OIDC_PROVIDER_URL       http://127.0.0.1:PORT, its issuer
#       OIDC_PROVIDER_TOKEN     the initial access token
#   peers/oidc-provider.sh log | stop
#
# …/logged-in says who is, or `nobody`.
. "$(dirname "$0")/lib.sh"

HERE=$(cd "$(dirname "$0")" && pwd)
DIR=$PEERS_DIR/${OIDC_PROVIDER_NAME:-oidc-provider}

# The folder of exactly what the lock file pins; made anew when that changes.
packages() {
    local folder
    folder=$TOOLS/npm/oidc-provider-$(cat "$HERE/oidc-provider/package-lock.json" "$HERE/oidc-provider/package.json" | sha256sum | cut -c1-12)
    if [ ! -e "$folder/complete" ]; then
        mkdir -p "$TOOLS/npm"
        (
            flock 9
            [ ! -e "$folder/complete" ] || exit 0
            rm -rf "$TOOLS/npm/oidc-provider"-*/ && mkdir -p "$folder" &&
                cp "$HERE/oidc-provider/package.json" "$HERE/oidc-provider/package-lock.json" "$folder/" &&
                (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2) && touch "$folder/complete"
        ) 9>"$TOOLS/npm/lock" || fail "the packages of oidc-provider could not be installed"
    fi
    echo "$folder"
}

# It wants a newer Node than Debian 12 has.
node_of() {
    local found
    for found in node "$TOOLS"/node/node_modules/node-linux-*/bin/node; do
        if command -v "$found" >/dev/null && [ "$("$found" -p 'process.versions.node.split(".")[0]')" -ge 20 ]; then
            echo "$found"
            return
        fi
    done
    fail "Node 20 or newer is not there (e2e/run brings it)"
}

variables() {
    cat <<END
export OIDC_PROVIDER_URL=http://127.0.0.1:$(cat "$DIR/port")
export OIDC_PROVIDER_TOKEN=$(cat "$DIR/token")
END
}

start() {
    local folder node
    folder=$(packages)
    node=$(node_of)
    mkdir -p "$DIR"
    stop_server
    [ -s "$DIR/port" ] || free_port >"$DIR/port"
    [ -s "$DIR/token" ] || openssl rand -hex 16 >"$DIR/token"
    cp "$HERE/oidc-provider/server.js" "$folder/server.js"
    PORT=$(cat "$DIR/port") TOKEN=$(cat "$DIR/token") "$node" "$folder/server.js" >"$DIR/log" 2>&1 </dev/null &
    echo $! >"$DIR/pid"
    wait_for 20 curl -sf "http://127.0.0.1:$(cat "$DIR/port")/.well-known/openid-configuration" || fail "oidc-provider does not answer: $(tail -n 5 "$DIR/log")"
    variables
}

stop_server() {
    [ -s "$DIR/pid" ] || return 0
    end_process "$(cat "$DIR/pid")"
    rm -f "$DIR/pid"
}

case ${1:-} in
    install)
        install curl openssl util-linux
        packages >/dev/null
        ;;
    start) start ;;
    log) cat "$DIR/log" ;;
    stop) stop_server && rm -rf "$DIR" ;;
    *) fail "install | start | log | stop" ;;
esac
