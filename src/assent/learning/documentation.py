"""Hosts of handbooks, questions and sources of languages and tools: answers about them speak for one another."""

from __future__ import annotations

HOSTS = frozenset(
    """
    angular.dev angular.io ansible.readthedocs.io ant.design api.flutter.dev api.rubyonrails.org askubuntu.com
    astro.build babeljs.io bash-hackers.gabe565.com bun.com bun.sh caniuse.com cmake.org codeberg.org
    cplusplus.com crates.io css-tricks.com dart.dev deno.land dev.mysql.com devdocs.io developer.android.com
    developer.apple.com developer.chrome.com developer.hashicorp.com developer.mozilla.org
    developers.cloudflare.com developers.google.com django-rest-framework.org doc.rust-lang.org docs.astral.sh
    docs.aws.amazon.com docs.celeryq.dev docs.djangoproject.com docs.docker.com docs.expo.dev
    docs.fastapi.tiangolo.com docs.github.com docs.gitlab.com docs.gradle.org docs.jquery.com
    docs.julialang.org docs.kernel.org docs.mongodb.com docs.nestjs.com docs.npmjs.com docs.nvidia.com
    docs.oracle.com docs.pydantic.dev docs.pytest.org docs.python-requests.org docs.python.org docs.rs
    docs.ruby-lang.org docs.scala-lang.org docs.spring.io docs.sqlalchemy.org docs.swift.org docs.unity3d.com
    docs.yarnpkg.com echarts.apache.org elixir-lang.org en.cppreference.com eslint.org expressjs.com
    fastapi.tiangolo.com flask.palletsprojects.com git-scm.com github.com gitlab.com gnu.org go.dev
    graphql.org guides.rubyonrails.org helm.sh hexdocs.pm httpd.apache.org jestjs.io jinja.palletsprojects.com
    kotlinlang.org kubernetes.io laravel.com learn.microsoft.com learn.svelte.dev man7.org mariadb.com
    matplotlib.org maven.apache.org mypy.readthedocs.io nextjs.org nginx.org nixos.org nodejs.org npmjs.com
    numpy.org nuxt.com opentelemetry.io packaging.python.org pandas.pydata.org peps.python.org
    perldoc.perl.org php.net pip.pypa.io pkg.go.dev playwright.dev pnpm.io postgresql.org prettier.io
    prometheus.io pypi.org pytorch.org react.dev reactjs.org reactnative.dev redis.io redux.js.org
    registry.terraform.io requests.readthedocs.io ruby-doc.org rubyonrails.org rust-lang.org sass-lang.com
    scikit-learn.org serverfault.com setuptools.pypa.io spec.commonmark.org sqlite.org stackoverflow.com
    storybook.js.org superuser.com svelte.dev swift.org tailwindcss.com tanstack.com tensorflow.org
    terraform.io toml.io tox.wiki typescriptlang.org v8.dev vite.dev vitejs.dev vitest.dev vuejs.org w3.org
    wiki.archlinux.org www.gnu.org www.npmjs.com www.php.net www.postgresql.org www.rust-lang.org
    www.sqlite.org www.typescriptlang.org www.w3.org yarnpkg.com zod.dev
    """.split()
)
# Families of such hosts, each with one subdomain for each project.
DOMAINS = (
    ".readthedocs.io",
    ".readthedocs.org",
    ".js.org",
    ".palletsprojects.com",
    ".rust-lang.org",
    ".python.org",
)


def is_documentation(host: str | None) -> bool:
    """True for a host of the list, or of one of its families."""
    return host is not None and (host in HOSTS or host.endswith(DOMAINS))
