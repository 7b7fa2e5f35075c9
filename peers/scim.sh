#!/usr/bin/env bash
# scim2-client and scim2-tester from PyPI: a client that provisions a site, and a judge of SCIM servers.
#
#   peers/scim.sh run        judges the server that these variables name
#       SCIM_URL=http://127.0.0.1:PORT/scim/v2/SITE
#       SCIM_TOKEN=…         a management token. Users and groups are made, changed and deleted; none stays
#
#   It ends well where the client got what it asked for at each step and the judge found no error.
. "$(dirname "$0")/lib.sh"

HERE=$(cd "$(dirname "$0")" && pwd)

judge() {
    local environment
    environment=$(venv scim "$HERE/scim.txt")
    export SCIM_URL=${SCIM_URL:?} SCIM_TOKEN=${SCIM_TOKEN:?} PYTHONDONTWRITEBYTECODE=1
    "$environment/bin/python" "$HERE/scim/client.py"
    "$environment/bin/python" "$HERE/scim/judge.py"
}

case ${1:-} in
    install)
        install python3-venv util-linux
        venv scim "$HERE/scim.txt" >/dev/null
        ;;
    run) judge ;;
    *) fail "install | run" ;;
esac
