"""Variables that switch off a check which protects the user, by their name and by what they are set to."""

from __future__ import annotations

from assent.core.effect import RUN_CODE, WEAKEN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

# Each switches a check off when it is set to anything but a yes.
CHECKS = frozenset((
    "HUSKY", "LEFTHOOK", "NODE_TLS_REJECT_UNAUTHORIZED", "PYTHONHTTPSVERIFY", "npm_config_strict_ssl",
    "NPM_CONFIG_STRICT_SSL", "YARN_ENABLE_STRICT_SSL", "YARN_CHECKSUM_BEHAVIOR", "DOCKER_TLS_VERIFY",
    "DOCKER_CONTENT_TRUST", "ANSIBLE_HOST_KEY_CHECKING", "GOSUMDB", "COREPACK_INTEGRITY_KEYS", "CONDA_SSL_VERIFY",
    "BUNDLE_SSL_VERIFY_MODE", "CARGO_HTTP_CHECK_REVOKE", "CONSUL_HTTP_SSL_VERIFY", "GEMINI_SANDBOX",
))  # fmt: skip
# When it is set to anything but a no.
EXEMPTIONS = frozenset((
    "HUSKY_SKIP_HOOKS", "OVERCOMMIT_DISABLE", "PRE_COMMIT_ALLOW_NO_CONFIG", "VAULT_SKIP_VERIFY", "HEX_UNSAFE_HTTPS",
    "HOMEBREW_NO_VERIFY_ATTESTATIONS", "UV_NO_VERIFY_HASHES", "UV_INSECURE_NO_ZIP_VALIDATION", "PIPENV_SKIP_LOCK",
    "AZURE_CLI_DISABLE_CONNECTION_VERIFICATION", "NIXPKGS_ALLOW_INSECURE", "COPILOT_ALLOW_ALL", "IS_SANDBOX",
    "CODEX_UNSAFE_ALLOW_NO_SANDBOX",
))  # fmt: skip
# When it is set at all: hooks to leave out, hosts to believe, whom to trust.
LISTS = frozenset((
    "GIT_SSL_NO_VERIFY", "SKIP", "LEFTHOOK_EXCLUDE", "GONOSUMDB", "GONOSUMCHECK", "GONOPROXY", "GOPRIVATE",
    "GOINSECURE", "PIP_TRUSTED_HOST", "UV_INSECURE_HOST", "YARN_UNSAFE_HTTP_WHITELIST", "PIP_CERT",
    "NPM_CONFIG_CAFILE", "npm_config_cafile", "npm_config_ca", "NODE_EXTRA_CA_CERTS", "DENO_CERT", "CARGO_HTTP_CAINFO",
    "HEX_CACERTS_PATH", "NIX_SSL_CERT_FILE", "SSL_CERT_FILE", "SSL_CERT_DIR", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE",
    "AWS_CA_BUNDLE", "GIT_SSL_CAINFO", "GIT_SSL_CAPATH", "GIT_PROXY_SSL_CAINFO",
))  # fmt: skip
# Where installed code comes from instead of the registry that everybody watches.
SOURCES = frozenset((
    "GOPROXY", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "UV_INDEX", "UV_INDEX_URL", "UV_DEFAULT_INDEX",
    "UV_EXTRA_INDEX_URL", "UV_FIND_LINKS", "POETRY_REPOSITORIES", "PIPENV_PYPI_MIRROR", "npm_config_registry",
    "NPM_CONFIG_REGISTRY", "YARN_REGISTRY", "YARN_NPM_REGISTRY_SERVER", "COREPACK_NPM_REGISTRY", "BUN_CONFIG_REGISTRY",
    "JSR_URL", "CONDA_CHANNELS", "RUSTUP_DIST_SERVER", "RUSTUP_UPDATE_ROOT", "CARGO_REGISTRY_DEFAULT", "HEX_MIRROR",
    "HOMEBREW_BOTTLE_DOMAIN", "HOMEBREW_API_DOMAIN", "HOMEBREW_BREW_GIT_REMOTE", "HOMEBREW_CORE_GIT_REMOTE",
))  # fmt: skip
# Parts of names by which programs that nobody has looked at call such a switch.
NAMED = (
    "INSECURE", "NO_VERIFY", "NOVERIFY", "SKIP_VERIFY", "SKIP_VERIFICATION", "SKIP_TLS", "SKIP_SSL", "DISABLE_SSL",
    "DISABLE_TLS", "SSL_VERIFY", "VERIFY_SSL", "TLS_VERIFY", "VERIFY_TLS", "VERIFY_CERT", "CERT_VERIFY", "STRICT_SSL",
    "REJECT_UNAUTHORIZED", "HOST_KEY_CHECK", "HOSTKEYCHECK", "SKIP_HOOKS", "NO_HOOKS", "DISABLE_HOOKS", "SKIP_CHECKSUM",
    "NO_CHECKSUM", "SKIP_SIGNATURE", "TRUSTED_HOST", "INDEX_URL", "CA_BUNDLE", "DANGEROUSLY", "SKIP_PERMISSION", "YOLO",
    "ALLOW_UNSAFE", "UNSAFE_ALLOW", "ALLOW_UNAUTHENTICATED", "ALLOW_UNTRUSTED", "NO_SANDBOX", "DISABLE_SANDBOX",
    "SKIP_SANDBOX", "VALIDATE_CERTS", "SKIP_TESTS", "_MIRROR", "_REGISTRY",
)  # fmt: skip
# Parts of values: options that the program reads from the variable.
OPTIONS = (
    "insecure", "no-verify", "skip-verify", "skip-tls", "no-check-cert", "stricthostkeychecking", "userknownhostsfile",
    "dangerously", "--yolo", "sslverify", "ssl_verify", "reject-unauthorized", "trusted-host", "allow-unauthenticated",
    "passwithnotests", "skiptests", "maven.test.skip", "unverified https",
)  # fmt: skip
# Options that no table knows, by the name that programs give them.
FLAGS = (
    "insecure", "no-verify", "noverify", "skip-verif", "skip-tls", "skip-ssl", "no-check-cert", "dangerous", "yolo",
    "no-sandbox", "disable-sandbox", "skip-sandbox", "skip-permission", "bypass", "allow-all-tools", "allow-untrusted",
    "allow-unauth", "no-gpg", "nogpg", "nosignature", "no-signature", "nodigest", "skip-checksum", "no-checksum",
    "passwithnotests", "pass-with-no-tests", "ignore-cert", "trusted-host", "index-url", "registry", "skip-hooks",
    "no-hooks", "skip-tests", "skiptests", "test.skip", "no-quarantine", "no-strict-ssl", "trust-all", "allow-all",
    "auto-approve", "yes-always", "approve-mcps", "full-auto", "disable-content-trust", "disable-connection-verif",
    "disable-ssl", "disable-tls", "ssl-no-revoke", "no-debsig", "bad-verify", "lax-checksums", "gpg.skip",
    "checkstyle.skip", "enforcer.skip", "skip-integrity", "plain-http",
    "skip-schema-valid", "ignore-checksum", "ignore-security", "skip-permissions",
)  # fmt: skip
# And those that name the check itself, which only a no switches off.
SWITCHED = (
    "strict-ssl",
    "tls-verify",
    "tlsverify",
    "ssl-verify",
    "sslverify",
    "verify-ssl",
    "verify-tls",
    "verify",
    "check-certificate",
    "verify-plugins",
    "tlog-upload",
    "validate",
    "dependency.verification",
)
# Parts of the names of settings, without `-` and `_`, that programs keep: which say whom to trust, or where code comes
# from; which name a check, that anything but a yes switches off; and which name an exemption from one.
TRUSTS = (
    "registry", "indexurl", "trustedhost", "findlinks", "mirror", "cafile", "cainfo", "capath", "cabundle", "cacert",
    "unsafehttp", "channels", "repositories", "packagist", "goproxy", "gonosum", "gonoproxy", "goprivate", "goinsecure",
    "safe.directory", "safe.barerepository", "hookspath", "hookpath", "approvalpolicy", "approvalmode", "sandboxmode",
    "permissionmode", "defaultmode", "allowplugins", "pypi.url",
)  # fmt: skip
CHECKED = (
    "strictssl", "sslverify", "verifyssl", "tlsverify", "verifytls", "verifypeer", "verifyhost", "validatecert",
    "certificates", "gosumdb", "checksumbehavior", "securehttp", "gpgsign", "gpgcheck", "forcesignannotated",
    "verifysignatures", "fsckobjects", "denynonfastforwards", "denydeletes", "denycurrentbranch", "integrity",
    "randomizevaspace", "ptracescope", "kptrrestrict", "dmesgrestrict", "protectedsymlinks", "protectedhardlinks",
    "hostkeychecking",
)  # fmt: skip
EXEMPTS = (
    "insecure", "disabletls", "disablessl", "disablechecksum", "disablecert", "allowunauth", "allowinsecure",
    "allowweak", "allowuntrusted", "skipverif", "noverif", "nossl", "trustall", "dangerous", "bypass", "yolo",
)  # fmt: skip
YES = frozenset((
    "1", "true", "yes", "on", "t", "y", "always", "throw", "sum.golang.org", "docker", "podman", "sandbox-exec",
))  # fmt: skip
NO = frozenset(("", "0", "false", "no", "off", "f", "n", "never"))


