#!/usr/bin/env bash
# Apache with mod_auth_mellon: service providers of SAML that know nothing of us. Three of them in one server, each with a key of its own:
# `main` takes its answers by form and is told of logouts by the browser; `artifact` asks by form, fetches its answers server to server
# and is told of logouts there, too; `class` insists on a class of authentication context.
#
#   eval "$(peers/mellon.sh plan)"     chooses its ports, makes its certificate, keys and metadata; sets
#       MELLON_URL                https://localhost:PORT, /open is for everybody
#       MELLON_METADATA           what `main` must be registered with (a file); its page is /protected
#       MELLON_ARTIFACT_METADATA  the same of `artifact`, page /artifact/protected
#       MELLON_CLASS_METADATA     the same of `class`, page /class/protected; /unmet/protected asks for what nobody offers
#       MELLON_CA                 the CA of its certificate
#   IDP_METADATA=… IDP_CA=… MELLON_CLASS=… peers/mellon.sh start
#       IDP_METADATA is a file; IDP_CA the file with the CA of the identity provider's certificate; MELLON_CLASS the class that `class` wants
#   peers/mellon.sh log | stop
#
# The pages print what came as MELLON_name=value. …/mellon/login?ReturnTo=URL[&IsPassive=true] begins a login, …/mellon/logout?ReturnTo=URL
# ends one. A second server runs beside it under another name: MELLON_NAME=second peers/mellon.sh plan
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/apache-lib.sh"

DIR=$PEERS_DIR/${MELLON_NAME:-mellon}

variables() {
    local port
    read -r port _ <"$DIR/ports"
    cat <<EOF
export MELLON_URL=https://localhost:$port
export MELLON_METADATA=$DIR/sp/main.xml
export MELLON_ARTIFACT_METADATA=$DIR/sp/artifact.xml
export MELLON_CLASS_METADATA=$DIR/sp/class.xml
export MELLON_CA=$DIR/tls/ca.pem
EOF
}

# provider NAME PATH: key, certificate and metadata as the module's own program makes them.
provider() {
    local port made
    read -r port _ <"$DIR/ports"
    mkdir -p "$DIR/sp"
    made=$(mktemp -d -p "$DIR")
    (cd "$made" && mellon_create_metadata "https://localhost:$port$2/metadata" "https://localhost:$port$2" >/dev/null)
    for kind in key cert xml; do
        cat "$made"/*."$kind" >"$DIR/sp/$1.$kind"
    done
    rm -rf "$made"
}

plan() {
    local plain
    if [ ! -s "$DIR/sp/class.xml" ]; then
        command -v mellon_create_metadata >/dev/null || fail "mod_auth_mellon is not installed (peers/mellon.sh install)"
        apache_plan
        read -r _ plain <"$DIR/ports"
        provider main /mellon
        provider artifact /artifact/mellon
        # As the module's manual says, and logout server to server beside it; there nobody need trust the certificate.
        sed -i -e 's|bindings:HTTP-POST\(.*\)/postResponse|bindings:HTTP-Artifact\1/artifactResponse|' \
            -e "/<SingleLogoutService/{h;s|bindings:HTTP-Redirect|bindings:SOAP|;s|https://localhost:[0-9]*|http://127.0.0.1:$plain|;p;x}" "$DIR/sp/artifact.xml"
        provider class /class/mellon
    fi
    variables
}

# place PATH PROVIDER IDP DIRECTIVE…: pages of a provider, where its messages come to, and what it knows of the identity provider.
place() {
    local path=$1 provider=$2 idp=$3
    shift 3
    cat <<EOF
<Location $path>
    MellonEnable info
    MellonEndpointPath ${path%/}/mellon
    MellonVariable $provider
    MellonSecureCookie On
    # Who comes by the plain address, as servers do, is told of the same sessions.
    MellonCookieDomain localhost
    MellonSPMetadataFile $DIR/sp/$provider.xml
    MellonSPPrivateKeyFile $DIR/sp/$provider.key
    MellonSPCertFile $DIR/sp/$provider.cert
    MellonIdPMetadataFile $DIR/sp/$idp.xml
    ${IDP_CA:+MellonIdPCAFile $IDP_CA}
    MellonSamlResponseDump On
    MellonDefaultLoginPath ${path%/}/protected/
    $*
</Location>
<Location ${path%/}/protected>
    AuthType Mellon
    MellonEnable auth
    Require valid-user
</Location>
EOF
}

configuration() {
    apache_configuration auth_mellon
    cat <<EOF
LogLevel warn auth_mellon:${MELLON_LOG:-warn}
MellonLockFile $DIR/run/mellon.lock
EOF
    place / main idp
    place /artifact artifact idp-form
    place /class class idp "MellonAuthnContextClassRef ${MELLON_CLASS:-urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified}"
    place /unmet class idp "MellonAuthnContextClassRef urn:oasis:names:tc:SAML:2.0:ac:classes:Kerberos"
}

start() {
    : "${IDP_METADATA:?}"
    [ -e "$MODULES/mod_auth_mellon.so" ] || fail "mod_auth_mellon is not installed (peers/mellon.sh install)"
    plan >/dev/null
    apache_stop
    cat "$IDP_METADATA" >"$DIR/sp/idp.xml"
    # It takes the address where it may choose; without that one it asks by form.
    sed -E 's#<([a-z]+:)?SingleSignOnService [^>]*HTTP-Redirect[^>]*(/>|></([a-z]+:)?SingleSignOnService>)##' "$IDP_METADATA" >"$DIR/sp/idp-form.xml"
    apache_page protected
    apache_page artifact/protected
    apache_page class/protected
    apache_page unmet/protected
    configuration >"$DIR/apache.conf"
    apache_start
    variables
}

case ${1:-} in
    install) install apache2-bin libapache2-mod-auth-mellon openssl curl ;;
    plan) plan ;;
    start) start ;;
    log) cat "$DIR/run/error.log" ;;
    stop) apache_stop && rm -rf "$DIR" ;;
    *) fail "install | plan | start | log | stop" ;;
esac
