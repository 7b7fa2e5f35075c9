#!/usr/bin/env bash
# Every check and every test of Symbolon, on both databases and in a browser.
#
#   bash test.sh                  all stages
#   bash test.sh check test       some of them
#   bash test.sh --help           what the stages are
#
# Installs what is missing (as root or with sudo, on Debian 12), starts what it needs on loopback, and ends it again.
# Each stage's full output is kept in target/stages/. The last line is `N passed, N failed`.
set -uo pipefail
cd "$(dirname "$0")"

STAGES="install check test fuzz e2e"
LOGS=target/stages
TOOLS=${XDG_CACHE_HOME:-$HOME/.cache}/symbolon/tools
export PATH=$PATH:$TOOLS/bin:$HOME/.cargo/bin
export PEERS_DIR=${PEERS_DIR:-/tmp/symbolon-peers-$$}
export CARGO_TERM_COLOR=${CARGO_TERM_COLOR:-never}
# A fresh clone is built once: what incremental builds save for later is wasted there.
[ "${CI:-}" != true ] || export CARGO_INCREMENTAL=0

usage() {
    cat <<EOF
bash test.sh [STAGE…]

  install   Debian packages, cargo-deny, the npm packages of e2e/
  check     cargo xtask check: format, clippy, dependencies, sizes, texts, generated files
  test      cargo test --workspace, on SQLite and PostgreSQL
  fuzz      each parser against libFuzzer, 3 s each beyond its seeds (fuzz/run; FUZZ_SECONDS says otherwise)
  e2e       the browser and real clients against the whole server, on both databases (e2e/run)
EOF
}

# Peers that the tests start, Chromium with the fonts of five languages, what reads QR codes, makes codes, reads seed files and judges signed XML.
PACKAGES=(
    ca-certificates git gcc g++ libc6-dev make pkg-config procps python3
    postgresql freeradius-utils apache2-bin libapache2-mod-auth-openidc libapache2-mod-auth-mellon libapache2-mod-shib python3-aiosmtpd openssl curl
    chromium jq fonts-liberation fonts-noto-core fonts-noto-color-emoji oathtool zbar-tools
    pskctool pskc-utils xmlsec1
)

install_stage() {
    local packages=("${PACKAGES[@]}")
    command -v node >/dev/null && command -v npm >/dev/null || packages+=(nodejs npm)
    (. peers/lib.sh && install "${packages[@]}") || return 1
    for peer in kannel freeradius pam-radius privacyidea schemathesis scim mellon shibboleth pysaml2 simplesamlphp oidc-provider; do
        "peers/$peer.sh" install || return 1
    done
    if ! command -v cargo-deny >/dev/null; then
        # A build without optimising takes well under two minutes and checks our tree in two seconds.
        CARGO_PROFILE_DEV_DEBUG=0 CARGO_PROFILE_DEV_OPT_LEVEL=0 \
            cargo install cargo-deny --version 0.20.2 --locked --debug --quiet --root "$TOOLS" || return 1
    fi
    rustup component list --installed 2>/dev/null | grep -q '^clippy' || rustup component add clippy rustfmt || return 1
    if [ -f e2e/package-lock.json ]; then
        (cd e2e && npm ci --no-audit --no-fund --loglevel=error) || return 1
    fi
    cargo fetch --locked --quiet || return 1
    # A lock that does not fit fails the check of it, which says what to do.
    cargo fetch --locked --quiet --manifest-path fuzz/Cargo.toml || true
}

check_stage() {
    cargo xtask check
}

# Runs something with a PostgreSQL beside it.
on_postgresql() {
    local variables code
    variables=$(peers/postgresql.sh start) || return 1
    eval "$variables"
    "$@"
    code=$?
    peers/postgresql.sh stop
    return "$code"
}

test_stage() {
    on_postgresql cargo test --workspace --locked --no-fail-fast -- --quiet
}

fuzz_stage() {
    [ -x fuzz/run ] || { echo "fuzz/run is not there yet"; return 0; }
    # Every run replays seeds and findings; new inputs are for longer runs by hand. Fifty targets share two cores.
    FUZZ_SECONDS=${FUZZ_SECONDS:-3} fuzz/run
}

e2e_stage() {
    [ -x e2e/run ] || { echo "e2e/run is not there yet"; return 0; }
    on_postgresql e2e/run
}

# Passed and failed in one stage's output: the closing lines of cargo's tests, or our own, or those of node's test runner.
count() {
    awk '
        function number(word,   i) { for (i = 2; i <= NF; i++) if ($i ~ "^" word "[,;.]?$") return $(i - 1); return 0 }
        /^test result: / { cargo = 1; cp += number("passed"); cf += number("failed") }
        /^([a-z0-9]+: )?[0-9]+ passed, [0-9]+ failed(, [0-9]+ skipped)?$/ { ours = 1; op += number("passed"); of += number("failed") }
        /^(#|ℹ) pass [0-9]+$/ { np += $3 }
        /^(#|ℹ) fail [0-9]+$/ { nf += $3 }
        END { if (cargo) print cp + 0, cf + 0; else if (ours) print op + 0, of + 0; else print np + 0, nf + 0 }' "$1"
}

finish() {
    peers/postgresql.sh stop 2>/dev/null
    rmdir "$PEERS_DIR" 2>/dev/null
}

case ${1:-} in -h | --help) usage; exit 0 ;; esac
for stage in "$@"; do
    case " $STAGES " in *" $stage "*) ;; *) usage >&2; exit 2 ;; esac
done

mkdir -p "$LOGS"
trap finish EXIT
trap 'exit 130' INT TERM
passed=0 failed=0 summary=""
began=$SECONDS
for stage in ${*:-$STAGES}; do
    echo "== $stage"
    start=$SECONDS
    "${stage}_stage" </dev/null 2>&1 | tee "$LOGS/$stage.log" | grep -vE '^(running [0-9]+ tests?|\.+|)$'
    code=${PIPESTATUS[0]}
    read -r p f <<<"$(count "$LOGS/$stage.log")"
    # A stage that ended badly without naming a failed test has failed itself: it did not compile, or a peer did not start.
    [ "$code" -eq 0 ] || [ "$f" -gt 0 ] || f=1
    passed=$((passed + p)) failed=$((failed + f))
    line=$(awk -v s="$stage" -v t=$((SECONDS - start)) -v p="$p" -v f="$f" 'BEGIN { printf "%-8s %5.1f min  %5d passed  %3d failed", s, t / 60, p, f }')
    echo "-- $line"
    summary+="$line"$'\n'
    # Nothing after a failed installation means anything.
    [ "$stage" != install ] || [ "$code" -eq 0 ] || break
done

echo
printf '%s' "$summary"
awk -v t=$((SECONDS - began)) 'BEGIN { printf "%-8s %5.1f min\n", "all", t / 60 }'
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
