#!/usr/bin/env bash
# schemathesis from PyPI: asks the management API everything that its OpenAPI document allows, and what it does not allow.
#
#   peers/schemathesis.sh run        judges the server that these variables name, and counts what it answered
#       SCHEMATHESIS_URL=http://127.0.0.1:PORT    without /sso-api
#       SCHEMATHESIS_TOKEN=…         a management token. Objects called `fuzz` are made, changed, linked and deleted
#       SCHEMATHESIS_CONTROL=…       the second door of symbolon-world, which turns the clock
#       SCHEMATHESIS_CALLS=2000      how many calls there must be at least
#       SCHEMATHESIS_EXAMPLES=2      how many are drawn for an operation where requests are drawn
#       SCHEMATHESIS_SHARE=0.03      how much of the coverage phase is asked, which is more than ten thousand calls
#       SCHEMATHESIS_SEED=…          makes the same run again
#
#   20 000 calls: SCHEMATHESIS_CALLS=20000 SCHEMATHESIS_EXAMPLES=40 SCHEMATHESIS_SHARE=1
#
#   It ends well where every check found nothing and every operation succeeded at least once. What is off or not as usual stands
#   in schemathesis/schemathesis.toml, with its reason.
. "$(dirname "$0")/lib.sh"

HERE=$(cd "$(dirname "$0")" && pwd)
DIR=$PEERS_DIR/schemathesis

judge() {
    local environment code=0
    environment=$(venv schemathesis "$HERE/schemathesis.txt")
    mkdir -p "$DIR"
    export SCHEMATHESIS_SHARE=${SCHEMATHESIS_SHARE:-0.03}
    export SCHEMATHESIS_COUNTS=$DIR/counts.json PYTHONDONTWRITEBYTECODE=1
    export SCHEMATHESIS_SEED=${SCHEMATHESIS_SEED:-$RANDOM}
    echo "seed $SCHEMATHESIS_SEED"
    # What an earlier run counted is not this one's.
    rm -f "$SCHEMATHESIS_COUNTS"
    cd "$HERE/schemathesis"
    "$environment/bin/schemathesis" --config-file schemathesis.toml run "${SCHEMATHESIS_URL:?}/sso-api/openapi.json" --url "$SCHEMATHESIS_URL/sso-api" \
        --header "Authorization: Bearer ${SCHEMATHESIS_TOKEN:?}" --phases examples,coverage,fuzzing,stateful --checks all \
        --exclude-checks object_level_authorization --max-examples "${SCHEMATHESIS_EXAMPLES:-2}" --seed "$SCHEMATHESIS_SEED" --no-color --report-dir "$DIR/report" \
        ${SCHEMATHESIS_MORE:-} || code=$?
    /usr/bin/python3 report.py "$SCHEMATHESIS_COUNTS" "${SCHEMATHESIS_CALLS:-2000}" || code=1
    return "$code"
}

case ${1:-} in
    install)
        install python3-venv util-linux
        venv schemathesis "$HERE/schemathesis.txt" >/dev/null
        ;;
    run) judge ;;
    *) fail "install | run" ;;
esac
