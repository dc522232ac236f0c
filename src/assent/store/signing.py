"""The key of this installation: signs notes about the record, and reads notes signed by any key, as C2SP's signed notes
have it."""

from __future__ import annotations

import base64
import binascii
import contextlib
import os
import stat
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from assent.store import owners, placed, regular
from assent.store.paths import make_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from assent.store.paths import Paths

_ED25519 = b"\x01"  # the kind of key, in its id and before its bytes
_DASH = "\u2014 "
_LARGEST = 1 << 16


@dataclass(frozen=True, slots=True)
class Signed:
    """A note: what was signed (with its last newline), and each signature's name, key id and bytes."""

    text: str
    signatures: tuple[tuple[str, bytes, bytes], ...]


def trouble(error: OSError | ValueError) -> str:
    """What is wrong with a key that cannot be used, in words that follow its name."""
    if isinstance(error, FileNotFoundError):
        return "is gone"
    return f"cannot be read: {error.strerror}" if isinstance(error, OSError) else str(error)


def exposed(paths: Paths) -> str:
    """Why others may know the key, or put another in its place; "" while nobody else may."""
    try:
        found = os.stat(paths.key)  # noqa: PTH116  our paths are texts
    except OSError:
        return ""
    if found.st_uid != os.geteuid():
        return owners.why_doubted(found) or "belongs to root, not to you"
    mode = stat.S_IMODE(found.st_mode)
    return f"others may {'write' if mode & 0o022 else 'read'} it (mode {mode:04o})" if mode & 0o077 else ""


def known(paths: Paths) -> str:
    """The public key as `name+id+bytes`; "" where there is no key yet. Raises OSError or ValueError for a key that
    cannot be read."""
    try:
        return public(pem(paths))
    except FileNotFoundError:
        return ""


def made(paths: Paths) -> str:
    """The same, of a key that is made where there is none."""
    if found := known(paths):
        return found
    data = fresh()
    make_folder(paths.state)
    with contextlib.suppress(FileExistsError):  # another process was first: its key is the one
        placed.put_first(paths.key, data)
    return known(paths)


def fresh() -> bytes:
    """A new private key, as its file holds it."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def public(data: bytes) -> str:
    """The public key of a private one, as `name+id+bytes`. Raises ValueError for what is none."""
    return _public(_private(data))


def signed(paths: Paths, text: str) -> str:
    """The note of a text that ends in a newline. Raises OSError or ValueError without a key."""
    return note(text, [pem(paths)])


def note(text: str, by: Sequence[bytes]) -> str:
    """The note of a text that ends in a newline, signed by each of these private keys."""
    return f"{text}\n" + "".join(_signature(_private(data), text) for data in by)


def _signature(key: Ed25519PrivateKey, text: str) -> str:
    name, hashed, _ = _public(key).split("+", 2)
    signature = base64.b64encode(bytes.fromhex(hashed) + key.sign(text.encode())).decode()
    return f"{_DASH}{name} {signature}\n"


def read(note: str) -> Signed:
    """A note's parts; raises ValueError for what is none."""
    text, blank, rest = note.rpartition("\n\n")
    if not blank or not rest.endswith("\n"):
        raise ValueError("is no signed note: a blank line and signatures must end it")
    found = []
    for line in rest.splitlines():
        name, _, given = line.removeprefix(_DASH).partition(" ")
        try:
            data = base64.b64decode(given, validate=True)
        except binascii.Error:
            data = b""
        if not line.startswith(_DASH) or not name or len(data) < 5:
            raise ValueError(f"has a line that is no signature: {line[:60]}")
        found.append((name, data[:4], data[4:]))
    return Signed(text + "\n", tuple(found))


def is_by(note: Signed, key: str) -> bool:
    """True when a key, given as `name+id+bytes`, has signed it."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        name, hashed, given = key.split("+", 2)
        data = base64.b64decode(given, validate=True)
        if data[:1] != _ED25519 or _id(name, data[1:]) != hashed:
            return False
        public = Ed25519PublicKey.from_public_bytes(data[1:])
    except ValueError:
        return False
    for signer, number, signature in note.signatures:
        if signer == name and number.hex() == hashed:
            with contextlib.suppress(InvalidSignature):
                public.verify(signature, note.text.encode())
                return True
    return False


def pem(paths: Paths) -> bytes:
    """The private key, as its file holds it. Raises OSError."""
    return regular.read(paths.key, _LARGEST, os.O_NOFOLLOW)


def _private(data: bytes) -> Ed25519PrivateKey:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        found = load_pem_private_key(data, None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise ValueError("is no private key in PEM form") from None
    if not isinstance(found, Ed25519PrivateKey):
        raise ValueError("is a key of another kind than Ed25519")  # noqa: TRY004  a file's contents are no type
    return found


def _public(key: Ed25519PrivateKey) -> str:
    data = key.public_key().public_bytes_raw()
    name = f"assent-{sha256(data).hexdigest()[:8]}"
    return f"{name}+{_id(name, data)}+{base64.b64encode(_ED25519 + data).decode()}"


def _id(name: str, public: bytes) -> str:
    return sha256(name.encode() + b"\n" + _ED25519 + public).hexdigest()[:8]
