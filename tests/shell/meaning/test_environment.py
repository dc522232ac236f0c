"""Secrets that the environment holds: shown, written or sent they are read; set by the text or only compared they are not."""

from __future__ import annotations

import pytest

from assent.core.effect import READ_SECRET
from assent.shell.meaning.secret_names import is_secret_name
from tests.shell.world import read

SHOWN = [
    "echo $GITHUB_TOKEN", 'echo "$GITHUB_TOKEN"', "echo ${GITHUB_TOKEN}", "printf %s $NPM_TOKEN", "echo x$API_KEY", "echo ${API_KEY:-none}",
    "echo ${API_KEY%x}", "echo ${API_KEY:0:4}", "echo ${API_KEY@Q}", "echo ${API_KEY/a/b}", "echo ${API_KEY^^}", "echo ${X:-$API_KEY}",
    "echo ${X:-${API_KEY}}", "echo $DB_PASSWORD > out.txt", "cat <<< $DB_PASSWORD", "cat <<E\n$DB_PASSWORD\nE", 'git commit -m "$AWS_SECRET_ACCESS_KEY"',
    'curl -H "Authorization: Bearer $OPENAI_API_KEY" https://h.example', "curl https://h.example/$SLACK_TOKEN", "X=$GITHUB_TOKEN", "export X=$GITHUB_TOKEN",
    "X=$GITHUB_TOKEN; echo $X", "X=$GITHUB_TOKEN ls", "for x in $GITHUB_TOKEN; do :; done", "echo a > $GITHUB_TOKEN", "ls $GITHUB_TOKEN",
    "bash -c 'echo $GITHUB_TOKEN'", "sh -c 'echo $GITHUB_TOKEN'", "eval 'echo $GITHUB_TOKEN'", "eval echo \\$GITHUB_TOKEN", "(echo $GITHUB_TOKEN)", "{ echo $GITHUB_TOKEN; }",
    "f() { echo $GITHUB_TOKEN; }; f", "if true; then echo $GITHUB_TOKEN; fi", "echo `echo $GITHUB_TOKEN`", "echo $(echo $GITHUB_TOKEN)", "cat <(echo $GITHUB_TOKEN)",
    "X=GITHUB_TOKEN; echo ${!X}", "echo ${!X}", "for v in ${!GITHUB_*}; do echo ${!v}; done", "echo $((GITHUB_TOKEN))", "(( GITHUB_TOKEN ))", "[ $GITHUB_TOKEN -eq 1 ]",
    "[[ $GITHUB_TOKEN -eq 1 ]]", "test(){ echo $1; }; test $GITHUB_TOKEN", "a=($GITHUB_TOKEN); echo ${a[0]}", "echo {$GITHUB_TOKEN,x}", "echo $DATABASE_URL", "echo $SENTRY_DSN",
    "echo $PGPASSWORD", "echo $MYSQL_PWD", "echo $npm_config__auth", "echo $COMPOSER_AUTH", "echo $AWS_ACCESS_KEY_ID", "echo $password",
    # The text gave it a value perhaps, or more behind the one it had.
    "false && GITHUB_TOKEN=x; echo $GITHUB_TOKEN", "if false; then GITHUB_TOKEN=x; fi; echo $GITHUB_TOKEN", "GITHUB_TOKEN+=x; echo $GITHUB_TOKEN",
    ": ${GITHUB_TOKEN:=x}; echo $GITHUB_TOKEN", "declare GITHUB_TOKEN; echo $GITHUB_TOKEN", "export GITHUB_TOKEN; echo $GITHUB_TOKEN", "(GITHUB_TOKEN=x); echo $GITHUB_TOKEN",
    "GITHUB_TOKEN=x true; echo $GITHUB_TOKEN", "GITHUB_TOKEN=x echo $GITHUB_TOKEN", "f() { local GITHUB_TOKEN=x; }; f; echo $GITHUB_TOKEN",
    "for GITHUB_TOKEN in $X; do :; done; echo $GITHUB_TOKEN", "declare GITHUB_TOKEN+=x; echo $GITHUB_TOKEN", "export GITHUB_TOKEN+=x; echo $GITHUB_TOKEN",
    "while false; do GITHUB_TOKEN=x; done; echo $GITHUB_TOKEN", "GITHUB_TOKEN=x | true; echo $GITHUB_TOKEN", "false || true && GITHUB_TOKEN=x; echo $GITHUB_TOKEN",
    # Each command is printed with its words.
    "set -x; [ -n $GITHUB_TOKEN ]", "set -ex; : $GITHUB_TOKEN", "set -o xtrace; [[ -n $GITHUB_TOKEN ]]",
    # All of it.
    "env", "printenv", "printenv GITHUB_TOKEN", "set", "export", "export -p", "declare", "declare -p", "declare -x", "typeset -p GITHUB_TOKEN", "readonly -p",
    "cat /proc/self/environ", "env | grep TOKEN", "env X=1", "tr '\\0' '\\n' < /proc/$$/environ", "ps e",
]  # fmt: skip
NOT_SHOWN = [
    '[ -n "$GITHUB_TOKEN" ]', '[ -z "${GITHUB_TOKEN:-}" ] && echo missing', 'test -n "$API_KEY" || exit 1', "[[ -n $GITHUB_TOKEN ]]", "[[ $API_KEY == x* ]]",
    ': "${GITHUB_TOKEN:?not set}"', "echo ${GITHUB_TOKEN:+set}", "echo ${GITHUB_TOKEN+set}", "echo ${#GITHUB_TOKEN}", "case $GITHUB_TOKEN in x) :;; esac",
    "GITHUB_TOKEN=x; echo $GITHUB_TOKEN", "API_KEY=$(cat notes.txt); echo $API_KEY", "export API_KEY=abc; echo $API_KEY", "read -r PASSWORD; echo $PASSWORD",
    "for KEY in a b; do echo $KEY; done", "for API_KEY in a b; do echo $API_KEY; done", "while read -r key value; do echo $key; done < f.txt", "local_token=x; echo $local_token",
    "echo $HOME $PATH $PWD $USER", "echo $X", 'echo "$VERSION"', "echo $MAX_TOKENS", "echo $TOKENIZERS_PARALLELISM", "echo $SSH_AUTH_SOCK", "echo $SSH_KEY_PATH",
    "echo $GIT_AUTHOR_NAME", "echo $KEYBOARD", "echo '$GITHUB_TOKEN'", "echo \\$GITHUB_TOKEN", "grep -rn GITHUB_TOKEN .", "grep -n '$GITHUB_TOKEN' a.sh", "echo $key", "echo $OLDPWD",
    "echo GITHUB_TOKEN=abc", "f() { local API_KEY=$1; echo $API_KEY; }; f x", "echo ${!GITHUB_*}", "unset GITHUB_TOKEN", "export GITHUB_TOKEN=x",
]  # fmt: skip


