#!/bin/sh
# In the machine, as root: which sandbox works here, for whom, and do the attacks fail.
# shellcheck disable=SC2016 # the inner shell expands them
mkdir -p /opt/kadane
cp -r /share/kadane /share/kadane-jail /share/attack /share/slow.py /opt/kadane/
kernel=$(uname -r)
echo "Linux $kernel, $(cat /sys/kernel/security/lsm)"

tiers='for tier in full restricted; do
	echo "$tier: $(/opt/kadane/kadane sandbox --tier $tier -- id 2>&1)"
done'
for user in root user; do
	echo "--- $user"
	su -l "$user" -c "/opt/kadane/kadane doctor | head -n 2; $tiers"
done

echo "--- a user with a part of the control groups"
su -l user -c 'XDG_RUNTIME_DIR=/run/user/1000 systemd-run --user --scope -q -p Delegate=yes \
	/opt/kadane/kadane sandbox --tier restricted -- cat /proc/self/cgroup'
sleep 1
left=$(find /sys/fs/cgroup -name 'kadane-[0-9]*' -type d)
[ -z "$left" ] || echo "left behind: $left"

cd /opt/kadane/attack || exit 1
# shellcheck disable=SC2046 # words, each for itself
KADANE=/opt/kadane/kadane VERBOSE=1 python3 ../slow.py $(cat /share/words) && [ -z "$left" ]
