#!/bin/bash
# Answers in parts by a Slurm array; docs/guide/shards.md. The array says which shard a task is, so graft needs no flag for it.
#
#   sbatch deploy/shards/slurm.sh model.onnx list.txt answers/
#
# A task that was ended begins its part anew. Submitting the script once more writes what is missing; `graft shards answers/` says what that is.
#SBATCH --job-name=graft-shards
#SBATCH --array=0-63%16
#SBATCH --cpus-per-task=4
#SBATCH --mem=4G
#SBATCH --time=04:00:00
#SBATCH --requeue
#SBATCH --output=graft-shards-%A-%a.log
set -euo pipefail
if [ $# -ne 3 ]; then
    echo "usage: sbatch slurm.sh MODEL LIST DIR" >&2
    exit 2
fi
exec graft predict "$1" "$2" --out "$3"
