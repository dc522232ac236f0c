"""Names of variables that say they hold a secret."""

from __future__ import annotations

# Parts of a name, between underscores.
_SECRET = frozenset((
    "TOKEN", "SECRET", "SECRETS", "PASSWORD", "PASSWORDS", "PASSWD", "PASSPHRASE", "PASS", "PWD", "KEY",
    "APIKEY", "CREDENTIAL", "CREDENTIALS", "CREDS", "AUTH", "JWT", "PAT", "COOKIE", "BEARER", "DSN",
    "NETRC", "PIN", "OTP", "SEED", "MNEMONIC",
))  # fmt: skip
_ENDINGS = (
    "TOKEN", "SECRET", "PASSWORD", "PASSWD", "PASSPHRASE", "APIKEY", "ACCESSKEY", "SECRETKEY", "PRIVATEKEY",
    "CREDENTIALS", "DATABASE_URL", "DB_URL", "DATABASE_URI", "DB_URI", "REDIS_URL", "MONGO_URL",
    "MONGO_URI", "MONGODB_URL", "MONGODB_URI", "POSTGRES_URL", "POSTGRESQL_URL", "PG_URL", "MYSQL_URL",
    "AMQP_URL", "RABBITMQ_URL", "CLOUDAMQP_URL", "BROKER_URL", "WEBHOOK_URL", "CONNECTION_STRING",
    "CONN_STR", "CONNSTR", "ACCESS_KEY_ID", "SQLALCHEMY_DATABASE_URI", "ELASTICSEARCH_URL",
)  # fmt: skip
# A name that ends so speaks about the secret: where it lies, how long it is.
_ABOUT = (
    "_FILE", "_PATH", "_DIR", "_NAME", "_TYPE", "_LENGTH", "_LEN", "_COUNT", "_TTL", "_SOCK", "_HOST",
    "_PORT", "_PREFIX", "_SUFFIX", "_ALGORITHM", "_ALG", "_VERSION", "_EXPIRY", "_INDEX", "_SIZE",
    "_METHOD", "_MODE", "_ENABLED", "_USER", "_URL", "_LIMIT", "_BUDGET", "_SOURCE", "_COMMAND", "_HELPER",
    "_HEADER", "_TIMEOUT",
)  # fmt: skip
_PLAIN = frozenset((
    "PWD", "OLDPWD", "PUBLIC_KEY", "PRIMARY_KEY", "FOREIGN_KEY", "SORT_KEY", "CACHE_KEY", "PARTITION_KEY",
    "KEY", "SEED", "PASS", "PIN", "NO_PROXY", "HOST_KEY", "BASH_COMMAND", "GOOGLE_APPLICATION_CREDENTIALS",
))  # fmt: skip


def is_secret_name(name: str) -> bool:
    """True for a variable whose name says that it holds a secret."""
    upper = name.upper()
    if upper in _PLAIN:
        return False
    if upper.endswith(_ENDINGS):
        return True
    return not upper.endswith(_ABOUT) and any(part in _SECRET for part in upper.split("_"))
