"""What a command is a case of: its programs, subcommands and options, with every other word taken out."""

import re

HEREDOC = re.compile(r"<<-?\s*['\"]?(\w+)['\"]?.*?\n\s*\1\b", re.DOTALL)
QUOTED = re.compile(r"'[^']*'|\"(?:\\.|[^\"\\])*\"", re.DOTALL)
JOINT = re.compile(r"(&&|\|\||[;|&\n(){}])")
NAME = re.compile(r"[a-z][a-z0-9:_-]*")
NAMES = 3  # how many plain words may be the program and its subcommands


def shape(command: str) -> str:
    """Equal for two commands that differ in no more than names, numbers and texts."""
    bare = QUOTED.sub("Q", HEREDOC.sub("<<H", command))
    return " ".join(_part(each) for each in JOINT.split(bare))


def _part(text: str) -> str:
    words = [_word(word) for word in text.split()]
    names = 0
    for index, word in enumerate(words):
        if NAME.fullmatch(word):
            names += 1
            words[index] = word if names <= NAMES else "W"
    return " ".join(words)


def _word(word: str) -> str:
    if word.startswith("-"):
        return re.sub(r"=.*", "=", re.sub(r"\d+", "N", word))
    if re.match(r"\d?[<>]", word):
        return re.sub(r"[^<>&\d]+", "F", word)
    if re.match(r"\w+=", word):
        return "V="
    return word if NAME.fullmatch(word) else "W"
