#!/usr/bin/env bash
# FreeRADIUS from Debian, in six roles, each on loopback ports of its own and as a user that owns nothing but its folder.
#
#   eval "$(peers/freeradius.sh start ROLE)"
#       sets FREERADIUS_ADDRESS (127.0.0.1:PORT), FREERADIUS_SECRET, FREERADIUS_PID and FREERADIUS_LOG
#
#   proxy       hands every request on, with Message-Authenticator, and answers what it was answered
#                 RADIUS_HOME=127.0.0.1:PORT RADIUS_HOME_SECRET=…             a home server over UDP, at FREERADIUS_ADDRESS
#                 RADSEC_HOME=127.0.0.1:PORT RADSEC_CA=… RADSEC_CERT=… RADSEC_KEY=…   one over TLS, at FREERADIUS_TLS_ADDRESS
#               either or both
#   files       knows its people from a file and writes nothing down
#   sqlite      the same, and writes every answer into radpostauth of an SQLite database first (FREERADIUS_DATABASE)
#   sqlite-shipped   the same with the module and the database exactly as the package ships them: its pool, its query, its patience of
#                 200 ms, and a database that it makes itself, with SQLite's rollback journal. `sqlite` is the tuned one, in WAL mode
#   postgresql  the same in PostgreSQL, which PGHOST, PGPORT, PGUSER and PGPASSWORD name (eval "$(peers/postgresql.sh start)")
#                 FREERADIUS_USERS=FILE   lines NAME,PASSWORD; without it bob with hello, and user0 to user999 with password0 and so on
#                 FREERADIUS_SIGNED=yes   answers carry a Message-Authenticator, which Debian's version leaves out
#                 RADSEC_CA=… RADSEC_CERT=… RADSEC_KEY=…   a TLS door as well, at FREERADIUS_TLS_ADDRESS
#   perl        asks an agent URL through the plugin that privacyIDEA publishes
#                 FREERADIUS_PLUGIN=…/privacyidea_radius.pm AGENT_URL=https://…/validate/check, AGENT_CA=FILE or AGENT_REALM if wanted
#
#   peers/freeradius.sh install [ROLE] | rows | log | stop
#       install: postgresql and perl need more than the others; rows: how many rows radpostauth holds
#
# FREERADIUS_THREADS is how many threads, and connections to a database, it has at most: 32 as packaged, not fewer than 10.
# Only requests with a Message-Authenticator are taken; the proxy takes those without as well and adds it.
# A second one runs beside it under another name: FREERADIUS_NAME=second peers/freeradius.sh start files
. "$(dirname "$0")/lib.sh"

# The server lies where only root's PATH leads.
PATH=$PATH:/usr/sbin
NAME=${FREERADIUS_NAME:-freeradius}
DIR=$PEERS_DIR/$NAME
STOCK=/etc/freeradius/3.0
SECRET=${FREERADIUS_SECRET:-testing123}

# As root it runs as the package's own user; anybody else runs it as themselves.
as_owner() {
    if [ "$(id -u)" -eq 0 ]; then runuser -u freerad -- "$@"; else "$@"; fi
}

