"""Which single words are secrets by their own form: what vendors begin their tokens with, and what chance wrote."""

from __future__ import annotations

from assent.core.redact.plain import INSIDE

# What a token begins with, how many characters follow at least, and whose it is.
_VENDORS = (
    ("sk-", 20, "api-key"), ("ghp_", 16, "github-token"), ("gho_", 16, "github-token"),
    ("ghu_", 16, "github-token"), ("ghs_", 16, "github-token"), ("ghr_", 16, "github-token"),
    ("github_pat_", 20, "github-token"), ("glpat-", 12, "gitlab-token"), ("gldt-", 12, "gitlab-token"),
    ("glrt-", 12, "gitlab-token"), ("glcbt-", 12, "gitlab-token"), ("glptt-", 12, "gitlab-token"),
    ("glsoat-", 12, "gitlab-token"), ("glft-", 12, "gitlab-token"), ("glimt-", 12, "gitlab-token"),
    ("glagent-", 12, "gitlab-token"), ("gloas-", 12, "gitlab-token"), ("glffct-", 12, "gitlab-token"),
    ("GR1348941", 16, "gitlab-token"), ("AKIA", 12, "aws-key"), ("ASIA", 12, "aws-key"), ("ABIA", 16, "aws-key"),
    ("ACCA", 16, "aws-key"), ("ABSK", 60, "aws-key"), ("AIza", 20, "google-key"), ("ya29.", 16, "google-token"),
    ("GOCSPX-", 16, "google-key"), ("1//0", 30, "google-token"), ("xoxb-", 8, "slack-token"),
    ("xoxp-", 8, "slack-token"), ("xoxa-", 8, "slack-token"), ("xoxr-", 8, "slack-token"),
    ("xoxs-", 8, "slack-token"), ("xoxc-", 8, "slack-token"), ("xoxd-", 8, "slack-token"),
    ("xoxe-", 8, "slack-token"), ("xoxe.", 8, "slack-token"), ("xapp-", 8, "slack-token"),
    ("sk_live_", 12, "stripe-key"), ("sk_test_", 12, "stripe-key"), ("rk_live_", 12, "stripe-key"),
    ("rk_test_", 12, "stripe-key"), ("whsec_", 12, "stripe-key"), ("sk_prod_", 12, "api-key"),
    ("gsk_", 30, "api-key"), ("xai-", 40, "api-key"), ("pplx-", 30, "api-key"), ("r8_", 30, "api-key"),
    ("hf_", 16, "huggingface-token"), ("api_org_", 24, "huggingface-token"), ("fw_", 22, "api-key"),
    ("csk-", 30, "api-key"), ("tvly-", 20, "api-key"), ("jina_", 40, "api-key"), ("npm_", 20, "npm-token"),
    ("pypi-", 40, "pypi-token"), ("rubygems_", 30, "rubygems-key"), ("cio", 32, "cargo-token"),
    ("CLOJARS_", 30, "clojars-token"), ("dckr_pat_", 12, "docker-token"), ("dckr_oat_", 12, "docker-token"),
    ("oy2", 43, "nuget-key"), ("dop_v1_", 16, "digitalocean-token"), ("doo_v1_", 16, "digitalocean-token"),
    ("dor_v1_", 16, "digitalocean-token"), ("SG.", 30, "sendgrid-key"), ("key-", 32, "mailgun-key"),
    ("xkeysib-", 40, "api-key"), ("SK", 32, "twilio-key"), ("re_", 24, "api-key"), ("shpat_", 16, "shopify-token"),
    ("shpss_", 16, "shopify-token"), ("shpca_", 16, "shopify-token"), ("shppa_", 16, "shopify-token"),
    ("sq0csp-", 30, "square-key"), ("sq0atp-", 20, "square-key"), ("sq0idp-", 20, "square-key"),
    ("EAAA", 40, "api-key"), ("EAA", 90, "facebook-token"), ("access_token$", 30, "paypal-token"),
    ("lin_api_", 20, "linear-key"), ("lin_oauth_", 20, "linear-key"), ("secret_", 36, "notion-key"),
    ("ntn_", 30, "notion-key"), ("figd_", 30, "figma-token"), ("figu_", 30, "figma-token"),
    ("ATATT3", 40, "atlassian-token"), ("ATCTT3", 40, "atlassian-token"), ("ATBB", 24, "bitbucket-token"),
    ("dapi", 32, "databricks-token"), ("dose", 32, "databricks-token"), ("ddp_", 30, "datadog-key"),
    ("ddapp_", 30, "datadog-key"), ("NRAK-", 20, "newrelic-key"), ("NRJS-", 16, "newrelic-key"),
    ("glsa_", 30, "grafana-token"), ("glc_", 30, "grafana-token"), ("hvs.", 20, "vault-token"),
    ("hvb.", 20, "vault-token"), ("hvr.", 20, "vault-token"), ("s.", 24, "vault-token"),
    ("pul-", 40, "pulumi-token"), ("dp.pt.", 30, "doppler-token"), ("dp.st.", 30, "doppler-token"),
    ("dp.ct.", 30, "doppler-token"), ("dp.sa.", 30, "doppler-token"), ("ops_eyJ", 40, "1password-token"),
    ("A3-", 30, "1password-key"), ("sbp_", 30, "supabase-key"), ("sb_secret_", 20, "supabase-key"),
    ("pscale_tkn_", 20, "planetscale-token"), ("pscale_pw_", 20, "planetscale-token"),
    ("pscale_oauth_", 20, "planetscale-token"), ("fo1_", 30, "fly-token"), ("fm1r_", 30, "fly-token"),
    ("fm2_", 30, "fly-token"), ("nfp_", 30, "netlify-token"), ("HRKU-", 30, "heroku-key"),
    ("PMAK-", 30, "postman-key"), ("sntrys_", 30, "sentry-token"), ("sntryu_", 30, "sentry-token"),
    ("vercel_blob_", 20, "vercel-token"), ("vcp_", 30, "vercel-token"), ("phx_", 30, "posthog-key"),
    ("phc_", 30, "posthog-key"), ("dt0c01.", 30, "dynatrace-token"), ("dt0s01.", 30, "dynatrace-token"),
    ("AKCp", 40, "artifactory-key"), ("cmVmd", 40, "artifactory-key"), ("bkua_", 30, "buildkite-token"),
    ("bkpt_", 30, "buildkite-token"), ("tfp_", 30, "typeform-token"), ("ion_", 30, "ionic-token"),
    ("pat-", 36, "hubspot-token"), ("lsv2_", 30, "langsmith-key"), ("tskey-", 20, "tailscale-key"),
    ("CFPAT-", 30, "contentful-token"), ("rdme_", 30, "readme-key"), ("rnd_", 24, "render-key"),
    ("ccipat_", 24, "circleci-token"), ("CCIPRJ_", 24, "circleci-token"), ("duffel_live_", 20, "api-key"),
    ("duffel_test_", 20, "api-key"), ("EZAK", 40, "easypost-key"), ("EZTK", 40, "easypost-key"),
    ("flb_live_", 12, "api-key"), ("FLWSECK", 24, "api-key"), ("live_", 30, "api-key"),
    ("shippo_live_", 30, "shippo-key"), ("shippo_test_", 30, "shippo-key"), ("sgp_", 30, "sourcegraph-token"),
    ("dnkey-", 20, "defined-key"), ("LTAI", 16, "alibaba-key"), ("AKID", 30, "tencent-key"),
    ("AQVN", 30, "yandex-key"), ("t1.", 60, "yandex-token"), ("AGE-SECRET-KEY-", 20, "age-key"),
    ("age-secret-key-", 20, "age-key"), ("$2a$", 50, "password-hash"), ("$2b$", 50, "password-hash"),
    ("$2y$", 50, "password-hash"), ("$6$", 60, "password-hash"), ("$5$", 40, "password-hash"),
    ("$1$", 24, "password-hash"), ("$apr1$", 24, "password-hash"), ("$y$", 40, "password-hash"),
    ("fc-", 32, "api-key"), ("e2b_", 36, "api-key"), ("nvapi-", 40, "api-key"), ("pcsk_", 40, "api-key"),
    ("hawk.", 30, "api-key"), ("access-sandbox-", 30, "plaid-token"), ("access-development-", 30, "plaid-token"),
    ("access-production-", 30, "plaid-token"), ("cfut_", 40, "cloudflare-token"), ("cfat_", 40, "cloudflare-token"),
    ("cfk_", 40, "cloudflare-token"), ("p8e-", 30, "adobe-key"), ("ico-", 30, "api-key"), ("tk-us-", 40, "api-key"),
    ("fio-u-", 50, "api-key"), ("pnu_", 30, "api-key"), ("pnb_", 30, "api-key"), ("sm_aat_", 16, "api-key"),
    ("sm_pat_", 16, "api-key"), ("sm_sat_", 16, "api-key"), ("s-s4t2ud-", 60, "api-key"),
    ("s-s4t2af-", 60, "api-key"), ("odt_", 30, "api-key"), ("napi_", 40, "neon-key"), ("npg_", 12, "password"),
    ("CCIPAT_", 24, "circleci-token"), ("NRII-", 20, "newrelic-key"), ("NRBR-", 16, "newrelic-key"),
    ("NRSP-", 16, "newrelic-key"), ("squ_", 36, "sonar-token"), ("sqp_", 36, "sonar-token"),
    ("sqa_", 36, "sonar-token"), ("glpat_", 16, "gitlab-token"), ("glwt-", 16, "gitlab-token"),
    ("API-", 26, "octopus-key"), ("4b1d", 38, "clickhouse-key"), ("dp.scim.", 30, "doppler-token"),
    ("dp.audit.", 30, "doppler-token"), ("hcaik_", 40, "honeycomb-key"), ("hcxik_", 40, "honeycomb-key"),
    ("hcamk_", 40, "honeycomb-key"), ("apify_api_", 30, "apify-token"), ("xaat-", 30, "axiom-token"),
    ("xapt-", 30, "axiom-token"), ("AVNS_", 16, "aiven-password"), ("CCDB1_", 30, "cockroach-key"),
    ("nfc_", 30, "netlify-token"), ("nfo_", 30, "netlify-token"), ("nfu_", 30, "netlify-token"),
    ("nfb_", 30, "netlify-token"), ("rpa_", 30, "runpod-key"), ("tgp_v1_", 30, "api-key"),
    ("esecret_", 20, "api-key"), ("bb_live_", 20, "api-key"), ("pa-", 40, "voyage-key"), ("fm1a_", 30, "fly-token"),
    ("ATOA", 40, "atlassian-token"), ("BBDC-", 30, "bitbucket-token"), ("EAACEdEose0cBA", 8, "facebook-token"),
    ("EZ", 58, "easypost-key"), ("amzn.mws.", 36, "aws-key"), ("bedrock-api-key-", 40, "aws-key"),
    ("frp_", 30, "api-key"), ("signkey-", 30, "inngest-key"), ("polar_", 30, "polar-token"),
    ("unkey_", 20, "api-key"), ("trigger_", 30, "api-key"), ("$argon2", 30, "password-hash"),
    ("$7$", 40, "password-hash"), ("eyJ", 24, "jwt"), ("sha256~", 40, "openshift-token"), ("K10", 60, "k3s-token"),
)  # fmt: skip
# Words of a prefix that say a key follows; of the second row only behind a name of the vendor.
_TELLS = frozenset("sk key api pat tok token secret access sdk oat sat apikey rk".split())
_HEAD = 25
_STAGES = frozenset("live test prod production sandbox dev".split())
_BY_BEGINNING: dict[str, list[tuple[str, int, str]]] = {}
for _row in _VENDORS:
    _BY_BEGINNING.setdefault(_row[0][:2], []).append(_row)
