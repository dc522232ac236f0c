"""Where secrets lie, one name and one place at a time."""

from __future__ import annotations

import pytest

from assent.core.effect import READ_ELSEWHERE, READ_PROJECT, READ_SECRET
from assent.core.facts import Facts
from assent.core.places import deep_effect, read_effect
from assent.core.private import in_home, is_open_tree

HOME, PROJECT = "/home/u", "/home/u/p"
FACTS = Facts(HOME, PROJECT)


def read(path: str) -> int:
    return read_effect(path, FACTS)


FOLDERS = """.1password .aws .azure .bitwarden .credentials .gcloud .gnupg .kube .minikube .mozilla .oci .password-store
.secrets .sops .ssh .step .terraform.d .thunderbird .vault gcloud keychains keyrings secrets.d""".split()
FILES = """.bash_history .claude.json .credentials.json .dev.vars .dockercfg .env .envrc .git-credentials .htpasswd .my.cnf
.mysql_history .netrc .node_repl_history .npmrc .pgpass .psql_history .pypirc .python_history .vault-pass
.vault-token .vault_pass .vault_pass.txt .vault_password .zsh_history _netrc access_tokens.db accesstokens.json
auth.json authorized_keys azureprofile.json credentials credentials.db credentials.json credentials.toml environ
fish_history gshadow hosts.yml id_dsa id_ecdsa id_ecdsa_sk id_ed25519 id_ed25519_sk id_rsa kcore key4.db
kubeconfig kubeconfig.yaml kubeconfig.yml local.settings.json login.keychain-db logins.json master.key mem
oauth_creds.json secret.json secret.yaml secret.yml secrets.json secrets.toml secrets.yaml secrets.yml
service-account.json serviceaccount.json shadow sudoers terraform.tfstate terraform.tfvars vault-password
vault_pass.txt vault_password wallet.dat wp-config.php""".split()
ENDINGS = """.age .asc .cookies .env .gpg .jks .kdbx .key .keystore .kubeconfig .ovpn .p12 .pem .pfx .ppk .tfstate .tfvars
_dsa _ecdsa _ed25519 _rsa""".split()
NO_SECRET = """.defaults .dist .example .pub .sample .template""".split()


@pytest.mark.parametrize("name", FOLDERS)
def test_all_of_a_secret_folder_is_secret_wherever_it_stands(name: str) -> None:
    for path in (
        f"{PROJECT}/{name}",
        f"{PROJECT}/a/{name}/b/x",
        f"{PROJECT}/{name.upper()}/x",
        f"/srv/{name}/x",
    ):
        assert read(path) == READ_SECRET
    assert read(f"{PROJECT}/x{name}x/y") == READ_PROJECT


@pytest.mark.parametrize("name", FILES)
def test_a_secret_file_is_secret_wherever_it_stands(name: str) -> None:
    for path in (f"{PROJECT}/{name}", f"{PROJECT}/a/{name.upper()}", f"/srv/{name}"):
        assert read(path) == READ_SECRET
    assert read(f"{PROJECT}/x{name}x") == READ_PROJECT


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_with_the_ending_of_a_secret_is_one(ending: str) -> None:
    assert [read(f"{PROJECT}/x{ending}"), read(f"/srv/x{ending.upper()}")] == [READ_SECRET] * 2


@pytest.mark.parametrize("ending", NO_SECRET)
def test_what_is_made_to_be_read_is_no_secret(ending: str) -> None:
    for name in (".env", "credentials", "x.pem", "id_rsa"):
        assert read(f"{PROJECT}/{name}{ending}") == READ_PROJECT


@pytest.mark.parametrize("name", [".env.local", ".env_prod", ".env.", ".ENV.x"])
def test_every_file_of_an_environment_is_secret(name: str) -> None:
    assert read(f"{PROJECT}/{name}") == READ_SECRET


OUTSIDE_FOLDERS = """.docker keystore keystores pki private_keys secret secrets secrets-store vault""".split()
OUTSIDE_FILES = """appsettings.production.json | auth.conf | cookies | cookies.sqlite | credentials.xml | database.yml | id_rsa.bak
| local_settings.py | login data | master.passwd | opasswd | password.txt | passwords.csv | passwords.txt |
secret_token.rb | token | token.json | tokens.json | unseal.txt""".replace("\n", " ").split(" | ")
OUTSIDE_ENDINGS = """.credentials .crypt .der .kdb .keytab .p8 .passwd .password .passwords .pkcs12 .secret .secrets .token .vault
.wallet _key""".split()
OUTSIDE_BEGINNINGS = (
    """client_secret credentials. krb5cc secret. secrets. service-account service_account ssh_host_""".split()
)
# The same names in the project are the project's own.
OUTSIDE = [
    *(f"{name}/x" for name in OUTSIDE_FOLDERS),
    *OUTSIDE_FILES,
    *(f"x{ending}" for ending in OUTSIDE_ENDINGS),
    *(f"{beginning}x" for beginning in OUTSIDE_BEGINNINGS),
]


