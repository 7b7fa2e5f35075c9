#!/usr/bin/env bash
# SimpleSAMLphp from Debian, as an identity provider behind PHP's own server: it knows nothing of us. Its one source of people has two with
# passwords: `student` and `employee`, each with the word `pass` behind the name as password.
#
#   eval "$(peers/simplesamlphp.sh plan)"     chooses its port, makes its key; sets
#       SSP_URL         http://127.0.0.1:PORT
#       SSP_ENTITY      its name, which is also where its metadata is
#   [SP_METADATA=…] [SSP_ENCRYPTION=yes] peers/simplesamlphp.sh start
#       SP_METADATA is a file, without which it serves nobody yet; with SSP_ENCRYPTION assertions are encrypted. A second start takes over new metadata.
#       IDP_METADATA, a file, has the identity providers that its own discovery service offers: SSP_DISCOVERY is its address.
#       SSP_METADATA    what it must be registered with (a file), set by start
#   peers/simplesamlphp.sh log | stop
#
# …/logged-in.php says `in` or `out`, …/saml2/idp/initSLO.php?RelayState=URL logs out from there, …/saml2/idp/SSOService.php?spentityid=…
# begins a login that nobody asked for.
. "$(dirname "$0")/lib.sh"

DIR=$PEERS_DIR/${SSP_NAME:-simplesamlphp}
HOME_OF_IT=/usr/share/simplesamlphp
export SIMPLESAMLPHP_CONFIG_DIR=$DIR/config

url() {
    echo "http://127.0.0.1:$(cat "$DIR/port")"
}

variables() {
    cat <<END
export SSP_URL=$(url)
export SSP_ENTITY=$(url)/saml2/idp/metadata.php
export SSP_METADATA=$DIR/idp.xml
export SSP_DISCOVERY=$(url)/module.php/saml/disco.php
END
}

plan() {
    if [ ! -s "$DIR/port" ]; then
        [ -d "$HOME_OF_IT/www" ] || fail "SimpleSAMLphp is not installed (peers/simplesamlphp.sh install)"
        mkdir -p "$DIR/config/metadata" "$DIR/www" "$DIR/data" "$DIR/tmp"
        key_pair "$DIR/cert" idp
        free_port >"$DIR/port"
    fi
    variables
}

# What an installation sets; everything else is its default.
settings() {
    cat <<END
<?php
\$config = [
    'baseurlpath' => '$(url)/',
    'certdir' => '$DIR/cert/', 'metadatadir' => '$DIR/config/metadata/', 'datadir' => '$DIR/data/', 'tempdir' => '$DIR/tmp/',
    'loggingdir' => '$DIR/', 'logging.handler' => 'file', 'logging.level' => SimpleSAML\Logger::DEBUG, 'logging.logfile' => 'log',
    'debug' => ['saml' => (bool) getenv('SSP_SHOWS'), 'backtraces' => true, 'validatexml' => false],
    'technicalcontact_email' => 'root@localhost', 'timezone' => 'UTC', 'secretsalt' => 'of a test', 'auth.adminpassword' => 'of a test',
    'enable.saml20-idp' => true, 'module.enable' => ['exampleauth' => true, 'core' => true, 'saml' => true],
    'session.cookie.name' => 'OfTheProvider', 'session.cookie.secure' => false, 'session.cookie.samesite' => null,
    'session.authtoken.cookiename' => 'OfTheProviderToken',
    'store.type' => 'sql', 'store.sql.dsn' => 'sqlite:$DIR/data/store.sqlite',
    'trusted.url.domains' => null, 'admin.checkforupdates' => false, 'language.available' => ['en'], 'language.default' => 'en',
    'metadata.sources' => [['type' => 'flatfile'], ['type' => 'xml', 'file' => '$DIR/sp.xml']$([ -n "${IDP_METADATA:-}" ] && echo ", ['type' => 'xml', 'file' => '$DIR/providers.xml']")],
];
END
}

