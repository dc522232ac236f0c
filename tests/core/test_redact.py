"""Secrets never pass the door, whatever says that they are some; ordinary commands pass it as they are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assent.core.redact.forms import kind_of as form_of
from assent.core.redact.inputs import CONTENTS, LONGEST, MOST, Keeper
from assent.core.redact.names import kind_of
from assent.core.redact.text import mark, redact
from tests.jsonl import rows

HERE = Path(__file__).parent
# A secret stands in pieces, so that nobody's scanner takes this file for a leak. The second table was written before the
# code it tests was read; what it finds is counted, and no line of the code is written for one of its rows.
SHAPES = rows(HERE / "secrets.jsonl")
INPUTS = ("tool input of other tools", "contents that are kept")
HELD_OUT = rows(HERE / "secrets_held_out.jsonl")
# Written by somebody who had read neither the code nor the other tables.
BY_ANOTHER_HAND = rows(HERE / "secrets_by_another_hand.jsonl")
TEXTS = [each for each in SHAPES + HELD_OUT if each["where"] not in INPUTS]
COMMANDS = HERE.parent / "coverage" / "commands"
ORDINARY = [line.replace("§", "\n") for line in (HERE / "ordinary.txt").read_text().splitlines()]


def kept(shape: dict[str, Any]) -> str:
    """What is kept of a shape with its secret in it."""
    text = shape["text"].replace("@@", "".join(shape["secret"]), 1)
    if shape["where"] in INPUTS:
        return json.dumps(Keeper().keep(json.loads(text)), ensure_ascii=False)
    return redact(text)


def is_left(shape: dict[str, Any]) -> bool:
    """Whether a half of the secret, or a piece that a shell joins to the others, is left, or nothing says what was."""
    secret = "".join(shape["secret"])
    half = len(secret) // 2
    told = kept(shape)
    pieces = [secret[:half], secret[half:], *(each for each in shape["secret"] if len(each) > 5)]
    return "[erased:" not in told or any(each in told for each in pieces)


@pytest.mark.parametrize("shape", SHAPES, ids=[each["id"] for each in SHAPES])
def test_no_half_of_a_secret_is_left(shape: dict[str, Any]) -> None:
    assert not is_left(shape), kept(shape)


def test_the_table_is_wide_enough_and_says_where_each_secret_stands() -> None:
    assert len({each["id"] for each in SHAPES}) == len(SHAPES) >= 900
    assert len({each["where"] for each in SHAPES}) >= 10


def test_of_shapes_that_nobody_wrote_a_line_for_99_in_100_are_erased() -> None:
    left = [each["id"] for each in HELD_OUT if is_left(each)]
    assert len(HELD_OUT) >= 300
    assert len(left) * 100 <= len(HELD_OUT), left


def test_of_shapes_by_another_hand_98_in_100_are_erased() -> None:
    left = [each["id"] for each in BY_ANOTHER_HAND if is_left(each)]
    assert len(BY_ANOTHER_HAND) >= 190
    assert len(left) * 100 <= 2 * len(BY_ANOTHER_HAND), left


def test_at_most_one_ordinary_command_in_a_hundred_is_touched() -> None:
    commands = [row["command"] for path in sorted(COMMANDS.glob("*.jsonl")) for row in rows(path)]
    touched = [command for command in commands if redact(command) != command]
    assert len(commands) >= 5000
    assert len(touched) * 100 <= len(commands), touched


def test_the_program_and_the_options_before_a_secret_stay() -> None:
    lost = [each["id"] for each in TEXTS if not stays(each)]
    assert not lost


def stays(shape: dict[str, Any]) -> bool:
    """Whether the first word and every option before the secret are still in what is kept."""
    before = shape["text"].partition("@@")[0].partition("-----BEGIN")[0]
    words = before.split() if before[-1:].isspace() else before.split()[:-1]
    options = [each for each in words[1:] if each[0] == "-" and "=" not in each]
    told = kept(shape)
    return all(each in told for each in [*words[:1], *options] if "EXAMPLE" not in each)


def test_no_shape_changes_when_it_is_redacted_twice() -> None:
    once = {each["id"]: kept(each) for each in TEXTS}
    assert not [name for name, told in once.items() if redact(told) != told]


@pytest.mark.parametrize("command", ORDINARY)
def test_an_ordinary_command_passes_as_it_is(command: str) -> None:
    assert redact(command) == command


KINDS = {
    "password": ("PGPASSWORD=hunter42maple psql", "PGPASSWORD=[erased:password] psql"),
    "token": ("deploy --token q8w7e6r5t4y3u2i1", "deploy --token [erased:token]"),
    "key": ("X_API_KEY=q8w7e6r5t4y3u2i1 run", "X_API_KEY=[erased:key] run"),
    "header": ("curl -H 'Authorization: Basic cTh3N2U2cjV0'", "curl -H 'Authorization: [erased:header]'"),
    "form": ("echo ghp" + "_q8w7e6r5t4y3u2i1o0p9q8w7e6r5t4y3u2i1", "echo [erased:github-token]"),
    "address": ("git clone https://me:hunter42@h/x.git", "git clone https://me:[erased:password]@h/x.git"),
    "beside": (
        "mount -o user=me,password=hunter42,vers=3 x",
        "mount -o user=me,password=[erased:password],vers=3 x",
    ),
    "json": ('{"user": "me", "password": "hunter42"}', '{"user": "me", "password": "[erased:password]"}'),
}


@pytest.mark.parametrize(("text", "told"), KINDS.values(), ids=KINDS.keys())
def test_the_mark_names_the_kind_and_the_rest_stays(text: str, told: str) -> None:
    assert redact(text) == told


NAMES = {
    "clientSecret": "secret", "CLIENT_SECRET": "secret", "client-secret": "secret", "client_secret2": "secret", "apiKey": "key", "APIKey": "key",
    "--api-key": "key", "MAPS_KEY": "key", "X-Api-Key": "key", "mysql_pwd": "password", "dbpass": "password", "ACCESS_TOKEN": "token",
    "token_type": "", "max_tokens": "", "password_file": "", "secretName": "", "key_id": "", "publicKey": "", "PRIMARY_KEY": "", "sort_key": "",
    "cache_key": "", "PWD": "", "bypass": "", "compass": "", "--no-password": "", "--with-token": "", "--show-token": "", "-p": "", "tokenizer": "", "keyboard": "",
}  # fmt: skip


@pytest.mark.parametrize(("name", "kind"), NAMES.items())
def test_a_name_tells_what_its_value_is(name: str, kind: str) -> None:
    assert kind_of(name) == kind


PLAIN_WORDS = [
    "3f2a9c1d8e7b6a5f4c3d2e1f0a9b8c7d6e5f4a3b", "1db73ec3-712c-46f6-a553-f1fbdc8cae7b", "toolu_01A09q90qw90lq917835lq9XYZab",
    "src/components/PasswordInput/PasswordInput.test.tsx", "sha512-Zs1WsDlhFpOaA9yBNWOrX4ZzAhYsyZKdXgq2tUc6n9OTy0Xx", "AAAAC3NzaC1lZDI1NTE5AAAAIJqXk3mQ9vZ1",
    "thisIsAVeryLongIdentifierName2026", "SCREAMING_SNAKE_CASE_CONSTANT_2", "a-very-long-branch-name-with-many-words-in-it-2", "sk-learn-contrib-and-friends",
]  # fmt: skip


@pytest.mark.parametrize("word", PLAIN_WORDS)
def test_digests_ids_paths_and_names_are_no_secrets(word: str) -> None:
    assert form_of(word) == ""


# ------------------------------------------------------------------------------------------------ any text

PIECES = [
    "password=", "token: ", "sk-" + "a1" * 12, "Authorization: ", "Bearer ", "x", "'", '"', " ", "://a:b@c", "://", "\n", "\\", "\\n", "`", "=", ":", ",", "(",
    ")", "[", "]", "{", "}", "<", ">", "$", "@", "/", "|", ";", "&", "?", mark("token"), "[erased:", "-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----",
    "mysql -p", "curl -u a:", "echo ", " | sudo -S ", "--password ", "set ", "login ", "identified by ", "aB3dE5fG7hI9jK1lM3nO5pQ7", "0123456789", "Cookie: a=", "<<< ", "sshpass -p",
    "htpasswd -b ", "openssl -pass pass:", "ENV ", "Private-Lines:", "password is ", "credentials: a / ", "login('a', '", "kind: Secret\ndata:\n  a: ", "\\\n", "'\"",
    " -u a -p ", "secret set A=", "api-1db73ec3-712c-46f6-a553-f1fbdc8cae7b", ":5432:a:b:", "]", "password: str = ", "f('token', '", "value=", "x@", "AUTH x y | redis-cli",
    "http://u:p@", "https://hooks.slack.com/services/a/b", "mnemonic=", "Cookie: ", "[erased:", "]",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=30).map("".join))
def test_redacting_twice_changes_nothing_more(text: str) -> None:
    once = redact(text)
    assert redact(once) == once


@given(st.text() | st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_text_can_be_redacted_and_grows_little(text: str) -> None:
    assert len(redact(text)) <= 10 * len(text) + 40


# Each was, or could be, looked at again and again by a walk that starts over: none of these ends then.
LONG = [
    "://", "authorization=x", "Authorization: Bearer ", "bearer ", "-----BEGIN ", "password='", 'password=\\"', 'token="$(', "token=a,", "token=a\\", "--token $x ",
    "http://x:1/@", "mysql ", "mysql -p '", "htpasswd -b a ", "fly secrets set a=b ", "by '", "[erased:", "aB3", "eyJ", "?key=", "Private-Lines:", "set token ", "<password>",
    "password is ", "credentials: a / ", "password: str = ", "f('password', ", "kind: Secret\ndata:\n  a: ", "stringData:\n", '"Secret" "data": {"a": "b", ', "--token a\\\n",
    "password='a'\"b\"", "[erased:token] ghp_", "login('a', ", "5432:a:b:", "secret set a=b ", "-u a -p b ", "password ",
]  # fmt: skip


@pytest.mark.parametrize("piece", LONG)
def test_a_long_text_of_any_shape_is_walked_once(piece: str) -> None:
    assert isinstance(redact(piece * ((1 << 19) // len(piece))), str)


# ------------------------------------------------------------------------------------------------ inputs


def digest(data: bytes) -> str:
    return f"digest of {len(data)}"


@pytest.mark.parametrize("field", sorted(CONTENTS))
def test_contents_are_kept_as_length_and_digest(field: str) -> None:
    told = Keeper(digest).keep({"file_path": "/p/a", field: "words\nof a file"})
    assert told == {"file_path": "/p/a", field: {"length": 15, "digest": "digest of 15"}}


def test_contents_inside_lists_are_hidden_too() -> None:
    told = Keeper(digest).keep(
        {"todos": [{"step": "buy milk", "done": True}], "edits": [{"old_string": "a"}]}
    )
    assert "milk" not in json.dumps(told)
    assert told == {
        "todos": [{"step": {"length": 8, "digest": "digest of 8"}, "done": True}],
        "edits": [{"old_string": {"length": 1, "digest": "digest of 1"}}],
    }


def test_contents_can_be_wanted() -> None:
    assert Keeper().keep({"content": "words"}) == {"content": "words"}


def test_references_and_placeholders_under_a_telling_key_stay() -> None:
    given = {"password": "$DB_PASSWORD", "token": "{{ token }}", "secret": None, "api_key": "<your key>"}
    assert Keeper().keep(given) == given


def test_an_entry_is_bounded_before_it_is_scanned() -> None:
    told = Keeper().keep({f"f{number}": "authorization=x" * 100_000 for number in range(20)})
    assert len(json.dumps(told)) < 2 * MOST
    wide = Keeper().keep({"list": ["a"] * 1_000_000, "map": {str(number): 1 for number in range(1_000_000)}})
    assert len(json.dumps(wide)) < 2 * MOST


def test_a_secret_across_the_cut_is_erased() -> None:
    text = "x " * (LONGEST // 2 - 20) + "--password " + "q8w7e6r5t4y3u2i1" * 20
    assert "q8w7" not in str(Keeper().keep(text))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(PIECES),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["password", "content", "a", "name", "value"]), inner)
    ),
    max_leaves=20,
)


@given(JSON)
def test_any_input_can_be_kept(value: object) -> None:
    json.dumps(Keeper(digest).keep(value))


TOGETHER = [
    (
        {"command": "mysql", "args": ["-uamy", "-pvelvetharbor", "app"]},
        ["-uamy", "-p[erased:password]", "app"],
    ),
    (
        {"args": ["sshpass", "-p", "velvetharbor", "ssh", "h"]},
        ["sshpass", "-p", "[erased:password]", "ssh", "h"],
    ),
    ({"command": "git", "args": ["log", "-p", "src"]}, ["log", "-p", "src"]),
    ({"args": ["mkdir", "-p", "velvetharbor"]}, ["mkdir", "-p", "velvetharbor"]),
]


@pytest.mark.parametrize(("given", "wanted"), TOGETHER)
def test_the_words_of_a_list_are_read_as_one_command(given: dict[str, Any], wanted: list[str]) -> None:
    told = Keeper().keep(given)
    assert isinstance(told, dict)
    assert told["args"] == wanted


NUMBERS = [
    ({"max_tokens": 4096}, False), ({"tokens": 1200}, False), ({"token": 7}, False), ({"expires": 1790000000}, False),
    ({"access_token": 141894442011}, True), ({"pin": 4711}, True), ({"password": 1234}, True), ({"password": True}, False),
]  # fmt: skip


@pytest.mark.parametrize(("given", "erased"), NUMBERS)
def test_a_number_is_erased_where_it_is_a_password_or_long_enough_for_a_token(
    given: dict[str, Any], erased: bool
) -> None:
    assert ("[erased:" in json.dumps(Keeper().keep(given))) is erased


TYPED = [
    ({"element": "Password field", "text": "velvetharbor"}, True),
    ({"element": "Search", "text": "velvetharbor"}, False),
    ({"name": "Password reset", "content": "Dear Amy,\nsomebody at velvetharbor asked for it."}, False),
    ({"kind": "Secret", "stringData": {"dsn": "velvetharbor"}}, True),
    ({"kind": "ConfigMap", "data": {"dsn": "velvetharbor"}}, False),
    ({"auth": ["amy", "velvetharbor"]}, True),
    ({"author": ["amy", "velvetharbor"]}, False),
]


@pytest.mark.parametrize(("given", "erased"), TYPED)
def test_what_is_typed_or_listed_is_erased_by_what_stands_beside_it(
    given: dict[str, Any], erased: bool
) -> None:
    assert ("velvetharbor" not in json.dumps(Keeper().keep(given))) is erased


APART = {
    "tuple": '("password", "username")', "choice": 'if kind in ("token", "digest"):', "rule": "# " + "-" * 50 + " extraction",
    "prose": "The password is required, the token is valid for 30 days.", "method": "password is bcrypt12-hashed",
    "typed": "def login(password: str, token: str = '') -> None:", "message": "git commit -m 'Set password expiry'",
    "yaml": "password:\n  type: string\n  format: password", "copy": "cp -u -p a b", "port": "docker run -u node -p 3000 web",
    "call": 'getattr(options, "password", None)', "import": "import LOGIN, PASSWORD, SIGNED", "flags": 'add_argument("--password", "-p")',
    "secret": "kubectl get secret db -o yaml", "docker": "docker secret ls", "base64": "echo -n hello | base64", "mark": "[erased:password]",
    "uuid": "ls /tmp/run-1db73ec3-712c-46f6-a553-f1fbdc8cae7b", "sha": "docker pull app:sha-3f2a9c1d8e7b6a5f4c3d2e1f0a9b8c7d6e5f4a3b",
    "lines": "src/app.py:12:5:error:name", "config": "apiVersion: v1\nkind: ConfigMap\ndata:\n  mode: production",
}  # fmt: skip


@pytest.mark.parametrize("text", APART.values(), ids=APART.keys())
def test_what_only_looks_like_a_secret_in_words_or_code_stays(text: str) -> None:
    assert redact(text) == text


def test_a_mark_hides_no_secret_that_somebody_writes_into_it() -> None:
    secret = "ghp" + "_q8w7e6r5t4y3u2i1o0p9q8w7e6r5t4y3u2i1"
    assert secret not in redact(f"echo [erased:{secret}] [erased:token]")


def test_a_secret_beside_a_mark_is_erased_and_the_mark_stays() -> None:
    secret = "ghp" + "_q8w7e6r5t4y3u2i1o0p9q8w7e6r5t4y3u2i1"
    assert redact(f"login [erased:password] {secret}") == "login [erased:password] [erased:github-token]"
