#!/bin/sh
# The sandbox on another kernel: tests/vm/run.sh FOLDER [KERNEL PARAMETER…], after build.sh FOLDER.
# KADANE is the program (build/kadane when unset); WORDS choose the attacks, as for attack/run.py.
set -eu
folder=$1
shift
here=$(dirname "$(realpath "$0")")
kadane=${KADANE:-$here/../../build/kadane}
share=$(mktemp -d)
trap 'rm -rf "$share"' EXIT

cp "$kadane" "$(dirname "$kadane")/kadane-jail" "$here/inside.sh" "$here/slow.py" "$share/"
cp -r "$here/../attack" "$share/attack"
echo "${WORDS:-}" >"$share/words"
qemu-system-x86_64 -accel tcg,thread=multi -cpu max -smp 2 -m 3072 -nodefaults -no-reboot \
	-display none -serial "file:$folder/console" \
	-kernel "$folder/vmlinuz" -initrd "$folder/initrd" \
	-append "root=/dev/vda rw console=ttyS0 quiet mitigations=off $*" \
	-drive "file=$folder/disk,if=virtio,format=raw,snapshot=on" \
	-virtfs "local,path=$share,mount_tag=share,security_model=none"
cat "$share/output"
exit "$(cat "$share/status")"