_HEX = frozenset("0123456789abcdefABCDEF")
_SHORT, SHORTEST, _LONGEST = 16, 20, 200
# Beginnings that other words have too: what follows must look made.
_COMMON = (
    "pat-", "s.", "cio", "live_", "secret_", "ion_", "A3-", "t1.", "sk-", "K10", "oy2", "EAA", "EAAA",
)  # fmt: skip
# What machines number things with, and digests: as random, and no secret.
_NUMBERED = (
    "toolu_", "msg_", "req_", "call_", "chatcmpl-", "run_", "thread_", "asst_", "file-", "cus_", "evt_", "in_", "pi_",
    "prod_", "price_",
    "sha1-", "sha256-", "sha384-", "sha512-", "AAAAB3NzaC1", "AAAAC3NzaC1", "AAAAE2VjZHNh", "Qm", "pk_live_",
    "pk_test_", "sha256:",
)  # fmt: skip


def kind_of(word: str) -> str:
    """Whose token a word is, "random" for one that only chance writes, "" for every other."""
    if len(word) < _SHORT:
        return ""
    found = _vendor(word)
    if found or len(word) < SHORTEST:
        return found
    return "random" if is_random(word) else ""


def _vendor(word: str) -> str:
    for prefix, least, kind in _BY_BEGINNING.get(word[:2], ()):
        if word.startswith(prefix) and len(word) - len(prefix) >= least and _fits(word, prefix):
            return kind
    for inside, kind in INSIDE:
        if inside in word and len(word) - word.index(inside) >= 24:
            return kind
    if len(word) > 32 and word[32:].startswith("-us") and _HEX.issuperset(word[:32]) and word[35:].isdigit():
        return "mailchimp-key"
    if word.startswith("pat") and word[17:18] == "." and len(word) == 82:
        return "airtable-token"
    if len(word) == 50 and word[32] == word[41] == "-" and _is_hex(word.replace("-", ""), 48):
        return "mailgun-key"
    if word.startswith("pk_") and word[3:11].isdigit() and word[11:12] == "_" and len(word) >= 40:
        return "clickup-key"
    return "api-key" if _is_prefixed(word) else ""


