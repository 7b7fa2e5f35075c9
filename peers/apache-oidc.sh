#!/usr/bin/env bash
# Apache with mod_auth_openidc: a web server that knows nothing of us and protects a page with OpenID Connect.
#
#   eval "$(peers/apache-oidc.sh plan)"     chooses its ports and makes its certificate; sets
#       APACHE_URL            https://localhost:PORT, /open is for everybody, /protected only after a login
#       APACHE_REDIRECT_URI   what the client must be registered with
#       APACHE_LOGOUT_URI     /protected/redirect_uri?logout=… begins RP-initiated logout
#       APACHE_BACKCHANNEL    where back-channel logout is taken (https), APACHE_BACKCHANNEL_PLAIN the same on plain loopback
#       APACHE_CA             the CA of its certificate
#   OIDC_ISSUER=… OIDC_CLIENT_ID=… OIDC_CLIENT_SECRET=… OIDC_CA=… peers/apache-oidc.sh start
#       OIDC_CA is the file with the issuer's CA (leave it out for a public one); OIDC_SCOPE and OIDC_AUTH_PARAMS are optional
#   peers/apache-oidc.sh log | stop
#
# The issuer must be https: the module refuses plain endpoints. The protected page prints the claims as OIDC_CLAIM_name=value.
# A second one runs beside it under another name: APACHE_NAME=second peers/apache-oidc.sh plan
. "$(dirname "$0")/lib.sh"

DIR=$PEERS_DIR/${APACHE_NAME:-apache}
MODULES=/usr/lib/apache2/modules

variables() {
    local port plain
    read -r port plain <"$DIR/ports"
    cat <<EOF
export APACHE_URL=https://localhost:$port
export APACHE_REDIRECT_URI=https://localhost:$port/protected/redirect_uri
export APACHE_LOGOUT_URI='https://localhost:$port/protected/redirect_uri?logout=https%3A%2F%2Flocalhost%3A$port%2Fopen%2F'
export APACHE_BACKCHANNEL='https://localhost:$port/protected/redirect_uri?logout=backchannel'
export APACHE_BACKCHANNEL_PLAIN='http://127.0.0.1:$plain/protected/redirect_uri?logout=backchannel'
export APACHE_CA=$DIR/tls/ca.pem
EOF
}

certificate() {
    local key=(-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes)
    mkdir -p "$DIR/tls"
    (
        cd "$DIR/tls"
        openssl req -x509 "${key[@]}" -days 30 -subj '/CN=Symbolon test CA (Apache)' -keyout ca.key -out ca.pem \
            -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign
        openssl req "${key[@]}" -subj /CN=localhost -keyout server.key -out server.csr
        printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\nbasicConstraints=CA:FALSE\n' >names
        openssl x509 -req -days 30 -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -extfile names -out server.pem
    ) >/dev/null 2>&1
}

plan() {
    if [ ! -s "$DIR/ports" ]; then
        mkdir -p "$DIR/run" "$DIR/pages/open" "$DIR/pages/protected"
        chmod 755 "$PEERS_DIR" "$DIR" "$DIR/pages" "$DIR/pages"/*
        echo "$(free_port) $(free_port)" >"$DIR/ports"
        certificate
    fi
    variables
}

configuration() {
    local port plain
    read -r port plain <"$DIR/ports"
    for module in mpm_event unixd log_config authz_core authz_host authn_core authz_user mime dir env setenvif headers socache_shmcb ssl include; do
        # What Debian builds into the binary has no file of its own.
        [ ! -e "$MODULES/mod_$module.so" ] || echo "LoadModule ${module}_module $MODULES/mod_$module.so"
    done
    echo "LoadModule auth_openidc_module $MODULES/mod_auth_openidc.so"
    # As root it gives its rights away; else it has none to give.
    [ "$(id -u)" -ne 0 ] || printf 'User www-data\nGroup www-data\n'
    cat <<EOF
ServerRoot $DIR
ServerName localhost
PidFile $DIR/run/apache.pid
DefaultRuntimeDir $DIR/run
ErrorLog $DIR/run/error.log
LogLevel warn auth_openidc:${APACHE_LOG:-warn}
TypesConfig /etc/mime.types
DocumentRoot $DIR/pages
StartServers 1
ThreadsPerChild 16
MaxRequestWorkers 16
Listen 127.0.0.1:$port https
Listen 127.0.0.1:$plain http

OIDCProviderMetadataURL $OIDC_ISSUER/.well-known/openid-configuration
OIDCClientID "$OIDC_CLIENT_ID"
OIDCClientSecret "$OIDC_CLIENT_SECRET"
OIDCRedirectURI https://localhost:$port/protected/redirect_uri
OIDCCryptoPassphrase "$(openssl rand -hex 16)"
OIDCScope "${OIDC_SCOPE:-openid profile email}"
OIDCPKCEMethod S256
OIDCSSLValidateServer On
OIDCPassClaimsAs environment
OIDCCacheType shm
${OIDC_CA:+OIDCCABundlePath $OIDC_CA}
${OIDC_AUTH_PARAMS:+OIDCAuthRequestParams $OIDC_AUTH_PARAMS}

<Directory $DIR/pages>
    Require all granted
    Options +Includes
    AddOutputFilter INCLUDES .html
    DirectoryIndex index.html
</Directory>
<Location /protected>
    AuthType openid-connect
    Require valid-user
</Location>
<VirtualHost 127.0.0.1:$port>
    SSLEngine on
    SSLCertificateFile $DIR/tls/server.pem
    SSLCertificateKeyFile $DIR/tls/server.key
</VirtualHost>
<VirtualHost 127.0.0.1:$plain>
</VirtualHost>
EOF
}

start() {
    : "${OIDC_ISSUER:?}" "${OIDC_CLIENT_ID:?}" "${OIDC_CLIENT_SECRET:?}"
    [ -e "$MODULES/mod_auth_openidc.so" ] || fail "mod_auth_openidc is not installed (peers/apache-oidc.sh install)"
    plan >/dev/null
    stop_server
    echo '<!doctype html><title>Open</title><h1>Open to everybody</h1>' >"$DIR/pages/open/index.html"
    printf '%s\n' '<!doctype html><meta charset="utf-8"><title>Protected</title><h1>Protected by Apache</h1>' \
        '<p id="user"><!--#echo var="REMOTE_USER" --></p>' '<pre id="claims">' '<!--#printenv -->' '</pre>' >"$DIR/pages/protected/index.html"
    configuration >"$DIR/apache.conf"
    /usr/sbin/apache2 -f "$DIR/apache.conf" -k start >&2 || fail "Apache did not start: $(tail -n 5 "$DIR/run/error.log" 2>/dev/null)"
    local port
    read -r port _ <"$DIR/ports"
    wait_for 20 curl -sf --cacert "$DIR/tls/ca.pem" "https://localhost:$port/open/" || fail "Apache does not answer: $(tail -n 5 "$DIR/run/error.log")"
    variables
}

stop_server() {
    [ -s "$DIR/run/apache.pid" ] || return 0
    end_process "$(cat "$DIR/run/apache.pid")"
    rm -f "$DIR/run/apache.pid"
}

case ${1:-} in
    install) install apache2-bin libapache2-mod-auth-openidc openssl curl ;;
    plan) plan ;;
    start) start ;;
    log) cat "$DIR/run/error.log" ;;
    stop) stop_server && rm -rf "$DIR" ;;
    *) fail "install | plan | start | log | stop" ;;
esac
