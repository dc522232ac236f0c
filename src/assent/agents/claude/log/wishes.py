"""What a person's words say about what the agent has just done: that it be undone, or that it was wrong."""

from __future__ import annotations

import re

# Only how a message begins counts, or a sentence of it: somebody who wants an undo button says "undo" as well.
LOOKED_AT = 400  # characters; what is pasted below them asks for nothing

_BEFORE = (
    r"(?:no|nope|nah|please|pls|ok|okay|hm+|now|then|so|and|but|just|actually|sorry|wait|hey|oh|first|let'?s|"
    r"(?:can|could|would) you|i(?: want|'d like| would like) you to|you (?:should|need to|have to)|we should)"
)
_UNDO = (
    r"(?:undo|revert|rollback|roll (?:\w+ ){0,3}back|take (?:\w+ ){1,3}back|put (?:\w+ ){1,4}back|back (?:\w+ )?out|"
    r"discard|restore|reset (?:it|this|that|them|the|your|my|to|back|hard)|"
    r"git (?:checkout|restore|revert|reset|switch)|mach (?:\w+ ){1,4}r\wckg\wngig|setz\w* (?:\w+ ){1,4}zur\wck|"
    r"annule|r\wtablis|deshaz|revierte)"
)
_WISH = re.compile(rf"(?:^|[.!?;:,\n])\s*(?:{_BEFORE}[\s,!.]+)*{_UNDO}\b")

_GOES_ON = re.compile(
    r"(?:no|nope)\W+(?:problem|worries|issue|matter|rush|hurry|go on|go ahead|continue|carry on|keep going|proceed|"
    r"(?:it|that)\W?s (?:fine|ok|good))|never\s?mind|non\W+(?:continue|vas-y)|nein\W+(?:weiter|mach weiter)"
)
_WRONG = re.compile(
    r"(?:no|nope|nah|don'?t|do not|wrong|never|undo|revert|rollback|cancel|roll|stop\W+\w+|not (?:that|this|like|so|"
    r"there|here|the|what)|(?:that|this|it)(?:'?s| is) (?:not|wrong)|please (?:don'?t|do not|stop)|"
    r"i (?:said|meant|asked|told|didn'?t|did not)|you should(?:n'?t| not)|why (?:are|did|would) you|"
    r"nein|falsch|nicht|non|pas|n\wo)\b"
)
_YES = re.compile(r"(?:y|yes|yep|yeah|ok|okay|sure|do it|do so|go ahead|please do|ja|oui|s\w)\b")


def asks_to_undo(text: str) -> bool:
    """True for a message, or a sentence in its beginning, that tells the agent to take something back."""
    return _WISH.search(_plain(text)) is not None


def corrects(text: str) -> bool:
    """True for a message that begins as people do who stopped the agent because it was wrong."""
    said = _plain(text)
    return _WRONG.match(said) is not None and _GOES_ON.match(said) is None


def agrees(text: str) -> bool:
    """True for a plain yes, to an agent that asks back."""
    return _YES.match(_plain(text)) is not None


def _plain(text: str) -> str:
    return text[:LOOKED_AT].strip().lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