def _is_hex(body: str, size: int) -> bool:
    return len(body) == size and _HEX.issuperset(body)


def _is_prefixed(word: str) -> bool:
    """`name_live_…`, `sdk-…`: words that say a key follows, and behind them what no word of a language is."""
    if "-" not in word and "_" not in word:
        return False
    heads = word[:_HEAD].lower().replace("_", "-").split("-")[:-1]
    if _TELLS.isdisjoint(heads) and _STAGES.isdisjoint(heads):
        return False
    at = 0
    for number, head in enumerate(heads[:3]):
        at += len(head) + 1
        told = not _TELLS.isdisjoint(heads[: number + 1]) or (
            head in _STAGES and number and word[at - 1] == "_"
        )
        if told and _is_body(word[at:]):
            return True
    return False


def _is_body(rest: str) -> bool:
    """Letters and digits of a key in any case: hexadecimal, a UUID, or one case with digits all through it."""
    if len(rest) == 36 and rest[8] == rest[13] == rest[18] == rest[23] == "-":
        return _is_hex(rest.replace("-", ""), 32)
    body = rest.replace("_", "")
    digits = sum([char.isdigit() for char in body])
    return len(body) >= 24 and body.isascii() and body.isalnum() and 4 <= digits < len(body) - 3


def _fits(word: str, prefix: str) -> bool:
    """What follows a prefix is no ordinary word: short and plain prefixes want digits, and no seams of prose."""
    rest = word[len(prefix) :]
    if prefix in ("SK", "dapi", "dose"):
        return _HEX.issuperset(rest.partition("-")[0])
    if len(prefix) == 4 and len(rest) == 16 and prefix.isupper():
        return rest.isupper()
    digits = sum([char.isdigit() for char in rest])
    if prefix == "key-":
        return digits >= 1 and rest.isalnum()
    if prefix in _COMMON:
        return digits >= 4 and rest.isascii() and "/" not in rest
    return digits >= 1 or not (rest.islower() or rest.isupper()) or len(rest) >= 40


