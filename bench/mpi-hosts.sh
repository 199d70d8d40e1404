#!/usr/bin/env bash
# Two hosts on this machine: network namespaces with names of their own, joined by a pair of veth, started by OpenMPI through this script in place of
# ssh. Runs a command as one rank on each, and writes how many bytes went from the first to the second. Everything it made is gone afterwards. As root.
#
#   mpi-hosts.sh RATE FILE COMMAND...      RATE as tc takes it ("1gbit"), or "" for no limit
set -euo pipefail

network=10.77.77
first=graft-mpi-1 second=graft-mpi-2

# What OpenMPI calls in place of ssh: HOST COMMAND...
if [ "${1:-}" = --as-ssh ]; then
  name="graft-mpi-${2##*.}"
  shift 2
  exec ip netns exec "$name" unshare --uts bash -c "hostname $name; $*"
fi

rate="$1" file="$2"
shift 2
agent="$(mktemp)"
remove() {
  for name in "$first" "$second"; do
    # What still runs there; each is known by its namespace.
    ip netns pids "$name" 2>/dev/null | xargs -r kill -9 2>/dev/null || true
    ip netns del "$name" 2>/dev/null || true
  done
  rm -f "$agent"
}
trap remove EXIT
remove
printf '#!/usr/bin/env bash\nexec bash %q --as-ssh "$@"\n' "$(readlink -f "$0")" >"$agent"
chmod +x "$agent"

ip netns add "$first"
ip netns add "$second"
ip link add eth0 netns "$first" type veth peer name eth0 netns "$second"
for number in 1 2; do
  ip -n "graft-mpi-$number" addr add "$network.$number/24" dev eth0
  ip -n "graft-mpi-$number" link set eth0 up
  ip -n "graft-mpi-$number" link set lo up
  if [ -n "$rate" ]; then ip netns exec "graft-mpi-$number" tc qdisc add dev eth0 root tbf rate "$rate" burst 256kb latency 100ms; fi
done

sent() { ip -n "$first" -s -j link show eth0 | sed -E 's/.*"tx":\{"bytes":([0-9]+).*/\1/'; }
before="$(sent)"
ip netns exec "$first" unshare --uts bash -c 'hostname "$0"; exec "$@"' "$first" \
  mpirun.openmpi --allow-run-as-root -np 2 --host "$network.1:1,$network.2:1" --bind-to none \
  --mca plm_rsh_agent "$agent" --mca btl tcp,self --mca btl_tcp_if_include eth0 --mca oob_tcp_if_include eth0 \
  -x OMP_NUM_THREADS "$@"
echo $(($(sent) - before)) >"$file"
