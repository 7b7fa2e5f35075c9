# What the scripts around Apache share: its ports, certificate and configuration, how it starts and ends. Sourced after lib.sh, not run.
# The folder is $DIR; whoever sources it says the rest of the configuration and the pages.

MODULES=/usr/lib/apache2/modules

apache_plan() {
    [ ! -s "$DIR/ports" ] || return 0
    mkdir -p "$DIR/run" "$DIR/pages/open" "$DIR/pages/protected"
    chmod 755 "$PEERS_DIR" "$DIR" "$DIR/pages" "$DIR/pages"/*
    apache_certificate
    echo "$(free_port) $(free_port)" >"$DIR/ports"
}

apache_certificate() {
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

# apache_configuration MODULE…: the server itself, https and plain, with these modules beside Debian's usual ones.
apache_configuration() {
    local port plain module
    read -r port plain <"$DIR/ports"
    for module in mpm_event unixd log_config authz_core authz_host authn_core authz_user mime dir env setenvif headers socache_shmcb ssl include "$@"; do
        # What Debian builds into the binary has no file of its own.
        [ ! -e "$MODULES/mod_$module.so" ] || echo "LoadModule $(apache_name "$module") $MODULES/mod_$module.so"
    done
    # As root it gives its rights away; else it has none to give.
    [ "$(id -u)" -ne 0 ] || printf 'User www-data\nGroup www-data\n'
    cat <<CONF
ServerRoot $DIR
ServerName localhost
PidFile $DIR/run/apache.pid
DefaultRuntimeDir $DIR/run
ErrorLog $DIR/run/error.log
TypesConfig /etc/mime.types
DocumentRoot $DIR/pages
StartServers 1
ThreadsPerChild 16
MaxRequestWorkers 16
Listen 127.0.0.1:$port https
Listen 127.0.0.1:$plain http

<Directory $DIR/pages>
    Require all granted
    Options +Includes
    AddOutputFilter INCLUDES .html
    DirectoryIndex index.html
</Directory>
<VirtualHost 127.0.0.1:$port>
    SSLEngine on
    SSLCertificateFile $DIR/tls/server.pem
    SSLCertificateKeyFile $DIR/tls/server.key
</VirtualHost>
<VirtualHost 127.0.0.1:$plain>
</VirtualHost>
CONF
}

# The name that a module's file has inside.
apache_name() {
    case $1 in shib) echo mod_shib ;; *) echo "${1}_module" ;; esac
}

# apache_page FOLDER: a page that says who is there and what is known of them.
apache_page() {
    mkdir -p "$DIR/pages/$1"
    printf '%s\n' '<!doctype html><meta charset="utf-8"><title>Protected</title><h1>Protected by Apache</h1>' \
        '<p id="user"><!--#echo var="REMOTE_USER" --></p>' '<pre id="claims">' '<!--#printenv -->' '</pre>' >"$DIR/pages/$1/index.html"
}

# Starts what stands in $DIR/apache.conf, and waits until it answers.
apache_start() {
    local port
    echo '<!doctype html><title>Open</title><h1>Open to everybody</h1>' >"$DIR/pages/open/index.html"
    /usr/sbin/apache2 -f "$DIR/apache.conf" -k start >&2 || fail "Apache did not start: $(tail -n 5 "$DIR/run/error.log" 2>/dev/null)"
    read -r port _ <"$DIR/ports"
    wait_for 20 curl -sf --cacert "$DIR/tls/ca.pem" "https://localhost:$port/open/" || fail "Apache does not answer: $(tail -n 5 "$DIR/run/error.log")"
}

apache_stop() {
    [ -s "$DIR/run/apache.pid" ] || return 0
    end_process "$(cat "$DIR/run/apache.pid")"
    rm -f "$DIR/run/apache.pid"
}