privileged() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# The packaged configuration, in our folder: its policies, modules and thread pool stay, its doors, people and EAP go.
copy() {
    local raddb=$DIR/raddb
    mkdir -p "$DIR/run" "$raddb"
    chmod 755 "$PEERS_DIR" "$DIR"
    privileged tar -C "$STOCK" -cf - . | tar -C "$raddb" --no-same-owner -xf -
    rm -f "$raddb"/sites-enabled/* "$raddb"/mods-enabled/{eap,ntlm_auth,echo,unix,radutmp,sradutmp,detail,detail.log,dynamic_clients}
    sed -i -E \
        -e "s|^raddbdir = .*|raddbdir = $raddb|" -e "s|^logdir = .*|logdir = $DIR/run|" -e "s|^run_dir = .*|run_dir = $DIR/run|" \
        -e 's|^(\s*)(user\|group) = .*|\1# the caller says who|' -e 's|^(\s*)colourise = yes|\1colourise = no|' \
        -e "s|^(\s*)reject_delay = .*|\1reject_delay = 0|" -e "s|^(\s*)max_servers = .*|\1max_servers = ${FREERADIUS_THREADS:-32}|" \
        "$raddb/radiusd.conf"
    : >"$raddb/proxy.conf"
}

# client REQUIRE: who may ask.
client() {
    cat >"$DIR/raddb/clients.conf" <<END
client loopback {
    ipaddr = 127.0.0.1
    proto = *
    secret = $SECRET
    require_message_authenticator = $1
}
clients radsec {
    client radsec {
        ipaddr = 127.0.0.1
        proto = tls
        secret = radsec
        require_message_authenticator = $1
    }
}
END
}

# door PORT: where a virtual server listens.
door() {
    cat <<END
    listen {
        type = auth
        ipaddr = 127.0.0.1
        port = $1
    }
END
}

# Certificates lie where the server's own user can read them, whoever has made them.
carry() {
    local file
    [ -n "${RADSEC_CA:-}" ] || return 0
    : "${RADSEC_CERT:?}" "${RADSEC_KEY:?}"
    mkdir -p "$DIR/raddb/radsec"
    for file in RADSEC_CA RADSEC_CERT RADSEC_KEY; do
        cp "${!file}" "$DIR/raddb/radsec/$file.pem"
        printf -v "$file" %s "$DIR/raddb/radsec/$file.pem"
    done
}

# What both ends of RadSec say about their certificates.
tls() {
    cat <<END
        tls {
            private_key_file = $RADSEC_KEY
            certificate_file = $RADSEC_CERT
            ca_file = $RADSEC_CA
            cipher_list = "DEFAULT"
            tls_min_version = "1.2"
            tls_max_version = "1.3"
            fragment_size = 8192
            ${1:-}
        }
END
}

tls_door() {
    cat <<END
    listen {
        type = auth
        ipaddr = 127.0.0.1
        port = $1
        proto = tcp
        clients = radsec
$(tls 'require_client_cert = yes')
    }
END
}

# home NAME ADDRESS SECRET MORE: a home server and the realm of its name.
home() {
    cat >>"$DIR/raddb/proxy.conf" <<END
home_server $1 {
    type = auth
    ipaddr = ${2%:*}
    port = ${2##*:}
    secret = $3
    status_check = none
    response_window = 10
$4
}
home_server_pool $1 {
    home_server = $1
}
realm $1 {
    auth_pool = $1
    nostrip
}
END
}

# proxying NAME PORT: a virtual server that hands everything to that realm.
proxying() {
    cat >"$DIR/raddb/sites-enabled/$1" <<END
server $1 {
$(door "$2")
    authorize {
        update control {
            &Proxy-To-Realm := "$1"
        }
    }
    pre-proxy {
        # The server signs a request only if it holds the attribute; the value is filled in when it is sent.
        update proxy-request {
            &Message-Authenticator := 0x00
        }
    }
}
END
}

proxy_role() {
    [ -n "${RADIUS_HOME:-}${RADSEC_HOME:-}" ] || fail "RADIUS_HOME or RADSEC_HOME must name a home server"
    client no
    if [ -n "${RADIUS_HOME:-}" ]; then
        home udp "$RADIUS_HOME" "${RADIUS_HOME_SECRET:?}" ''
        proxying udp "$PORT"
    fi
    if [ -n "${RADSEC_HOME:-}" ]; then
        : "${RADSEC_CA:?}" "${RADSEC_CERT:?}" "${RADSEC_KEY:?}"
        home tls "$RADSEC_HOME" radsec "    proto = tcp
$(tls)"
        proxying tls "$TLS_PORT"
    fi
}

people() {
    if [ -n "${FREERADIUS_USERS:-}" ]; then
        awk -F, '{ printf "%s Cleartext-Password := \"%s\"\n", $1, $2 }' "$FREERADIUS_USERS"
    else
        echo 'bob Cleartext-Password := "hello"'
        seq 0 999 | sed 's/.*/user& Cleartext-Password := "password&"/'
    fi
}

# answering POST-AUTH: the packaged default site without accounting, EAP and directories.
answering() {
    local signed=''
    [ "${FREERADIUS_SIGNED:-no}" != yes ] || signed='update reply {
            &Message-Authenticator := 0x00
        }'
    client yes
    people >"$DIR/raddb/mods-config/files/authorize"
    cat >"$DIR/raddb/sites-enabled/default" <<END
