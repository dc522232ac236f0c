"""What the programs that pack and unpack must not be allowed to do, and what stays allowed."""

from __future__ import annotations

from tests.shell.programs.judged import (  # noqa: F401  the tests that every such table is held to
    test_a_wide_rule_covers_it,
    test_a_wide_rule_does_not_reach_it_and_it_is_seen_for_what_it_does,
)

# (command, what it must be found to do beyond the wide cap)
MUST_NOT = (
    # gunzip
    ("gunzip -c ~/.ssh/x.gz", "read-secret"),
    ("gunzip -N a.gz", "run-code"),
    ("gunzip -Nk a.gz", "run-code"),
    # gzip
    ("gzip -dN a.gz", "run-code"),
    ("gzip --name -d a.gz", "run-code"),
    ("gzip -r .", "run-code"),
    ("gzip -r .git", "run-code"),
    ("gzip --recursive ..", "write-elsewhere"),
    ("gzip .env", "read-secret"),
    ("gzip ~/.bashrc", "write-elsewhere run-code"),
    # tar
    ("tar cf /dev/null . --checkpoint=1 --checkpoint-action=exec='sh -c id'", "run-code"),
    ("tar xf a.tar", "run-code"),
    ("tar xf a.tar -C ~", "write-elsewhere run-code"),
    ("tar -xf a.tar -C .", "run-code"),
    ("tar xf a.tar --to-command=sh", "run-code"),
    ("tar -I sh -xf a.tar", "run-code"),
    ("tar cf x ~/.ssh", "read-secret"),
    ("tar cf x /", "read-secret"),
    ("tar xPf a.tar -C build", "unknown"),
    ("tar cf .git/hooks/x src", "run-code"),
    ("tar cf evil:x src", "run-code"),
    ("tar --use-compress-program=sh -cf x y", "run-code"),
    ("tar cf x -T list", "unknown"),
    ("tar cf x -C ~ .ssh", "read-secret"),
    ("tar cf x --rsh-command=sh y", "run-code"),
    ("tar -c -f x --remove-files src", "destroy"),
    ("tar cf a $X", "opaque"),
    ("tar --bogus", "unknown"),
    ("tar tf evil:x", "run-code"),
    ("tar xf a.tar -C $X", "write-elsewhere run-code opaque"),
    ("tar -F x -cf a b", "run-code"),
    # unzip
    ("unzip a.zip", "run-code"),
    ("unzip -d ~ a.zip", "write-elsewhere run-code"),
    ("unzip a.zip -d .git", "run-code"),
    ("unzip -: a.zip -d build", "run-code"),
    ("unzip $X", "run-code opaque"),
    ("unzip -d $X a.zip", "write-elsewhere opaque"),
    ("unzip -d .github/workflows a.zip", "run-code"),
    ("unzip --bogus a.zip", "run-code unknown"),
    ("unzip ~/.ssh/x.zip -d build", "read-secret"),
    ("unzip -o a.zip -d ..", "write-elsewhere run-code"),
    ("unzip a.zip -d /etc", "write-elsewhere run-code system"),
    ("unzip -d ~/.config/fish a.zip", "run-code"),
    # zcat
    ("zcat .env", "read-secret"),
    # zip
    ("zip -r x.zip ~/.ssh", "read-secret"),
    ("zip x.zip .env", "read-secret"),
    ("zip -T -TT 'sh -c id' x.zip y", "run-code"),
    ("zip -m x.zip a", "destroy"),
    ("zip -r .git/x.zip src", "run-code"),
    ("zip -n x.zip ~/.bashrc a", "run-code"),
    ("zip x.zip $X", "opaque"),
    ("zip --bogus x.zip a", "unknown"),
    ("zip -b ~/.ssh x.zip a", "run-code"),
    ("zip x.zip ~/.aws/credentials", "read-secret"),
    ("zip -O .git/hooks/x x.zip a", "run-code"),
    ("zip -TT sh x.zip", "run-code"),
    ("zip", "unknown"),
)
ALLOWED = (
    "tar tzf a.tgz",
    "tar czf out.tgz src",
    "tar xzf a.tgz -C build",
    "tar -xzf a.tgz -C /tmp/x",
    "zip -r out.zip src",
    "unzip -l a.zip",
    "unzip a.zip -d build",
    "gzip -k a.txt",
    "gzip -N a.txt",
    "gzip -r src",
    "gunzip a.gz",
    "zcat a.gz",
)
