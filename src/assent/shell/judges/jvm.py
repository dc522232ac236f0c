"""What the builders of the JVM do by the names of their tasks and goals: maven, gradle and sbt.

Goals: maven 3.9 lifecycle reference and the plugins of its own; gradle 8 core plugins; sbt 1.10 common commands.
"""

from __future__ import annotations

from assent.core.effect import (
    DESTROY,
    INSTALL,
    NET_READ,
    NET_SEND,
    READ_SECRET,
    RUN_CODE,
    RUN_PROJECT,
    SYSTEM,
    WRITE_PROJECT,
)
from assent.shell.judges.tasks import task_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.use import Use

# Plugins that maven finds by a short name, and what their goals do beside running the project.
_PLUGINS = {
    "assembly": 0, "checkstyle": 0, "clean": 0, "compiler": 0, "dependency": INSTALL | NET_READ, "ear": 0,
    "enforcer": 0, "exec": 0,
    "failsafe": 0, "flyway": NET_SEND, "help": NET_READ, "install": INSTALL, "jacoco": 0, "jar": 0, "javadoc": 0,
    "jetty": 0, "jib": NET_SEND, "liquibase": NET_SEND, "pmd": 0, "quarkus": 0, "resources": 0, "shade": 0, "site": 0,
    "source": 0, "spotbugs": 0, "spotless": WRITE_PROJECT, "spring-boot": 0, "surefire": 0, "surefire-report": 0,
    "war": 0,
    "wrapper": NET_READ | WRITE_PROJECT, "versions": NET_READ | WRITE_PROJECT, "archetype": NET_READ | WRITE_PROJECT,
    "formatter": WRITE_PROJECT, "license": WRITE_PROJECT, "deploy": NET_SEND, "release": NET_SEND, "scm": NET_SEND,
    "sonar": NET_SEND, "nexus-staging": NET_SEND, "tomcat7": 0, "antlr4": 0, "protobuf": 0,
}  # fmt: skip
_PHASES = frozenset((
    "pre-clean", "clean", "post-clean", "validate", "initialize", "generate-sources", "process-sources",
    "generate-resources", "process-resources", "compile", "process-classes", "generate-test-sources",
    "process-test-sources", "generate-test-resources", "process-test-resources", "test-compile",
    "process-test-classes", "test", "prepare-package", "package", "pre-integration-test", "integration-test",
    "post-integration-test", "verify", "site", "pre-site", "post-site",
))  # fmt: skip
# Beginnings of goals that send what was built, whatever the plugin.
_SENDING = ("deploy", "redeploy", "undeploy", "push", "publish", "upload")
# Goals that do other things than their plugin's usual ones.
_GOALS = {
    "flyway:clean": DESTROY, "liquibase:dropAll": DESTROY, "liquibase:rollback": DESTROY,
    "dependency:purge-local-repository": DESTROY,
    "spring-boot:build-image": SYSTEM, "scm:update": RUN_CODE, "release:clean": 0,
    "help:effective-settings": READ_SECRET,
}  # fmt: skip


def maven(use: Use) -> None:
    """Phases and goals: those that send, and goals of plugins that nobody declared."""
    for word in use.words:
        _goal(use, word.text)


def _goal(use: Use, text: str | None) -> None:
    if text is None:
        use.opaque("which goal it runs cannot be known")
        use.note(RUN_CODE, "runs a goal that cannot be known")
        return
    plugin, colon, goal = text.partition("@")[0].partition(":")
    use.add(RUN_PROJECT, f"runs {text}")
    if text in ("deploy", "site-deploy"):
        use.note(NET_SEND, f"{text} uploads what was built")
    elif text == "install":
        use.note(INSTALL, "copies what was built into the local repository")
    elif colon and ":" not in goal and plugin in _PLUGINS:
        sends = NET_SEND if goal.startswith(_SENDING) else 0
        use.add(_PLUGINS[plugin] | _GOALS.get(f"{plugin}:{goal}", 0) | sends, f"runs the goal {text}")
    elif colon:
        use.unknown(f"the plugin of the goal {text} is in no table")
        use.note(RUN_CODE, f"fetches the plugin of {text} and runs it")
    elif text not in _PHASES:
        use.unknown(f"the phase {text} is in no table")


# Beginnings of the last part of a gradle task's name, and what such tasks do.
_TASKS = (
    ("publishToMavenLocal", INSTALL),
    ("publish", NET_SEND),
    ("upload", NET_SEND),
    ("closeAndRelease", NET_SEND),
    ("release", NET_SEND),
    ("deploy", NET_SEND),
    ("bootBuildImage", SYSTEM),
    ("dockerPush", NET_SEND),
    ("jib", NET_SEND),
    ("flywayClean", DESTROY | NET_SEND),
    ("flyway", NET_SEND),
    ("update", NET_SEND),
    ("dropAll", DESTROY | NET_SEND),
    ("rollback", DESTROY | NET_SEND),
    ("install", SYSTEM),
    ("uninstall", SYSTEM | DESTROY),
    ("spotlessApply", WRITE_PROJECT),
    ("wrapper", NET_READ | WRITE_PROJECT),
    ("init", WRITE_PROJECT),
)


def gradle(use: Use) -> None:
    """Tasks of the project; those of the common plugins that send, drop or install are told by their names, or by
    the beginning of one."""
    task_words(use, use.words)
    for word in use.words:
        name = (word.text or "").rpartition(":")[2]
        use.add(_task(name), f"runs the task {name}")


def _task(name: str) -> int:
    """What a task's name says; the beginning of a name may stand for each that it begins."""
    if name == "installDist":
        return 0
    mask = 0
    for begin, does in _TASKS:
        if name.startswith(begin):
            return does
        if len(name) > 1 and begin.startswith(name):
            mask |= does
    return mask


# Commands of sbt that take code, other commands or more text to run.
_SBT_CODE = frozenset((
    "set", "eval", "console", "consoleQuick", "consoleProject", "shell", "alias", "apply", "addPluginSbtFile",
    "onFailure", "reboot", "new", "init", "test:console", "session",
))  # fmt: skip
_SBT_SENDS = ("publish", "release", "deploy", "push", "sonatype", "upload", "bundle")


def sbt(use: Use) -> None:
    """Each word is a command, or several with `;` between them; a name tells what sends or takes code."""
    for word in use.words:
        if word.text is None:
            use.opaque("which command it runs cannot be known")
            use.note(RUN_CODE, "runs a command that cannot be known")
            continue
        for each in word.text.split(";"):
            _sbt_command(use, each.strip())


def _sbt_command(use: Use, text: str) -> None:
    first = text.lstrip("~+- ").partition(" ")[0]
    name = first.rpartition("/")[2].rpartition(":")[2]
    if text.startswith(("!", "<", "@")) or first in _SBT_CODE or name in _SBT_CODE:
        use.note(RUN_CODE, f"runs the code or the commands behind {first}")
    if any(begin in name.lower() for begin in _SBT_SENDS):
        use.note(NET_SEND, f"{first} may upload what was built")
