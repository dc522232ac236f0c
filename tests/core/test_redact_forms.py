"""Each vendor's token, told by its beginning from so many characters on."""

from __future__ import annotations

import pytest

from assent.core.redact.forms import kind_of

LOWER, UPPER = "a1b2c3d4e5" * 10, "A1B2C3D4E5" * 10
# Kind → its beginnings, each with the least that follows; in capitals where the vendor writes so.
VENDORS = {
    "1password-key": "A3- 30",
    "1password-token": "ops_eyJ 40",
    "age-key": "age-secret-key- 20",
    "alibaba-key": "LTAI 16U",
    "api-key": "sk- 20 sk_prod_ 12 gsk_ 30 xai- 40 pplx- 30 r8_ 30 fw_ 22 csk- 30 tvly- 20 jina_ 40 xkeysib- 40 re_ 24 EAAA 40 duffel_live_ 20 duffel_test_ 20 flb_live_ 12 FLWSECK 24 live_ 30",
    "artifactory-key": "AKCp 40 cmVmd 40",
    "atlassian-token": "ATATT3 40 ATCTT3 40",
    "aws-key": "AKIA 12 ASIA 12 ABIA 16U ACCA 16U ABSK 60",
    "bitbucket-token": "ATBB 24",
    "buildkite-token": "bkua_ 30 bkpt_ 30",
    "cargo-token": "cio 32",
    "circleci-token": "ccipat_ 24 CCIPRJ_ 24",
    "clojars-token": "CLOJARS_ 30",
    "contentful-token": "CFPAT- 30",
    "databricks-token": "dapi 32 dose 32",
    "datadog-key": "ddp_ 30 ddapp_ 30",
    "defined-key": "dnkey- 20",
    "digitalocean-token": "dop_v1_ 16 doo_v1_ 16 dor_v1_ 16",
    "docker-token": "dckr_pat_ 12 dckr_oat_ 12",
    "doppler-token": "dp.pt. 30 dp.st. 30 dp.ct. 30 dp.sa. 30",
    "dynatrace-token": "dt0c01. 30 dt0s01. 30",
    "easypost-key": "EZAK 40 EZTK 40",
    "facebook-token": "EAA 90",
    "figma-token": "figd_ 30 figu_ 30",
    "fly-token": "fo1_ 30 fm1r_ 30 fm2_ 30",
    "github-token": "ghp_ 16 gho_ 16 ghu_ 16 ghs_ 16 ghr_ 16",
    "gitlab-token": "glpat- 12 gldt- 12 glrt- 12 glcbt- 12 glptt- 12 glsoat- 12 glft- 12 glimt- 12 glagent- 12 gloas- 12 glffct- 12 GR1348941 16",
    "google-key": "AIza 20 GOCSPX- 16",
    "google-token": "ya29. 16 1//0 30",
    "grafana-token": "glsa_ 30 glc_ 30",
    "heroku-key": "HRKU- 30",
    "hubspot-token": "pat- 36",
    "huggingface-token": "hf_ 16 api_org_ 24",
    "ionic-token": "ion_ 30",
    "jwt": "eyJ 24",
    "k3s-token": "K10 60",
    "langsmith-key": "lsv2_ 30",
    "linear-key": "lin_api_ 20 lin_oauth_ 20",
    "mailgun-key": "key- 32",
    "netlify-token": "nfp_ 30",
    "newrelic-key": "NRAK- 20 NRJS- 16",
    "notion-key": "secret_ 36 ntn_ 30",
    "npm-token": "npm_ 20",
    "nuget-key": "oy2 43",
    "openshift-token": "sha256~ 40",
    "password-hash": "$2a$ 50 $2b$ 50 $2y$ 50 $6$ 60 $5$ 40 $1$ 24 $apr1$ 24 $y$ 40 $argon2 30 $7$ 40",
    "paypal-token": "access_token$ 30",
    "planetscale-token": "pscale_tkn_ 20 pscale_pw_ 20 pscale_oauth_ 20",
    "posthog-key": "phx_ 30 phc_ 30",
    "postman-key": "PMAK- 30",
    "pulumi-token": "pul- 40",
    "pypi-token": "pypi- 40",
    "readme-key": "rdme_ 30",
    "render-key": "rnd_ 24",
    "rubygems-key": "rubygems_ 30",
    "sendgrid-key": "SG. 30",
    "sentry-token": "sntrys_ 30 sntryu_ 30",
    "shippo-key": "shippo_live_ 30 shippo_test_ 30",
    "shopify-token": "shpat_ 16 shpss_ 16 shpca_ 16 shppa_ 16",
    "sourcegraph-token": "sgp_ 30",
    "square-key": "sq0csp- 30 sq0atp- 20 sq0idp- 20",
    "stripe-key": "sk_live_ 12 sk_test_ 12 rk_live_ 12 rk_test_ 12 whsec_ 12",
    "supabase-key": "sbp_ 30 sb_secret_ 20",
    "tailscale-key": "tskey- 20",
    "tencent-key": "AKID 30",
    "twilio-key": "SK 32",
    "typeform-token": "tfp_ 30",
    "vault-token": "hvs. 20 hvb. 20 hvr. 20 s. 24",
    "vercel-token": "vercel_blob_ 20 vcp_ 30",
    "yandex-key": "AQVN 30",
    "yandex-token": "t1. 60",
}  # fmt: skip
TOKENS = [
    pytest.param(
        kind,
        begins,
        int(least.removesuffix("U")),
        UPPER if least.endswith("U") else LOWER,
        id=f"{kind}-{begins}",
    )
    for kind, told in VENDORS.items()
    for begins, least in zip(told.split()[::2], told.split()[1::2], strict=True)
]


@pytest.mark.parametrize(("kind", "begins", "least", "rest"), TOKENS)
def test_a_vendors_token_is_told_by_its_beginning(kind: str, begins: str, least: int, rest: str) -> None:
    assert kind_of(begins + rest[:least]) == kind
    assert kind_of(begins + rest[: least - 1]) != kind
    assert kind_of("%" + begins[1:] + rest[:least]) != kind
