"""Texts that hide a command or a path behind a bound of the reader, made rather than written out: they are long."""

KEY = "~/.ssh/id_rsa"
READS = f"cat {KEY}"
NEST = "( " * 200 + READS + " )" * 200
DOUBT = "coproc ls; "
MANY = "x " * 5000

# id → text. Each does what the shipped denials refuse, where the reader does not look.
HIDDEN = {
    "words": f"cat {MANY}{KEY}",
    "words-inner": f'bash -c "cat {MANY}{KEY}"',
    "words-of-eval": "eval " * 5000 + READS,
    "words-of-a-value": f"v='{MANY}/home/u/.ssh/id_rsa'; cat $v",
    "words-of-braces": "cat {" + "x," * 1200 + "/home/u/.ssh/id_rsa}",
    "words-of-a-range": "cat {1..2000} " + KEY + "{,.pub}{1..2000}",
    "words-fed": f"xargs cat <<E\n{MANY}/home/u/.ssh/id_rsa\nE",
    "words-of-a-loop": "for f in " + "a.b " * 300 + KEY + "; do cat $f; done",
    "value-too-long": "v='" + " " * 70_000 + READS + '\'; eval "$v"',
    "value-doubled": "v=' '; " + 'v="$v$v"; ' * 17 + f'eval "$v"{READS}',
    "word-too-long": 'eval "" "' + " " * 70_000 + f'"{READS}',
    "words-of-a-command-before": "x " * 20_000 + f"; {READS}",
    "redirections-before": "x" + " >a" * 2000 + f"; {READS}",
    "elements-before": "a=(" + "a " * 5000 + f"); {READS}",
    "conditions-before": "[[ " + "a && " * 5000 + f"a ]]; {READS}",
    "expansions-before": "cat <<E\n" + "$a\n" * 13_000 + f"E\n{READS}",
    "options-before": "tar" + " --a" * 3000 + f"; {READS}",
    "commands-before": "x; " * 3000 + READS,
    "commands-piped-before": "x | " * 3000 + READS,
    "substitutions-before": "echo " + "$((1))" * 5000 + f"; {READS}",
    "backquotes-before": "echo " + "`x`" * 5000 + f"; {READS}",
    "wrapped-again-and-again": "find . -exec " * 1000 + READS,
    "nested": NEST,
    "nested-inner": f"bash -c '{NEST}'",
    "nested-in-backquotes": f"`{NEST}`",
    "nested-wrappers": "eval " * 20 + READS,
    "doubt-then-words": f"{DOUBT}cat {MANY}{KEY}",
    "doubt-then-nested": DOUBT + NEST,
    "doubt-then-nested-inner": f"bash -c '{DOUBT}{NEST}'",
    "doubt-then-nested-in-heredoc": f"cat <<E\n`{DOUBT}{NEST}`\nE",
    "doubt-then-wrappers": DOUBT + "eval " * 20 + READS,
}
# id → text. Long and ordinary: nothing in it is worth a question of ours.
ORDINARY = {
    "loop-of-numbers": "for i in {1..900}; do echo $i; done",
    "loop-of-files": "for f in " + "src/a.py " * 100 + "; do cat $f; done",
    "nine-hundred-commands": "echo a\n" * 900,
    "thousand-variables": "cat <<E\n" + "$HOME/a $USER\n" * 1000 + "E",
    "thousand-words": "ls " + "src/a.py " * 1000,
    "long-quoted-text": "echo '" + "x" * 100_000 + "'",
}
