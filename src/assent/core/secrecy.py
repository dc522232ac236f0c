"""Which names are secret wherever they stand."""

from __future__ import annotations

# Directories whose whole content is secret, wherever they stand. Compared case-folded: a file system may fold too.
SECRET_DIRS = frozenset((
    ".ssh", ".gnupg", ".aws", ".azure", ".kube", ".password-store", ".mozilla", ".thunderbird", ".step", "keyrings",
    ".oci", ".vault", ".sops", ".credentials", ".secrets", "secrets.d", ".minikube", ".terraform.d", "gcloud",
    ".gcloud", ".1password", ".bitwarden", "keychains",
))  # fmt: skip
SECRET_FILES = frozenset((
    ".netrc", "_netrc", ".npmrc", ".pypirc", ".pgpass", ".my.cnf", ".git-credentials", ".vault-token", ".htpasswd",
    ".dockercfg", ".credentials.json", "credentials", "credentials.json", "credentials.toml", "credentials.db",
    "secrets.json", "secrets.yml", "secrets.yaml", "secrets.toml", "secret.json", "secret.yml", "secret.yaml",
    "shadow", "gshadow", "sudoers", "master.key", "hosts.yml", "authorized_keys", "id_rsa", "id_dsa", "id_ecdsa",
    "id_ed25519", "id_ecdsa_sk", "id_ed25519_sk", "environ", ".bash_history", ".zsh_history", "fish_history",
    ".python_history", ".psql_history", ".mysql_history", ".node_repl_history", ".env", ".envrc", ".dev.vars",
    "service-account.json", "serviceaccount.json", "terraform.tfvars", "terraform.tfstate", "login.keychain-db",
    "access_tokens.db", "accesstokens.json", "azureprofile.json", "auth.json", "oauth_creds.json", ".claude.json",
    "wallet.dat", "kcore", "mem", "kubeconfig", "kubeconfig.yml", "kubeconfig.yaml", ".vault_pass", ".vault_pass.txt",
    ".vault-pass", "vault_pass.txt", ".vault_password", "vault_password", "vault-password", "local.settings.json",
    "wp-config.php", "logins.json", "key4.db",
))  # fmt: skip
SECRET_ENDINGS = (
    ".pem", ".key", ".p12", ".pfx", ".keystore", ".jks", ".kdbx", ".ppk", ".asc", ".gpg", ".age", ".tfvars",
    ".tfstate", ".kubeconfig", ".ovpn", ".env", "_rsa", "_ed25519", "_ecdsa", "_dsa", ".cookies",
)  # fmt: skip
# `.env.example` and its like are made to be read; `id_rsa.pub` too.
NOT_SECRET_ENDINGS = (".example", ".sample", ".template", ".dist", ".defaults", ".pub")

# What a glob is tried against: one representative name per secret that people keep in a tree.
SECRET_NAMES = (
    ".env", ".env.local", ".env.production", ".envrc", ".netrc", ".npmrc", ".pypirc", ".git-credentials", "id_rsa",
    "id_ed25519", "credentials", "credentials.json", "secrets.yml", "server.pem", "server.key", ".ssh", ".aws",
    ".gnupg", ".kube", ".claude.json", "shadow",
)  # fmt: skip


def named(names: list[str]) -> bool:
    """True when the folded names of a path say that it is a secret, wherever it stands."""
    last = names[-1]
    if last.endswith(NOT_SECRET_ENDINGS) or last == "known_hosts":
        return False
    if not SECRET_DIRS.isdisjoint(names):
        return True
    return last in SECRET_FILES or last.startswith((".env.", ".env_")) or last.endswith(SECRET_ENDINGS)
