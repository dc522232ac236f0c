"""A person at the real client's terminal: types prompts, reads the screen, answers permission prompts by digit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from tests.e2e.client import Proposal, World, until
from tests.e2e.screen import Screen, heeded
from tests.e2e.transcript import Outcome, outcomes

YES = "Yes"
ALWAYS = "Yes, "  # for the session, or as a saved rule: the client words the rest by tool
NO = "No"
ESCAPE = "Escape"
READY = "? for shortcuts"
# The same line in a mode that is not the default, where it stays while the client works.
IN_A_MODE, BUSY = "(shift+tab to cycle)", "esc to interrupt"
CHOICE = re.compile(r"^\W*(\d)\. (.+?)\s*$", re.MULTILINE)
# A digit that came when the prompt had just gone stands in the line, and the client waits for more.
STRAY = re.compile(r"^\N{HEAVY RIGHT-POINTING ANGLE QUOTATION MARK ORNAMENT} \d+\s*$", re.MULTILINE)
MARKED_NO = re.compile(r"\N{HEAVY RIGHT-POINTING ANGLE QUOTATION MARK ORNAMENT} \d\. No")


@dataclass(frozen=True, slots=True)
class Scene:
    """How one proposed call went: the screen of its prompt (None: it was not asked), and its recorded end."""

    prompt: str | None
    outcome: Outcome

    @property
    def asked(self) -> bool:
        return self.prompt is not None


def choices(screen: str) -> dict[str, str]:
    """Digit of each choice of the permission prompt on the screen, empty when none is shown."""
    _, found, dialog = screen.rpartition("Do you want to ")
    return {text: digit for digit, text in CHOICE.findall(dialog)} if found else {}


def key(screen: str, answer: str) -> str:
    """The key that gives this answer now: a choice's digit differs from prompt to prompt."""
    shown = choices(screen)
    if answer == ESCAPE:
        return ESCAPE
    if answer == ALWAYS:
        fitting = [
            digit for text, digit in shown.items() if text.startswith(ALWAYS) and "auto mode" not in text
        ]
    else:
        fitting = [digit for text, digit in shown.items() if text == answer]
    assert fitting, f"no choice {answer!r} on:\n{screen}"
    return fitting[0]


class Terminal:
    """One interactive session. Use as a context manager."""

    def __init__(self, world: World, *flags: str) -> None:
        self.world = world
        command = world.command(*(flags or ("--permission-mode", "manual")))
        self.screen = Screen(command, world.project, world.plain())

    def __enter__(self) -> Self:
        self.screen.__enter__()
        self.rest("the client is ready for a prompt")
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self.leave()
        finally:
            self.screen.__exit__()

    def leave(self) -> None:
        """Ends the session as a person does, so that the client finishes its transcript and runs its last hooks."""

        def gone() -> bool:
            self.screen.press("C-d")
            return not self.screen.alive()

        until("the client has left", gone)

    def idle(self) -> bool:
        screen = self.screen.text()
        ready = READY in screen or (IN_A_MODE in screen and BUSY not in screen)
        return ready and not choices(screen)

    def rest(self, claim: str) -> None:
        """Waits until a prompt can be typed; where none ever can, fails with what stands on the screen."""

        def idle() -> bool:
            if STRAY.search(self.screen.text()):
                self.screen.press("C-u")
            return self.idle()

        try:
            until(claim, idle)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.screen.text()}") from None

    def play(self, proposal: Proposal, answer: str = ESCAPE, comment: str = "") -> Scene:
        """Lets the model propose one call, gives `answer` if a prompt appears, and returns how it went.
        With a comment, the answer is No and the comment what to do instead."""
        self.rest("the client is idle")
        name, (id,) = self.world.write_script(proposal)
        self.type_prompt(f"{{{{play {name}}}}}", name)
        seen = until(f"{proposal} ends or is asked about", lambda: self.asked_or_over(name))
        prompt = None if seen == name else seen
        if prompt is not None:
            self.say_no(comment) if comment else self.press_until_gone(answer)
        ended = until(f"{proposal} has a recorded end", lambda: outcomes(self.world.home).get(id))
        self.rest("the client is idle again")
        return Scene(prompt, ended)

    def press_until_gone(self, answer: str) -> None:
        """Answers the prompt on the screen; the client ignores keys just after it appears, so look again."""

        def gone() -> bool:
            screen = self.screen.text()
            if not choices(screen):
                return True
            self.screen.press(key(screen, answer))
            return heeded("the prompt leaves the screen", lambda: not choices(self.screen.text()))

        until("the prompt has been answered", gone)

    def say_no(self, comment: str) -> None:
        """Goes down to No, opens its comment, writes it and sends both."""

        def at_no() -> bool:
            self.screen.press("Down")
            return heeded("No is marked", lambda: MARKED_NO.search(self.screen.text()) is not None)

        until("No is marked", at_no)
        self.screen.press("Tab")
        until("the comment can be typed", lambda: self.screen.shows("tell Claude what to do"))
        self.screen.type(comment)
        until("the comment is on the screen", lambda: self.screen.shows(comment))
        self.screen.press("Enter")

    def type_prompt(self, text: str, name: str) -> None:
        """Types a prompt into the emptied line and makes sure that the model hears it."""
        self.screen.press("C-u")
        self.screen.type(text)
        until("the prompt is on the screen", lambda: self.screen.shows(text))

        def heard() -> bool:
            self.screen.press("Enter")
            return heeded("the model hears the prompt", lambda: self.world.played(name))

        until("the model has heard the prompt", heard)

    def asked_or_over(self, name: str) -> str | None:
        """The screen when it shows a permission prompt, the play's name when it is over, else None."""
        screen = self.screen.text()
        if choices(screen):
            return screen
        return name if f"curtain {name}" in screen else None
