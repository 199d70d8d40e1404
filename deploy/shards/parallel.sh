#!/bin/bash
# Answers in parts by GNU parallel; docs/guide/shards.md. A process that fails is started again, up to three times.
#
#   deploy/shards/parallel.sh model.onnx list.txt 64 answers/
#   HOSTS=hosts.txt deploy/shards/parallel.sh ...      one host a line, as --sshloginfile takes them; all see the same files
#
# One process uses all cores that it is given: JOBS processes on a host share them.
set -euo pipefail
if [ $# -ne 4 ]; then
    echo "usage: parallel.sh MODEL LIST SHARDS DIR" >&2
    exit 2
fi
if ! parallel --version 2>/dev/null | grep -q "GNU parallel"; then
    echo "GNU parallel is expected (Debian: apt-get install parallel); moreutils has another program of that name" >&2
    exit 2
fi
jobs=${JOBS:-1}
export DOTNET_PROCESSOR_COUNT=$(( ($(nproc) + jobs - 1) / jobs ))
seq 0 $(( $3 - 1 )) | parallel ${HOSTS:+--sshloginfile "$HOSTS" --workdir "$PWD" --env DOTNET_PROCESSOR_COUNT} --jobs "$jobs" --retries 3 --quote \
    graft predict "$1" "$2" --shards "$3" --shard {} --out "$4"
