#!/usr/bin/env bash
# Units a second and commits for 1 000 units, on SQLite and, where SYMBOLON_BENCH_POSTGRES names a fresh database, on
# PostgreSQL; the disk's flush rate beside. The files lie under bench/ while it runs (or SYMBOLON_BENCH_DIR).
set -euo pipefail
cd "$(dirname "$0")/.."
export SYMBOLON_BENCH_DIR=${SYMBOLON_BENCH_DIR:-$PWD/bench}
exec cargo bench --locked --quiet -p symbolon-store-sql --bench commits
