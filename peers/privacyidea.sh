#!/usr/bin/env bash
# privacyIDEA from PyPI under gunicorn, on loopback: another server for second factors, which asks ours, or is measured beside it.
#
#   eval "$(peers/privacyidea.sh start)"    sets PRIVACYIDEA_URL, PRIVACYIDEA_REALM, PRIVACYIDEA_PID and PRIVACYIDEA_LOG
#
#       PRIVACYIDEA_REMOTE=http://127.0.0.1:PORT    the user `remote` gets a remote token: what they type is asked at that URL with
#           /validate/check behind it. PRIVACYIDEA_REMOTE_USER and _REALM say as whom, PRIVACYIDEA_REMOTE_CA whose certificates count
#       PRIVACYIDEA_RADIUS=127.0.0.1:PORT PRIVACYIDEA_RADIUS_SECRET=…    the user `radius` gets a RADIUS token; PRIVACYIDEA_RADIUS_USER
#           says as whom, and PRIVACYIDEA_RADIUS_SIGNED=no leaves the Message-Authenticator out, which is privacyIDEA's own default
#       PRIVACYIDEA_HOTP=FILE     lines NAME,SECRET(hex): each gets a HOTP token without a PIN, and the policy that asks for none
#       PRIVACYIDEA_DATABASE=postgresql+psycopg2://…    instead of SQLite
#
#   How to authenticate through it (the code or password and code in one, as our server wants them):
#       curl -s "$PRIVACYIDEA_URL/validate/check" -d user=remote -d realm="$PRIVACYIDEA_REALM" --data-urlencode pass=…
#   result.value is true if our server granted it. A RADIUS challenge comes back with detail.transaction_id; send that with the next `pass`.
#
#   peers/privacyidea.sh log | stop
. "$(dirname "$0")/lib.sh"

DIR=$PEERS_DIR/privacyidea
HERE=$(cd "$(dirname "$0")" && pwd)

settings() {
    cat <<END
SUPERUSER_REALM = ['super']
SQLALCHEMY_DATABASE_URI = '${PRIVACYIDEA_DATABASE:-sqlite:///$DIR/privacyidea.sqlite}'
SECRET_KEY = '$(openssl rand -hex 24)'
PI_PEPPER = '$(openssl rand -hex 24)'
PI_ENCFILE = '$DIR/enckey'
PI_AUDIT_KEY_PRIVATE = '$DIR/private.pem'
PI_AUDIT_KEY_PUBLIC = '$DIR/public.pem'
PI_LOGFILE = '$DIR/privacyidea.log'
PI_LOGLEVEL = 30
END
}

# What pyrad must know by name; what it does not know it passes over. The package brings no dictionary.
dictionary() {
    cat <<'END'
ATTRIBUTE User-Name 1 string
ATTRIBUTE User-Password 2 octets
ATTRIBUTE NAS-IP-Address 4 ipaddr
ATTRIBUTE Reply-Message 18 string
ATTRIBUTE State 24 octets
ATTRIBUTE Class 25 octets
ATTRIBUTE NAS-Identifier 32 string
ATTRIBUTE Proxy-State 33 octets
ATTRIBUTE Message-Authenticator 80 octets
END
}

variables() {
    echo "export PRIVACYIDEA_URL=http://127.0.0.1:$(cat "$DIR/port") PRIVACYIDEA_REALM=peers"
    echo "export PRIVACYIDEA_PID=$(cat "$DIR/pid") PRIVACYIDEA_LOG=$DIR/privacyidea.log"
}

start() {
    local environment port
    environment=$(venv privacyidea "$HERE/privacyidea.txt")
    stop
    mkdir -p "$DIR"
    chmod 700 "$DIR"
    settings >"$DIR/pi.cfg"
    dictionary >"$DIR/dictionary"
    export PRIVACYIDEA_CONFIGFILE=$DIR/pi.cfg
    {
        "$environment/bin/pi-manage" setup create_enckey
        "$environment/bin/pi-manage" setup create_audit_keys
        "$environment/bin/pi-manage" setup create_tables
        "$environment/bin/pi-manage" admin add admin -p admin -e admin@example.com
    } >"$DIR/setup.log" 2>&1 || { tail -n 20 "$DIR/setup.log" >&2; fail "privacyIDEA could not be set up"; }
    cat >"$DIR/wsgi.py" <<END
from privacyidea.app import create_app
app = create_app(config_name="production", config_file="$DIR/pi.cfg", silent=True)
END
    port=$(free_port)
    echo "$port" >"$DIR/port"
    # Its requests library takes the CA from the environment.
    ${PRIVACYIDEA_REMOTE_CA:+env REQUESTS_CA_BUNDLE="$PRIVACYIDEA_REMOTE_CA"} \
        "$environment/bin/gunicorn" --chdir "$DIR" -w 2 --threads 4 -k gthread --keep-alive 10 -b "127.0.0.1:$port" --daemon \
        --pid "$DIR/pid" --log-file "$DIR/gunicorn.log" wsgi:app >&2
    wait_for 60 curl -sf -H 'Accept: */*' "http://127.0.0.1:$port/app/v2/" ||
        { tail -n 20 "$DIR/gunicorn.log" >&2; fail "privacyIDEA does not answer"; }
    /usr/bin/python3 "$HERE/privacyidea-setup.py" "http://127.0.0.1:$port" "$DIR" >&2 || fail "its users and tokens could not be made"
    variables
}

stop() {
    [ -d "$DIR" ] || return 0
    [ ! -s "$DIR/pid" ] || end_process "$(cat "$DIR/pid")"
    rm -rf "$DIR"
}

case ${1:-} in
    install)
        install python3-venv openssl curl util-linux
        venv privacyidea "$HERE/privacyidea.txt" >/dev/null
        ;;
    start) start ;;
    log) cat "$DIR"/{setup,gunicorn,privacyidea}.log ;;
    stop) stop ;;
    *) fail "install | start | log | stop" ;;
esac
