#!/usr/bin/env bash
# Apache with mod_shib, and shibd behind it: the Shibboleth service provider, which knows nothing of us.
#
#   eval "$(peers/shibboleth.sh plan)"     chooses its ports, makes its certificate, key and metadata; sets
#       SHIB_URL        https://localhost:PORT, /open is for everybody, /protected only after a login
#       SHIB_LOGIN      begins a login; understands target, acsIndex, isPassive, forceAuthn, authnContextClassRef, NameIDFormat, outgoingBinding;
#                       with /declaration behind it, it asks for the declaration, with /nothing for one that nobody has
#       SHIB_LOGOUT     ends one everywhere
#       SHIB_METADATA   what it must be registered with (a file): places 1 for forms and 3 for artifacts
#       SHIB_ENTITY     its name
#       SHIB_CA         the CA of its certificate
#   IDP_METADATA=… IDP_ENTITY=… SHIB_DECLARATION=… peers/shibboleth.sh start
#       IDP_METADATA is a file, IDP_ENTITY the name in it; SHIB_DECLARATION the reference of an authentication context declaration
#   peers/shibboleth.sh log | stop
#
# The page prints what came as Shib_… and under the attributes' own names.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/apache-lib.sh"

DIR=$PEERS_DIR/${SHIB_NAME:-shibboleth}
SETTINGS=/etc/shibboleth

variables() {
    local port
    read -r port _ <"$DIR/ports"
    cat <<EOF
export SHIB_URL=https://localhost:$port
export SHIB_LOGIN=https://localhost:$port/Shibboleth.sso/Login
export SHIB_LOGOUT=https://localhost:$port/Shibboleth.sso/Logout
export SHIB_METADATA=$DIR/sp/metadata.xml
export SHIB_ENTITY=https://localhost:$port/shibboleth
export SHIB_CA=$DIR/tls/ca.pem
EOF
}

plan() {
    local port plain
    if [ ! -s "$DIR/sp/metadata.xml" ]; then
        command -v shib-metagen >/dev/null || fail "mod_shib is not installed (peers/shibboleth.sh install)"
        apache_plan
        read -r port plain <"$DIR/ports"
        key_pair "$DIR/sp" sp
        # Its own program makes the metadata. Server to server nobody need trust the certificate.
        shib-metagen -2 -A -L -c "$DIR/sp/sp.pem" -h "localhost:$port" -e "https://localhost:$port/shibboleth" |
            sed -e "/SLO.SOAP/s|https://localhost:$port|http://127.0.0.1:$plain|" >"$DIR/sp/metadata.xml"
    fi
    variables
}

# initiator NAME REFERENCE: begins logins that ask for a declaration.
initiator() {
    cat <<EOF
      <SessionInitiator type="SAML2" Location="/Login/$1" id="$1" entityID="$IDP_ENTITY" template="$SETTINGS/bindingTemplate.html">
        <samlp:AuthnRequest ID="template-$1" Version="2.0" IssueInstant="2000-01-01T00:00:00Z">
          <samlp:RequestedAuthnContext><saml:AuthnContextDeclRef>$2</saml:AuthnContextDeclRef></samlp:RequestedAuthnContext>
        </samlp:AuthnRequest>
      </SessionInitiator>
EOF
}

settings() {
    cat <<EOF
<SPConfig xmlns="urn:mace:shibboleth:3.0:native:sp:config" xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata"
    xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" clockSkew="180">
  <OutOfProcess logger="$DIR/sp/logger" tranLogFormat="%u|%s|%IDP|%i|%ac|%t|%attr|%n|%b|%E|%S|%SS|%L|%UA|%a"/>
  <InProcess logger="$DIR/sp/native.logger"/>
  <UnixListener address="$DIR/shibd/socket"/>
  <StorageService type="Memory" id="mem" cleanupInterval="900"/>
  <SessionCache type="StorageService" StorageService="mem" cacheAssertions="false"/>
  <ReplayCache StorageService="mem"/>
  <ApplicationDefaults entityID="https://localhost:$1/shibboleth" REMOTE_USER="email" signing="true" requireTransportAuth="false"
    signingAlg="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256" digestAlg="http://www.w3.org/2001/04/xmlenc#sha256">
    <Sessions lifetime="28800" timeout="3600" relayState="ss:mem" checkAddress="false" handlerSSL="false" cookieProps="https" redirectLimit="exact">
      <Logout>SAML2 Local</Logout>
      <SessionInitiator type="SAML2" Location="/Login" isDefault="true" id="login" entityID="$IDP_ENTITY" template="$SETTINGS/bindingTemplate.html"/>
$(initiator declaration "${SHIB_DECLARATION:-urn:unset}")
$(initiator nothing urn:nobody:has:this)
      <md:AssertionConsumerService Location="/SAML2/POST" index="1" Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"/>
      <md:AssertionConsumerService Location="/SAML2/Artifact" index="3" Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Artifact"/>
      <Handler type="Session" Location="/Session" showAttributeValues="true"/>
    </Sessions>
    <Errors supportContact="root@localhost"/>
    <MetadataProvider type="XML" validate="true" path="$DIR/sp/idp.xml"/>
    <AttributeExtractor type="XML" validate="true" path="$DIR/sp/attribute-map.xml"/>
    <CredentialResolver type="File" key="$DIR/sp/sp.key" certificate="$DIR/sp/sp.pem"/>
  </ApplicationDefaults>
  <SecurityPolicyProvider type="XML" validate="true" path="$SETTINGS/security-policy.xml"/>
  <ProtocolProvider type="XML" validate="true" reloadChanges="false" path="$SETTINGS/protocols.xml"/>
</SPConfig>
EOF
}

