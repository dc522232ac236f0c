"""The words of a program file: what may be said of a program, of its options and of its operands."""

from __future__ import annotations

from assent.shell.programs.row import (
    CONFIG,
    LISTS,
    LISTS_FILES,
    LISTS_WITH,
    OWN_WORDS,
    OWN_WORDS_WITH,
    RECIPES,
)

# What a word of the command line means to the program.
ROLES = {
    "data": "text that changes nothing outside of the program",
    "read": "a file or folder that is read",
    "names": "a file or folder whose name, size or time is shown",
    "write": "a file or folder that is written",
    "edit": "a file that is read and written",
    "destroy": "a file or folder that is removed",
    "chdir": "the directory it works in from there on",
    "url": "an address it fetches from",
    "send": "an address it sends to",
    "host": "a host it talks to",
    "remote": "a git remote or its address",
    "command": "the first word of a command; the rest of the line belongs to it",
    "shell": "text that a shell runs",
    "code": "text that the program runs as code",
    "script": "a file that is executed",
    "task": "a task of the project",
    "package": "a package that is installed",
    "unknown": "nobody has judged it",
}

# What may be said of a whole program.
FACTS = {
    "passes": "prints lines of its standard input as they are, fewer or in another order",
    "files": "its operands behind the first are files that are read, any number of them",
    "responds": "a word that begins with @ names a file that holds more words",
    "settings": "keeps settings that it is given, as `name=value` or as a name and its value",
    "runs": "runs what it is given, so that a learned rule keeps its words",
    "tasks": "each of its words names another task",
    "wrapper": "leaves the command it runs what it is: an allow may look inside",
    "inert": "may ride along with other parts without a rule of its own",
    "raw": "its judge takes the words as they are written",
    "operands-only": "its judge looks at operands alone, so that no option can change its answer for the worse",
    "shell": "a shell: what it is fed are commands",
    "built-in": "a built-in of the shell",
    "in-shell": "runs in the shell itself, so that what it changes stays",
    "later": "runs its text at another time than now",
    "fed": "takes words of its command from its standard input",
    "keeps": "an assignment before it may stay when it is done",
    "splits": "splits what it reads at IFS",
    "closed": "whatever stands behind it, it can do no more than read the project",
    "module": "`python -m` with its name (`_` for `-`) is this program",
    "apart": "no subcommand: a row that a judge asks for by its whole name",
}
# Facts that something is said with.
DOES, WORDS, ALONE, SHOWS, STYLE, JUDGE = ("does", "words", "alone", "shows", "style", "judge")
SAID = {
    LISTS: "with one of these options (`always`: with none) it prints names of files below what it is given",
    LISTS_WITH: "options with which names, or lines as they were, are still all that it prints",
    LISTS_FILES: "with these words (`always`: with none) no link is among the names",
    OWN_WORDS: "with one of these words (`always`: with none) it prints no text of a file: a date, a revision, …",
    OWN_WORDS_WITH: "words with which that is still so",
    DOES: "the effects of every use",
    WORDS: "the roles of its operands, in order",
    ALONE: "the effects of a use without a subcommand",
    SHOWS: "words that alone make it print something and end",
    STYLE: "how options are written: stop (they end at the first operand) or single (one dash, long words)",
    RECIPES: "the file of the project that says what its tasks run: package.json, Makefile, justfile, Taskfile.yml",
    JUDGE: "the function that judges what a table cannot say, family.name",
    CONFIG: "files that it obeys (`~/…`, or by their name in any folder): writing one is run-code",
}
STYLES = ("stop", "single")
# Must-not rows that a file needs, and when its program can write, send or run something.
FEWEST, FEWEST_ABLE = 5, 10