server default {
$(door "$PORT")
$([ -z "${RADSEC_CA:-}" ] || tls_door "$TLS_PORT")
    authorize {
        filter_username
        preprocess
        chap
        mschap
        digest
        suffix
        files
        expiration
        logintime
        pap
    }
    authenticate {
        Auth-Type PAP {
            pap
        }
        Auth-Type CHAP {
            chap
        }
        Auth-Type MS-CHAP {
            mschap
        }
    }
    post-auth {
        $1
        exec
        $signed
        Post-Auth-Type REJECT {
            $1
            attr_filter.access_reject
            $signed
        }
    }
}
END
}

files_role() {
    answering '# nothing is written down'
}

# logging DIALECT DRIVER-SETTINGS: rlm_sql, one connection for each thread, for a thread that finds none fails and the login is rejected.
logging() {
    local threads=${FREERADIUS_THREADS:-32}
    cat >"$DIR/raddb/mods-enabled/sql" <<END
sql {
    dialect = "$1"
    driver = "rlm_sql_$1"
$2
    postauth_table = "radpostauth"
    acct_table1 = "radacct"
    acct_table2 = "radacct"
    read_clients = no
    pool {
        start = 5
        min = 3
        max = $threads
        spare = 10
        uses = 0
        lifetime = 0
        idle_timeout = 60
    }
    group_attribute = "SQL-Group"
    event_timestamp_epoch = "%{%{integer:Event-Timestamp}:-%l}"
    sql_user_name = "%{User-Name}"
    # The packaged query also keeps the password. Nobody should, so ours does not.
    post-auth {
        query = "INSERT INTO \${..postauth_table} (username, pass, reply, authdate) VALUES ('%{User-Name}', '', '%{reply:Packet-Type}', '%S.%M')"
    }
}
END
}

sqlite_role() {
    answering sql
    # Made beforehand in WAL mode, which is the quicker one; SQLite's own default, synchronous = FULL, stays: a row is on the disk
    # before the answer leaves. Writers wait for each other up to ten seconds instead of failing.
    mkdir -p "$DIR/database"
    /usr/bin/python3 - "$DIR/database/radius.sqlite" "$DIR/raddb/mods-config/sql/main/sqlite/schema.sql" <<'END'
import sqlite3, sys
database = sqlite3.connect(sys.argv[1])
database.execute("PRAGMA journal_mode=WAL")
database.executescript(open(sys.argv[2]).read())
END
    logging sqlite "    sqlite {
        filename = \"$DIR/database/radius.sqlite\"
        busy_timeout = 10000
    }"
}

# The packaged module with the driver and the path filled in, as its comments ask for; the server makes the database with its first start.
sqlite-shipped_role() {
    answering sql
    mkdir -p "$DIR/database"
    sed -E -e "s|^(\s*)driver = .*|\1driver = \"rlm_sql_sqlite\"|" -e "s|^(\s*)filename = .*|\1filename = \"$DIR/database/radius.sqlite\"|" \
        "$DIR/raddb/mods-available/sql" >"$DIR/raddb/mods-enabled/sql"
}

postgresql_role() {
    : "${PGHOST:?}" "${PGPORT:?}" "${PGUSER:?}" "${PGPASSWORD:?}"
    answering sql
    psql -qX -v ON_ERROR_STOP=1 -d postgres -c 'DROP DATABASE IF EXISTS freeradius' -c 'CREATE DATABASE freeradius' >&2
    psql -qX -v ON_ERROR_STOP=1 -d freeradius -f "$DIR/raddb/mods-config/sql/main/postgresql/schema.sql" >&2
    logging postgresql "    server = \"$PGHOST\"
    port = $PGPORT
    login = \"$PGUSER\"
    password = \"$PGPASSWORD\"
    radius_db = \"freeradius\""
}

perl_role() {
    : "${FREERADIUS_PLUGIN:?the path of privacyidea_radius.pm}" "${AGENT_URL:?}"
    client yes
    cp "$FREERADIUS_PLUGIN" "$DIR/raddb/privacyidea_radius.pm"
    cat >"$DIR/raddb/rlm_perl.ini" <<END
[Default]
URL = $AGENT_URL
${AGENT_REALM:+REALM = $AGENT_REALM}
$(if [ -n "${AGENT_CA:-}" ]; then echo "SSL_CHECK = true"; else echo "SSL_CHECK = false"; fi)
TIMEOUT = 10
END
    cat >"$DIR/raddb/mods-enabled/perl" <<END
perl {
    filename = $DIR/raddb/privacyidea_radius.pm
    config {
        configfile = $DIR/raddb/rlm_perl.ini
    }
}
END
    cat >"$DIR/raddb/sites-enabled/perl" <<END
server perl {
$(door "$PORT")
    authorize {
        preprocess
        perl
        if (ok || updated) {
            update control {
                &Auth-Type := Perl
            }
        }
    }
    authenticate {
        Auth-Type Perl {
            perl
        }
    }
}
END
}

