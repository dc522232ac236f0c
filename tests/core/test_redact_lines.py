"""Values of settings and connections that hold signs at which a shell would end a word, and where these end them."""

from __future__ import annotations

import json
import random
import string
from pathlib import Path
from typing import Any

import pytest

from assent.core.redact.text import redact
from tests.jsonl import rows

ROWS = rows(Path(__file__).parent / "secrets_in_lines.jsonl")
SIGNS = "&();<>|[]{}"
# Texts in which a value stands without quotes of its own; `@@` is its place.
FORMS = {
    "yaml": "db:\n  password: @@\n  port: 1",
    "yaml-list": "users:\n  - password: @@",
    "ini": "[db]\npassword = @@\nport = 1",
    "properties": "db.password=@@\nx=1",
    "env": "cat > a.env <<'EOF'\nDB_PASSWORD=@@\nPORT=1\nEOF",
    "connection": "export CS='Server=db;User ID=sa;Password=@@;Encrypt=True'",
    "connection-json": '{"Default": "Server=db;Uid=a;Pwd=@@;"}',
    "connection-last": "'jdbc:sqlserver://db;user=sa;password=@@'",
    "libpq": 'psql "host=h user=a password=@@ dbname=x"',
    "netrc": "machine h login b password @@",
    "pw": "DB_PW=@@\nPORT=1",
}


def value(sign: str, seed: int) -> str:
    """Letters and digits around one or two signs, never one at the front."""
    made = random.Random(f"{sign}{seed}")  # noqa: S311  not for a secret of anybody's
    found = made.choices(string.ascii_letters + string.digits, k=14)
    found[0] = "k7"
    found[made.randint(3, 9)] = sign
    if seed % 2:
        found[made.randint(10, 12)] = sign
    return "".join(found)


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("form", FORMS)
def test_a_sign_of_the_shell_cuts_no_value_of_a_setting(form: str, sign: str) -> None:
    if sign == ";" and form.startswith(("connection", "libpq")):
        return  # there it is what stands between the settings
    for seed in range(20):
        secret = value(sign, seed)
        told = redact(FORMS[form].replace("@@", secret))
        left = [secret[at : at + 4] for at in range(len(secret) - 3) if secret[at : at + 4] in told]
        assert not left, (secret, told)


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_what_ends_a_value_ends_it(row: dict[str, Any]) -> None:
    text = row["text"].replace("@@", "".join(row["secret"]))
    assert redact(text) == row["text"].replace("@@", f"[erased:{row['kind']}]" if row["secret"] else "")


ORDINARY = [
    "password = get_password(user)",
    "password = decrypt(value, key)",
    'password = os.environ["DB"]',
    "token = fetch(\n  url)",
    "password: secret(optional)",
    "password = get_password_from_vault(",
    "password = connection_password_of(\n  user)",
    "pw = read_pw(path)",
    "if (password < limit) { return }",
    "func login(user, password string) {",
    "password=$(pass show db)",
    "SECRET_SALT = make_salt()",
    "cat <<EOF\nplain text of a document\nEOF",
    "docker login --password-stdin <<EOF\n$TOKEN\nEOF\nplain words",
    "npm start --pw-timeout 30",
]


@pytest.mark.parametrize("text", ORDINARY)
def test_code_and_ordinary_documents_stay(text: str) -> None:
    assert redact(text) == text


def test_a_text_of_signs_alone_is_walked_once() -> None:
    for piece in (
        "password=a&b;c|",
        "password: a(",
        "password=a<<b>>",
        "docker login --password-stdin <<E\n",
    ):
        assert len(redact(piece * 4000)) < 200_000


def test_the_table_says_where_each_secret_stands() -> None:
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    assert all(json.dumps(row).count("@@") == bool(row["secret"]) for row in ROWS if row["secret"])
