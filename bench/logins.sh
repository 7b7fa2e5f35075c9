#!/usr/bin/env bash
# The reads before an audited login, and logins a second by how many are in flight, over 100 000 persons; on SQLite and, where
# SYMBOLON_BENCH_POSTGRES names a fresh database, on PostgreSQL. The flush rate stands beside. The files lie under bench/ while
# it runs (or SYMBOLON_BENCH_DIR). SYMBOLON_BENCH_PERSONS, _SECONDS (a line) and _VERIFY (the audit afterwards) change the run.
set -euo pipefail
cd "$(dirname "$0")/.."
export SYMBOLON_BENCH_DIR=${SYMBOLON_BENCH_DIR:-$PWD/bench}
exec cargo bench --locked --quiet -p symbolon-store-sql --bench logins
