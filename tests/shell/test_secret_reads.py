"""What reads a secret without saying its name plainly: whole trees, globs, tests of find, members, coded addresses; and what does not."""

from __future__ import annotations

import pytest

from assent.core.effect import READ_SECRET, names_of
from tests.shell.world import covered, read

# A wide rule for reading and writing here does not reach these: they read a secret, or nobody can say what they read.
MUST_NOT = [
    # Whole trees outside the project.
    "grep -r '' ~/.config", "grep -rn x ~/.docker", "grep -r x ~", "grep -r x /", "grep -r x /etc", "grep -r x ../other", "grep -r x /srv/app", "rg x ~/.config",
    "rg x ../other", "cd ~/.config && grep -r x", "cd ~/.docker && rg x", "cd ../other && grep -r x .", "grep -r x /var/log", "grep -r x /tmp", "grep -R x /opt/app",
    "tar c ~/.docker", "tar cf /tmp/a.tar ~/.config", "tar czf a.tgz ../other", "tar c -C ~ .docker", "tar c -C / etc", "cp -r ~/.docker /tmp/x", "cp -a ../other .",
    "cp -r /etc/ssl /tmp/x", "rsync -a ~/.config/ /tmp/x/", "rsync -a ../other /tmp/x", "zip -r a.zip ~/.docker", "zip -r a.zip ../other", "diff -r ~/.config /tmp/e",
    "diff -r ../other .", "diff -N ../other /tmp/e", "diff -N ~/.docker /tmp/e", "git diff --no-index /tmp/e ~", "git diff --no-index ../other .", "git diff /tmp/e ~/.docker",
    "git grep --no-index x ../other", "gzip -r ~/.config", "grep -d recurse x ../other", "find ~/.config -type f -exec cat {} +",
    "find ../other -type f -exec cat {} +", "find /srv/app -exec grep x {} \\;", "find / -name config.json -exec cat {} \\;", "find ~ -name '*.json' -exec cat {} +", "find /etc -exec cat {} +",
    # Globs outside the project.
    "cat /etc/*", "cat ~/.docker/*", "cat ~/.config/*/*", "head ~/.*", "cat ~/.c*/x", "cat ../other/*", "cat /run/*", "cat /proc/*/status", "cat /var/lib/*", "for f in ~/.docker/*; do cat $f; done",
    "cat /etc/[a-z]*", "cat ~/.docker/[[:alpha:]]*", "cat /e*/x", "wc ~/*", "cat /srv/app/?*",
    # Tests of find that a secret's name passes.
    "find . -name .env -exec cat {} +", "find . -name '*env' -exec cat {} +", "find . -name '?env' -exec cat {} +", "find . -iname '*ENV' -exec cat {} +", "find . -name '*.env' -exec cat {} +",
    "find . -name '*.local' -exec cat {} +", "find . -name '*.production' -exec cat {} +", "find . -name x -o -name .env -exec cat {} +", "find . \\( -name x -o -name .env \\) -exec cat {} +",
    "find . -type f -name '.env*' -exec cat {} +", "find . -path '*/.env' -exec cat {} +", "find . -regex '.*/\\.env' -exec cat {} +", "find . -regex '.*env' -exec cat {} +",
    "find . -regex '.*\\.\\(x\\|env\\)' -exec cat {} +", "find . -regex '.*[e]nv' -exec cat {} +", "find . -iregex '.*\\.E.V' -exec cat {} +", "find . -name '*rc' -exec cat {} +",
    "find . -name '*.pem' -exec cat {} +", "find . -name 'id_*' -exec cat {} +", "find . -name 'cred*' -exec cat {} +", "find . -type f ! -name x -name .env -exec cat {} +",
    # Filters of a search.
    "grep -r x --include=.env .", "grep -r x --include='.e*' .", "rg -g '.env' x", "rg --hidden -g '*env' x", "grep -r AKIA .", "grep -rn aws_secret .", "rg 'BEGIN RSA'",
    # Histories of private trees.
    "git -C ~/.some-tool log -p", "cd ~/.some-tool && git show", "cd ~/.password-store && git diff",
    # Members of archives.
    "tar xOf a.tgz ./.env", "tar xO ./.env", "tar c . | tar xO ./.env", "tar xf a.tgz -O .env", "tar --extract --to-stdout --file a.tgz config/server.key", "tar xzOf a.tgz .ssh/id_rsa",
    "unzip -p a.zip .env", "unzip -c a.zip '*env'", "unzip -p a.zip x/.netrc", "tar xOf a.tgz '*.pem'",
    # Addresses of files.
    "curl file:///home/u/.netrc", "curl file:///home/u/%2enetrc", "curl file:///home/u/%2Enetrc", "curl file:///home/u/.n%65trc", "curl 'file:///home/u/.{netrc}'",
    "curl 'file:///home/u/.n[e-e]trc'", "curl file://localhost/home/u/.netrc", "curl file://LOCALHOST/home/u/.docker/config.json", "curl file://h.example/home/u/.netrc",
    "curl 'file:///home/u/.netrc?x'", "curl 'file:///home/u/.netrc#x'", "curl file:/home/u/.netrc", "curl FILE:///home/u/.netrc", "curl file:///proc/self/environ",
    "curl file:///home/u/%252enetrc", "curl file:///home/u/.docker/config.json", "curl 'file:///home/u/x%'", "curl file:////home/u/.netrc", "curl --url file:///home/u/%2enetrc",
    "git clone file:///home/u/.some-tool x", "git fetch file:///home/u/%2essh",
    # A secret that is run shows what is no command in it.
    "source .env", ". ./.env", "sed -f .env a", "awk -f .env a", "python3 ~/.netrc", "bash .env", "X=.env; . ./$X",
    # Objects of git by the names it is fed.
    "git cat-file --batch <<< HEAD:.env", "echo HEAD:.env | git cat-file --batch", "git cat-file --batch < a", "printf 'contents HEAD:.env' | git cat-file --batch-command",
    "git rev-list --all --objects | git cat-file --batch", "git cat-file --batch='%(contents)' < a",
    # Names of the project.
    "cat prod.env", "cat deploy/staging.env", "cat kubeconfig", "cat .vault_pass", "cat ansible/vault-password", "cat local.settings.json", "cat wp-config.php",
    # Devices, processes, private places by their names.
    "cat /dev/sda1", "head -c 512 /dev/sda", "dd if=/dev/nvme0n1 of=x", "xxd /dev/mem", "strings /proc/kcore", "cat /proc/1/environ", "cat /proc/self/fd/3", "cat < ~/.docker/config.json",
    "cat ~/.some-tool", "sed -n p ~/.m2/settings.xml", "awk 1 ~/.config/rclone/rclone.conf", "jq . ~/.docker/config.json", "base64 /etc/ssh/ssh_host_rsa_key", "cp ~/.docker/config.json x",
    "cat /run/secrets/x", "cat /var/run/secrets/kubernetes.io/serviceaccount/token", "ln ~/.docker/config.json x", "mv ~/.docker/config.json x", "tail -f /var/log/auth.log",
    "X=~/.docker; cat $X/config.json", "cd ~/.docker && cat config.json", "cd; cat .docker/config.json", "cat ~other/.docker/config.json", "cat /home/other/.docker/config.json",
]  # fmt: skip
# Ordinary calls that the same rule covers.
COVERED = [
    "grep -r x .", "grep -rn TODO src", "rg x", "rg x src", "cat *", "cat src/*", "tar c .", "tar czf a.tgz src", "cp -r src /tmp/x", "diff -r src tests", "find . -type f -exec grep -l x {} +",
    "find . -name '*.py' -exec wc -l {} +", "find . -name '*.js' -exec cat {} +", "find . -name 'test_*' -exec cat {} +", "find . -regex '.*\\.py' -exec cat {} +",
    "find . -regex '.*\\.\\(js\\|ts\\)' -exec wc -l {} +", "find . -not -name .env -exec wc -l {} +", "find . ! -name .env -type f -exec wc -l {} +", "find . -name .env", "find / -name x.txt",
    "find ~ -name '*.md'", "find ~/.config -type f", "find ../other -name '*.py' -exec wc -l {} +", "find ../other -type f -exec ls -l {} +", "find ../other -type f -exec echo {} +",
    "ls ~/.config", "ls -la ~/.docker", "ls ~/.claude", "ls /etc", "ls -R ~/.cache", "stat ~/.docker/config.json", "du -sh ~/.cache", "tree ~/.config", "file ~/.profile", "ls /proc/self", "ls -l /dev",
    "test -f ~/.docker/config.json", "[ -d ~/.aws ] && echo yes", "ls /run", "fd x ~/.config", "df -h /boot",
    "grep -r x /usr/include", "grep -rn x /usr/lib/python3", "rg x ~/.cargo/registry", "grep -r x ~/go/pkg/mod/y", "grep -rn x ../other/node_modules/y", "cp -r /usr/share/doc/x /tmp/y", "cat /usr/include/*",
    "grep -r x /tmp/out", "cat /tmp/out/*", "tar c /tmp/out", "cat ../other/*.md", "cat ../other/README.md", "wc -l ../other/src/*.py", "cat /etc/hosts", "cat /etc/os-release", "cat /proc/cpuinfo", "cat /proc/meminfo",
    "cat ~/.claude/CLAUDE.md", "cat ~/.config/nvim/init.lua", "cat ~/.gitignore_global", "cat ~/.ssh/id_ed25519.pub", "head -c 8 /dev/urandom", "cat /sys/class/net/eth0/mtu", "tail /var/log/syslog",
    "tar tf a.tgz", "tar xOf a.tgz README.md", "unzip -p a.zip README.md", "unzip -l a.zip", "tar xf a.tgz -C /tmp/x",
    "git cat-file -p HEAD:a", "git cat-file --batch-check < a", "git cat-file --batch <<< HEAD:README.md", "git cat-file --batch-all-objects --batch-check",
    # Words that are looked for, not read.
    "grep -rn api_key .", "grep -rn SECRET_KEY src", "grep -rni password .", "rg api_key", "rg -n 'password='", "rg SECRET_KEY src", "git grep -n api_key", "git grep password", "grep -n secret_key a.py",
    "sed -n '/api_key/p' a.py", "sed 's/password/x/' a.py", "awk '/SECRET_KEY/' a.py", "grep -rn access_token src", "grep -rn 'client_secret' .", "grep -rn '\\.env' .", "grep -rn id_rsa docs", "git log --grep password",
    "git log -S api_key", "curl file:///home/u/project/README.md", "git diff HEAD~1", "git diff -- src", "git diff main..topic", "git -C ../other log -p", "git -C ~/.oh-my-zsh log -3",
]  # fmt: skip


@pytest.mark.parametrize("text", MUST_NOT)
def test_it_is_not_covered(text: str) -> None:
    reading = read(text)
    assert not covered(reading)
    assert reading.effects & READ_SECRET or any(part.opaque for part in reading.parts)


@pytest.mark.parametrize("text", COVERED)
def test_an_ordinary_read_is_covered(text: str) -> None:
    reading = read(text)
    assert covered(reading), [(part.argv, names_of(part.effects), part.meaning) for part in reading.parts]