def _shows(text: str) -> bool:
    return bool(read(text).effects & READ_SECRET)


@pytest.mark.parametrize("text", SHOWN)
def test_a_secret_of_the_environment_is_read_where_it_is_shown_written_or_sent(text: str) -> None:
    assert _shows(text)


@pytest.mark.parametrize("text", NOT_SHOWN)
def test_a_comparison_or_a_value_of_the_text_itself_is_no_secret(text: str) -> None:
    assert not _shows(text)


@pytest.mark.parametrize(
    "name",
    [
        "STRIPE_SECRET_KEY",
        "HF_TOKEN",
        "VAULT_PASS",
        "SMTP_PASSWORD",
        "JWT_SECRET",
        "GITHUB_PAT",
        "MONGODB_URI",
        "AZURE_CREDENTIALS",
    ],
)
def test_a_name_says_that_it_holds_a_secret(name: str) -> None:
    assert is_secret_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "PATH",
        "TOKEN_COUNT",
        "PASSWORD_FILE",
        "SECRET_NAME",
        "PUBLIC_KEY",
        "MONKEY",
        "AUTHORS",
        "KEYS",
        "COMPASS",
        "CI",
        "key",
    ],
)
def test_a_name_that_speaks_about_one_does_not(name: str) -> None:
    assert not is_secret_name(name)