people() {
    cat <<'END'
<?php
$config = ['people' => ['exampleauth:UserPass',
    'student:studentpass' => ['uid' => ['student'], 'mail' => ['student@demo.test'], 'displayName' => ['Stu Dent'], 'eduPersonPrincipalName' => ['student@demo.test']],
    'employee:employeepass' => ['uid' => ['employee'], 'displayName' => ['Em Ployee'], 'eduPersonPrincipalName' => ['employee@elsewhere.test']],
]];
END
}

hosted() {
    cat <<END
<?php
\$metadata['$(url)/saml2/idp/metadata.php'] = [
    'host' => '__DEFAULT__', 'privatekey' => 'idp.key', 'certificate' => 'idp.pem', 'auth' => 'people',
    'validate.authnrequest' => true, 'validate.logout' => true, 'sign.logout' => true, 'redirect.sign' => true, 'redirect.validate' => true,
    'signature.algorithm' => 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    'saml20.sendartifact' => true, 'scope' => ['demo.test'],
    'SingleSignOnServiceBinding' => ['urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect', 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST'],
    'SingleLogoutServiceBinding' => ['urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect', 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST'],
    'NameIDFormat' => ['urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'],
    'authproc' => [3 => ['class' => 'saml:AttributeNameID', 'attribute' => 'uid', 'Format' => 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent']],
    'attributes.NameFormat' => 'urn:oasis:names:tc:SAML:2.0:attrname-format:basic',
    'assertion.encryption' => $([ -n "${SSP_ENCRYPTION:-}" ] && echo true || echo false),
];
END
}

# A service provider that there is not: its own metadata is wanted before ours is there.
nobody() {
    local saml=urn:oasis:names:tc:SAML:2.0
    echo "<md:EntityDescriptor xmlns:md='$saml:metadata' entityID='urn:nobody'><md:SPSSODescriptor protocolSupportEnumeration='$saml:protocol'>" \
        "<md:AssertionConsumerService Binding='$saml:bindings:HTTP-POST' Location='http://127.0.0.1:9/' index='0'/></md:SPSSODescriptor></md:EntityDescriptor>"
}

# Its pages, and one that says whether the browser that asks is logged in.
pages() {
    local page
    for page in "$HOME_OF_IT"/www/*; do
        ln -sfn "$page" "$DIR/www/$(basename "$page")"
    done
    cat >"$DIR/www/logged-in.php" <<END
<?php
require_once '$HOME_OF_IT/lib/_autoload.php';
header('content-type: text/plain');
echo (new SimpleSAML\Auth\Simple('people'))->isAuthenticated() ? 'in' : 'out';
END
}

start() {
    plan >/dev/null
    stop_server
    if [ -n "${SP_METADATA:-}" ]; then cat "$SP_METADATA"; else nobody; fi >"$DIR/sp.xml"
    [ -z "${IDP_METADATA:-}" ] || cat "$IDP_METADATA" >"$DIR/providers.xml"
    settings >"$DIR/config/config.php"
    people >"$DIR/config/authsources.php"
    hosted >"$DIR/config/metadata/saml20-idp-hosted.php"
    pages
    php -d display_errors=stderr -S "127.0.0.1:$(cat "$DIR/port")" -t "$DIR/www" >"$DIR/server.log" 2>&1 </dev/null &
    echo $! >"$DIR/pid"
    wait_for 20 curl -sf -o "$DIR/idp.xml" "$(url)/saml2/idp/metadata.php" || fail "SimpleSAMLphp does not answer: $(tail -n 5 "$DIR/server.log")"
    variables
}

stop_server() {
    [ -s "$DIR/pid" ] || return 0
    end_process "$(cat "$DIR/pid")"
    rm -f "$DIR/pid"
}

case ${1:-} in
    install) install simplesamlphp php-cli php-xml php-mbstring php-curl php-sqlite3 openssl curl ;;
    plan) plan ;;
    start) start ;;
    log) cat "$DIR/server.log" "$DIR/log" ;;
    stop) stop_server && rm -rf "$DIR" ;;
    *) fail "install | plan | start | log | stop" ;;
esac
