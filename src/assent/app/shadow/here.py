"""Whether shadow mode is on at a place, by the compiled policy: for whoever cannot wait for the database."""

from __future__ import annotations

from assent.app import observe, project
from assent.core.policy import EVERYWHERE
from assent.store import snapshot

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.store.paths import Paths

TOLD = "assent is in SHADOW MODE here: it decides nothing and guards nothing; to end it: assent shadow off"


def is_on(paths: Paths, cwd: str, session: str = "") -> bool:
    """Whether the hook says nothing to calls made there in a session that began in `session` (there, when it is not
    known). False where nothing can be read: the rules decide then."""
    try:
        return _is_on(paths, cwd, session or cwd)
    except (snapshot.UnfitError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _is_on(paths: Paths, cwd: str, session: str) -> bool:
    home = observe.real_path(paths.home, {})
    began = observe.real_path(session, {}) if session else ""
    place = project.find(observe.real_path(cwd, {}) if cwd else "/", home, began)
    where = _where(paths, place)
    if where in ("", EVERYWHERE):
        return bool(where)
    return project.find(began, home, began).key == place.key


def _where(paths: Paths, place: project.Project) -> str:
    """What the policy there says; the state of a project that no call has come from since is looked up."""
    try:
        body = snapshot.read_body(paths.snapshot(place.key, place.root))
    except snapshot.UnfitError:
        body = snapshot.read_body(paths.snapshot())
    if body.get("key") != place.key and place.key in _listed(body):
        from assent.app.rules import in_force

        return in_force.policy(place, paths)[0].shadow
    policy = body["policy"]
    return str(policy["shadow"]) if isinstance(policy, dict) else ""


def _listed(body: dict[str, object]) -> list[object]:
    found = body.get("projects")
    return found if isinstance(found, list) else []