variables() {
    local port tls_port
    read -r port tls_port <"$DIR/ports"
    echo "export FREERADIUS_ADDRESS=127.0.0.1:$port FREERADIUS_SECRET='$SECRET'"
    echo "export FREERADIUS_PID=$(cat "$DIR/run/freeradius.pid") FREERADIUS_LOG=$DIR/run/radius.log"
    [ "$tls_port" = - ] || echo "export FREERADIUS_TLS_ADDRESS=127.0.0.1:$tls_port"
    [ ! -d "$DIR/database" ] || echo "export FREERADIUS_DATABASE=$DIR/database/radius.sqlite"
}

# The package's own socket must be left alone, so a listening port is what says that it is ready.
listens() {
    ss -Hlun "sport = :$1" | grep -q . || ss -Hltn "sport = :$1" | grep -q .
}

start() {
    case $1 in proxy | files | sqlite | sqlite-shipped | postgresql | perl) ;; *) fail "proxy | files | sqlite | sqlite-shipped | postgresql | perl" ;; esac
    command -v freeradius >/dev/null || fail "FreeRADIUS is not installed (peers/freeradius.sh install)"
    stop
    PORT=$(free_port) TLS_PORT=-
    [ -z "${RADSEC_CA:-}" ] || TLS_PORT=$(free_port)
    copy
    carry
    "$1_role"
    echo "$PORT $TLS_PORT" >"$DIR/ports"
    [ "$(id -u)" -ne 0 ] || chown -R freerad: "$DIR/run" "$DIR/raddb"
    [ "$(id -u)" -ne 0 ] || [ ! -d "$DIR/database" ] || chown -R freerad: "$DIR/database"
    chmod 700 "$DIR/raddb"
    launch
}

launch() {
    local port tls_port ca=()
    read -r port tls_port <"$DIR/ports"
    [ -z "${AGENT_CA:-}" ] || ca=(env "PERL_LWP_SSL_CA_FILE=$AGENT_CA")
    as_owner "${ca[@]}" freeradius -d "$DIR/raddb" -l "$DIR/run/radius.log" >&2 ||
        { tail -n 20 "$DIR/run/radius.log" >&2; fail "FreeRADIUS did not start"; }
    [ -z "${RADIUS_HOME:-}" ] && [ -n "${RADSEC_HOME:-}" ] && port=$tls_port
    wait_for 20 listens "$port" || fail "FreeRADIUS does not listen: $(tail -n 5 "$DIR/run/radius.log")"
    wait_for 5 test -s "$DIR/run/freeradius.pid" || fail "FreeRADIUS wrote no pid file"
    variables
}

rows() {
    if [ -d "$DIR/database" ]; then
        /usr/bin/python3 -c 'import sqlite3, sys
print(sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True).execute("SELECT count(*) FROM radpostauth").fetchone()[0])' \
            "$DIR/database/radius.sqlite"
    else
        psql -qXAt -d freeradius -c 'SELECT count(*) FROM radpostauth'
    fi
}

stop() {
    [ -d "$DIR" ] || return 0
    [ ! -s "$DIR/run/freeradius.pid" ] || end_process "$(cat "$DIR/run/freeradius.pid")"
    rm -rf "$DIR"
}

case ${1:-} in
    install)
        install freeradius freeradius-utils freeradius-config iproute2
        case ${2:-} in
            postgresql) install freeradius-postgresql postgresql-client ;;
            perl) install libwww-perl liblwp-protocol-https-perl libconfig-inifiles-perl libdata-dump-perl libtry-tiny-perl libjson-perl \
                liburi-encode-perl ;;
        esac
        ;;
    start) start "${2:-}" ;;
    rows) rows ;;
    log) cat "$DIR/run/radius.log" ;;
    stop) stop ;;
    *) fail "install [ROLE] | start ROLE | rows | log | stop" ;;
esac
