#!/bin/sh
# A small Debian for run.sh: tests/vm/build.sh FOLDER. As root; takes some minutes and two gigabytes
# below FOLDER. Packages come from where this machine gets its own, by debootstrap.
set -eu
folder=$1
here=$(dirname "$(realpath "$0")")
suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
root=$folder/root
packages=systemd,systemd-sysv,dbus,dbus-user-session,libpam-systemd,apparmor,kmod,procps,initramfs-tools
packages=$packages,linux-image-amd64,python3,g++,bubblewrap,libuv1,libcjson1,libtree-sitter0,libcurl4,libseccomp2

mkdir -p "$folder"
debootstrap --variant=minbase --include="$packages" "$suite" "$root"
# A user whose part of the control groups is there without a log-in.
chroot "$root" useradd -m -s /bin/bash user
mkdir -p "$root/var/lib/systemd/linger" "$root/share"
: >"$root/var/lib/systemd/linger/user"
: >"$root/etc/machine-id"
echo '/dev/vda / ext4 rw 0 1' >"$root/etc/fstab"
cp "$here/kadane-vm.service" "$root/etc/systemd/system/"
ln -s ../kadane-vm.service "$root/etc/systemd/system/multi-user.target.wants/"

sed -i 's/^MODULES=.*/MODULES=list/' "$root/etc/initramfs-tools/initramfs.conf"
printf '%s\n' virtio_pci virtio_blk ext4 >"$root/etc/initramfs-tools/modules"
kernel=$(ls "$root/lib/modules")
chroot "$root" mkinitramfs -o /initrd "$kernel"
cp "$root/boot/vmlinuz-$kernel" "$folder/vmlinuz"
mv "$root/initrd" "$folder/initrd"
rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/*
rm -f "$folder/disk"
mke2fs -q -t ext4 -d "$root" "$folder/disk" 3G