def weakening(name: str, value: str | None) -> int:
    """What a variable whose meaning is known weakens, and whether code comes from elsewhere then; 0 for any other. A
    value of None may be anything."""
    if name in SOURCES:
        return WEAKEN | RUN_CODE
    if name in LISTS:
        return WEAKEN
    text = None if value is None else value.strip().lower()
    off = text not in YES if name in CHECKS else name in EXEMPTIONS and text not in NO
    return WEAKEN if off else 0


def like_weakening(name: str, value: str | None) -> int:
    """WEAKEN for a variable that nobody looked at but that is called, or set to, what switches a check off."""
    if name in CHECKS or name in EXEMPTIONS:
        return 0
    upper = name.upper()
    text = (value or "").lower()
    return WEAKEN if any(each in upper for each in NAMED) or any(each in text for each in OPTIONS) else 0


def setting_weakens(words: Sequence[str | None]) -> str:
    """The first setting that takes a check away, among words that are `name=value` or a name and its value behind it;
    "" for none."""
    for at, word in enumerate(words):
        name, equals, value = (word or "").partition("=")
        following = words[at + 1] if at + 1 < len(words) else ""
        text = value if equals else following
        folded = name.lower().replace("-", "").replace("_", "")
        if text != "" and _set_off(folded, None if text is None else text.strip().lower()):
            return name
    return ""


def _set_off(name: str, value: str | None) -> bool:
    if any(each in name for each in TRUSTS) or name.endswith(".cert"):
        return True
    if any(each in name for each in CHECKED):
        return value not in YES and not (value and value.isdigit() and int(value))
    if any(each in (value or "") for each in OPTIONS):
        return True
    return any(each in name for each in EXEMPTS) and value not in NO


def flag_weakens(word: str) -> bool:
    """True for an option that is called like one that switches a check off."""
    if word[:1] != "-" or len(word) < 5 or " " in word:
        return False
    name, equals, value = word.lstrip("-").lower().partition("=")
    if equals and value in NO and name.endswith(SWITCHED):
        return True
    return (not equals or value not in NO) and any(each in name for each in FLAGS)