def is_random(word: str) -> bool:
    """True for letters of both cases and digits in the order that only chance brings."""
    if len(word) > _LONGEST or word.startswith(_NUMBERED):
        return False
    if "." in word or "/" in word:
        if (
            "/" in word
            and "." not in word
            and len(word) == 40
            and word[:1] not in "/~"
            and _mixed(word, 0.42)
        ):
            return True  # the secret half of a cloud's pair of keys
        return any(len(each) >= SHORTEST and _mixed(each, 0.42) for each in word.replace("/", ".").split("."))
    return _mixed(word, 0.4 if len(word) < 32 else 0.36)


def _mixed(word: str, least: float) -> bool:
    word = word.rstrip("=")
    upper = lower = digits = turns = 0
    was = 0
    for char in word:
        if "0" <= char <= "9":
            now = 1
            digits += 1
        elif "a" <= char <= "z":
            now = 2
            lower += 1
        elif "A" <= char <= "Z":
            now = 3
            upper += 1
        elif char in "_-+/~%":
            now = 0
        else:
            return False
        turns += bool(now and was and now != was)
        was = now
    plenty = upper >= 3 and lower >= 3 and digits >= 2
    return plenty and turns >= least * (len(word) - 1) and len(frozenset(word)) * 5 >= min(len(word), 40) * 2