@pytest.mark.parametrize("name", OUTSIDE)
def test_outside_the_project_more_names_are_secret(name: str) -> None:
    assert [read(f"/srv/a/{name}"), read(f"/srv/a/{name.upper()}"), read(f"{HOME}/b/{name}")] == [
        READ_SECRET
    ] * 3
    assert read(f"{PROJECT}/{name}") == READ_PROJECT


PRIVATE = """/boot | /certs | /dev | /efi | /etc | /keys | /library/application support | /library/keychains |
/library/preferences | /lost+found | /opt/gitlab/etc | /opt/homebrew/etc | /opt/homebrew/var | /opt/jboss |
/opt/keycloak/conf | /opt/nessus | /opt/puppetlabs/puppet/ssl | /opt/sonarqube/conf | /opt/splunk/etc |
/opt/tomcat/conf | /opt/wildfly/standalone/configuration | /proc | /run | /secret | /secrets | /srv/pillar |
/srv/salt/pki | /sys/firmware/dmi/tables | /sys/firmware/efi/efivars | /sys/fs/bpf | /sys/fs/pstore |
/sys/kernel/debug | /sys/kernel/security | /sys/kernel/tracing | /sys/power | /usr/lib/ssl/private |
/usr/local/etc | /usr/local/ssl/private | /var | /var/cache/debconf | /var/cache/private | /var/cache/samba |
/var/log/anaconda | /var/log/audit | /var/log/auth.log | /var/log/btmp | /var/log/cloud-init-output.log |
/var/log/cloud-init.log | /var/log/gitlab | /var/log/installer | /var/log/journal | /var/log/lastlog |
/var/log/private | /var/log/samba | /var/log/secure | /var/log/sssd | /var/log/sudo.log | /var/log/vault |
/var/log/wtmp | /vault | ~/.oh-my-zsh/custom | ~/appdata | ~/application data | ~/credentials |
~/documents/wallets | ~/keys | ~/library | ~/mail | ~/maildir | ~/mbox | ~/ntuser.dat | ~/passwords | ~/private
| ~/secrets | ~/snap | ~/vault""".replace("\n", " ").split(" | ")


@pytest.mark.parametrize("place", PRIVATE)
def test_a_private_place_is_secret_for_every_user(place: str) -> None:
    homes = [HOME, "/home/other", "/root", "/users/x"] if place[0] == "~" else [""]
    for path in (home + place.removeprefix("~") for home in homes):
        assert read(path) == READ_SECRET
        assert read(f"{path}/x") == READ_SECRET
        assert deep_effect(path, FACTS) == READ_SECRET


PLAIN = """/etc/samba/smb.conf /var/folders /var/local /var/log /var/runtime /var/task /var/www""".split()


@pytest.mark.parametrize("place", PLAIN)
def test_a_file_of_a_plain_place_in_a_private_tree_is_read_and_the_whole_of_it_is_not(place: str) -> None:
    assert read(place) == READ_ELSEWHERE
    assert deep_effect(place, FACTS) == READ_SECRET


# Places that packages, tool chains and the system bring along, and the private ones around them.
OPEN = [
    "/usr/share/doc", "/etc/hosts", "/etc/os-release", "/proc/cpuinfo", "/proc/self/status", "/proc/12/limits",
    "/proc/self/task/3/status", "/home/u/.cargo/registry/x", "/home/other/.nvm/versions/x", "/var/lib/dpkg/status",
    "/home/u/x/node_modules/y", "/srv/v/site-packages/y", "/usr/lib/python3/dist-packages/y", "/boot/config-6",
    "/boot/vmlinuz-6", "/etc/pam.d/common-auth", "/etc/ssh/ssh_host_rsa_key.pub", "/etc/ssh/sshd_config",
]  # fmt: skip
CLOSED = [
    "/etc/x", "/proc/self/environ", "/proc/12/cmdline", "/proc/x/status", "/home/u/.x", "/home/u/.cargo/credentials.toml",
    "/home/other/.x/y", "/etc/pam.d/x", "/boot/x", "/etc/ssh/ssh_host_rsa_key", "/var/run/x", "/private/etc/x",
    "/private/var/x", "/usr/local/var/x", "/opt/homebrew/var/x", "/system/volumes/data/etc/x", "/host/etc/x",
    "/hostfs/etc/x", "/rootfs/etc/x", "/var/home/x/.y", "/usr/home/x/.y", "/export/home/x/.y", "/mnt/d/users/x/.y",
    "/var/root/.y", "/root/.y", "/users/x/.y",
]  # fmt: skip


@pytest.mark.parametrize("path", OPEN)
def test_what_everybody_may_read_is_read_elsewhere(path: str) -> None:
    assert read(path) == READ_ELSEWHERE


@pytest.mark.parametrize("path", CLOSED)
def test_what_is_private_by_its_place_is_secret(path: str) -> None:
    assert read(path) == READ_SECRET


def test_the_folder_above_all_others_holds_what_is_private() -> None:
    assert not is_open_tree("", HOME)


@pytest.mark.parametrize("path", ["", "/", "/root", "/home", "/home/u"])
def test_nothing_stands_behind_a_home_in_a_path_that_ends_before(path: str) -> None:
    assert not in_home(path, HOME)
