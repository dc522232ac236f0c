"""The forms of a command's words that rules may match beside the words as they are written."""

from __future__ import annotations

from assent.shell.meaning.arg import argv_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.core.call import Part
    from assent.shell.meaning.use import Use


def add_forms(part: Part, use: Use, written: str) -> None:
    """The other forms of the argv: without the directory, without global options, with every option on its own
    (`-nm x` is `-n -m x`), with `~` for the home."""
    forms = [part.argv]
    if use.name != written and use.name:
        forms.append((use.name, *part.argv[1:]))
    if use.hoisted is not None:
        forms.append((use.name, *argv_of(use.hoisted)))
        if use.inert and use.name == written and not part.opaque and not part.meaning:
            part.plain.append(forms[-1])
    if use.options:
        forms.append((use.name, *use.sub, *use.spelled_out()))
    home = use.facts.home
    for form in list(forms):
        if not any(word is not None and word.startswith(home) for word in form):
            continue
        short = tuple([_short(word, home) for word in form])
        if short != form:
            forms.append(short)
            if form in part.plain:
                part.plain.append(short)
    part.seen.extend(form for form in forms if form not in part.seen)


def _short(word: str | None, home: str) -> str | None:
    if word is None or not home or home == "/":
        return word
    return "~" + word[len(home) :] if word == home or word.startswith(home + "/") else word
