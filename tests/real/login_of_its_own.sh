#!/bin/sh
# A user instance of systemd that nobody else sees: in mounts of its own, with a bus of its own.
# Called by `unshare --mount` as root with a folder, then the program to run in it with its arguments.
folder=$1
shift
mount -t tmpfs tmpfs /run || exit 77
mkdir -p /run/systemd/system /run/user/0 "$folder/home"
chmod 700 /run/user/0
umount -R /sys/fs/cgroup 2>/dev/null || umount -l /sys/fs/cgroup
mount -t cgroup2 cgroup2 /sys/fs/cgroup || exit 77
group=/sys/fs/cgroup/coach-test-$$
mkdir "$group" && echo $$ > "$group/cgroup.procs" || exit 77
export HOME="$folder/home" XDG_RUNTIME_DIR=/run/user/0 DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/0/bus
unset XDG_CONFIG_HOME
dbus-daemon --session --address="$DBUS_SESSION_BUS_ADDRESS" --nofork --nopidfile >/dev/null 2>&1 &
bus=$!
/lib/systemd/systemd --user --log-target=null >/dev/null 2>&1 &
systemd=$!
tries=0
until systemctl --user show --property=Version >/dev/null 2>&1; do
    tries=$((tries + 1))
    [ "$tries" -gt 100 ] && { kill "$systemd" "$bus"; exit 77; }
    sleep 0.1
done
"$@"
code=$?
kill "$systemd"
wait "$systemd"
kill "$bus"
wait "$bus"
echo $$ > /sys/fs/cgroup/cgroup.procs
find "$group" -depth -type d -exec rmdir {} \; 2>/dev/null
exit "$code"
