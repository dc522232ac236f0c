"""Who decides a call in the end, in words: the one table of them."""

# The word of the record → how it is said. A hook that is known by its name is said by that.
DECIDERS = {
    "assent": "assent",
    "rule": "the agent's own rules",
    "mode": "the agent's mode",
    "classifier": "the agent's classifier",
    "hook": "another hook",
    "host": "the program around the agent",
    "user": "you",
}
