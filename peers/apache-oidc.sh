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
. "$(dirname "$0")/apache-lib.sh"

DIR=$PEERS_DIR/${APACHE_NAME:-apache}

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

plan() {
    apache_plan
    variables
}

configuration() {
    local port
    read -r port _ <"$DIR/ports"
    apache_configuration auth_openidc
    cat <<EOF
LogLevel warn auth_openidc:${APACHE_LOG:-warn}
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
<Location /protected>
    AuthType openid-connect
    Require valid-user
</Location>
EOF
}

start() {
    : "${OIDC_ISSUER:?}" "${OIDC_CLIENT_ID:?}" "${OIDC_CLIENT_SECRET:?}"
    [ -e "$MODULES/mod_auth_openidc.so" ] || fail "mod_auth_openidc is not installed (peers/apache-oidc.sh install)"
    apache_plan
    apache_stop
    apache_page protected
    configuration >"$DIR/apache.conf"
    apache_start
    variables
}

case ${1:-} in
    install) install apache2-bin libapache2-mod-auth-openidc openssl curl ;;
    plan) plan ;;
    start) start ;;
    log) cat "$DIR/run/error.log" ;;
    stop) apache_stop && rm -rf "$DIR" ;;
    *) fail "install | plan | start | log | stop" ;;
esac
