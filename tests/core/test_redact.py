"""Secrets by their shape never pass the door, and plain text passes unchanged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assent.core.redact import MARK, redact

SECRET = "zq81hunter2longvalue9"
ERASED = [
    pytest.param(f"curl -H 'Authorization: Bearer {SECRET}' x", id="bearer"),
    pytest.param(f'curl -H "Authorization: token {SECRET}" x', id="other-scheme"),
    pytest.param(f"curl https://user:{SECRET}@host/x", id="userinfo"),
    pytest.param(f"PGPASSWORD={SECRET} psql", id="assignment"),
    pytest.param(f"mysql --password {SECRET}", id="option"),
    pytest.param(f"mysql --password='{SECRET} and more'", id="quoted-option"),
    pytest.param(f"export AWS_SECRET_ACCESS_KEY={SECRET}", id="export"),
    pytest.param(f'{{"client_secret": "{SECRET}"}}', id="json"),
    pytest.param(f"echo sk-{SECRET}{SECRET}", id="vendor-prefix"),
    pytest.param(f"x ghp_{SECRET}{SECRET} y", id="git-host"),
    pytest.param(f"-----BEGIN RSA PRIVATE KEY-----\n{SECRET}\n-----END RSA PRIVATE KEY-----", id="key-block"),
    pytest.param(f"-----BEGIN PRIVATE KEY-----\n{SECRET}", id="key-block-cut"),
    pytest.param(f"https://h/x?token={SECRET}&y=1", id="query"),
]


@pytest.mark.parametrize("text", ERASED)
def test_a_secret_is_erased(text: str) -> None:
    assert SECRET not in redact(text)
    assert MARK in redact(text)


@pytest.mark.parametrize(
    "text",
    [
        "git log --grep=secret", "echo token counting is fun", "grep -r password src", "export TOKEN=$MY_TOKEN", "ls -la", "pip install -r requirements.txt",
        "http://localhost:8000/x", "git clone git@github.com:a/b", "curl -H 'Accept: text/html' x",
    ],
)  # fmt: skip
def test_plain_commands_pass_unchanged(text: str) -> None:
    assert redact(text) == text


@given(
    st.lists(
        st.sampled_from(
            [
                "password=",
                "token: ",
                "sk-" + "a" * 20,
                "Authorization: ",
                "Bearer ",
                "x",
                "'",
                '"',
                " ",
                "://a:b@c",
                "\n",
                MARK,
            ]
        )
    ).map("".join)
)
def test_redacting_twice_changes_nothing_more(text: str) -> None:
    once = redact(text)
    assert redact(once) == once


@given(st.text())
def test_any_text_can_be_redacted(text: str) -> None:
    assert isinstance(redact(text), str)
