# A systemd of the user's own in namespaces of its own: $1 the home, $2 the interpreter, $3 the sources.
# Prints what it says of the digest's timer and of its service, one `name=value` a line.
set -eu
mount -t tmpfs none /run
mkdir -p /run/systemd/system /run/user/1
chmod 700 /run/user/1
export HOME="$1" XDG_RUNTIME_DIR=/run/user/1 PATH=/usr/bin:/bin PYTHONPATH="$3"
/usr/lib/systemd/systemd --user > /dev/null 2>&1 &
manager=$!
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  [ -S /run/user/1/systemd/private ] && [ -S /run/user/1/bus ] && break
  sleep 0.5
done
systemctl --user is-system-running --wait > /dev/null || true
systemctl --user set-environment PYTHONPATH="$PYTHONPATH"
"$2" -m assent init --digest --yes > /dev/null
echo "running=$(systemctl --user is-active assent-digest.timer)"
echo "enabled=$(systemctl --user is-enabled assent-digest.timer)"
systemctl --user show assent-digest.timer -p NextElapseUSecRealtime
systemctl --user start assent-digest.service
systemctl --user show assent-digest.service -p Result -p ExecMainStatus
"$2" -m assent init --digest --undo --yes > /dev/null
echo "undone=$(systemctl --user is-active assent-digest.timer)"
kill "$manager"
wait "$manager" || true