# Names of attributes as we send them, and the name of the person in every format.
attributes() {
    local format
    echo '<Attributes xmlns="urn:mace:shibboleth:2.0:attribute-map" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    for name in email cn; do
        echo "  <Attribute name=\"$name\" id=\"$name\" nameFormat=\"urn:oasis:names:tc:SAML:2.0:attrname-format:basic\"/>"
    done
    for format in 2.0:nameid-format:{transient,persistent} 1.1:nameid-format:{unspecified,emailAddress}; do
        echo "  <Attribute name=\"urn:oasis:names:tc:SAML:$format\" id=\"name\">"
        echo '    <AttributeDecoder xsi:type="NameIDAttributeDecoder" formatter="$Format|$NameQualifier|$SPNameQualifier|$Name" defaultQualifiers="false"/>'
        echo '  </Attribute>'
    done
    echo '</Attributes>'
}

logger() {
    cat <<EOF
log4j.rootCategory=${SHIB_LOG:-INFO}, all
log4j.appender.all=org.apache.log4j.FileAppender
log4j.appender.all.fileName=$DIR/shibd/$1.log
log4j.appender.all.layout=org.apache.log4j.PatternLayout
log4j.appender.all.layout.ConversionPattern=%d{%H:%M:%S} %p %c %x: %m%n
EOF
}

configuration() {
    apache_configuration shib
    cat <<EOF
LogLevel warn
ShibConfig $DIR/sp/shibboleth2.xml
<Location /Shibboleth.sso>
    SetHandler shib
</Location>
<Location /protected>
    AuthType shibboleth
    ShibRequestSetting requireSession 1
    Require shib-session
</Location>
EOF
}

start() {
    local port user=()
    : "${IDP_METADATA:?}" "${IDP_ENTITY:?}"
    [ -e "$MODULES/mod_shib.so" ] || fail "mod_shib is not installed (peers/shibboleth.sh install)"
    plan >/dev/null
    stop_both
    read -r port _ <"$DIR/ports"
    mkdir -p "$DIR/shibd"
    cat "$IDP_METADATA" >"$DIR/sp/idp.xml"
    settings "$port" >"$DIR/sp/shibboleth2.xml"
    attributes >"$DIR/sp/attribute-map.xml"
    logger shibd >"$DIR/sp/logger"
    logger native >"$DIR/sp/native.logger"
    if [ "$(id -u)" -eq 0 ]; then
        user=(-u www-data -g www-data)
        chown -R www-data "$DIR/shibd" "$DIR/sp"
    fi
    /usr/sbin/shibd -f -F -c "$DIR/sp/shibboleth2.xml" "${user[@]}" >"$DIR/run/shibd.out" 2>&1 </dev/null &
    echo $! >"$DIR/run/shibd.pid"
    wait_for 20 [ -S "$DIR/shibd/socket" ] || fail "shibd did not start: $(/usr/sbin/shibd -t -c "$DIR/sp/shibboleth2.xml" 2>&1 | tail -n 5)"
    apache_page protected
    configuration >"$DIR/apache.conf"
    apache_start
    variables
}

stop_both() {
    apache_stop
    [ -s "$DIR/run/shibd.pid" ] || return 0
    end_process "$(cat "$DIR/run/shibd.pid")"
    rm -f "$DIR/run/shibd.pid" "$DIR/shibd/socket"
}

case ${1:-} in
    install) install apache2-bin libapache2-mod-shib openssl curl ;;
    plan) plan ;;
    start) start ;;
    log) cat "$DIR/run/error.log" "$DIR/shibd"/*.log ;;
    stop) stop_both && rm -rf "$DIR" ;;
    *) fail "install | plan | start | log | stop" ;;
esac
