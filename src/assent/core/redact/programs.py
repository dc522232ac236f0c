"""The one home of which programs take a secret, and where: as an option's value, as an operand, or from a pipe.

The tables of the shell room say what a program does; here stands only what a reader of its words must not see."""

from __future__ import annotations

# Program → options, each with how its value lies: `-p` in the next word or attached, `-p+` only attached, `-u:` the
# part behind the first colon, `-U%` behind the first percent sign, `-k!` only in
# the next word, `-pass=pass` behind that word and a colon. Options
# behind a word in brackets count only where that word stands before them.
_MYSQL = "-p+"
_LOGIN = "[login] -p --password"
_LDAP = "-w"
OPTIONS = {
    "mysql": _MYSQL, "mysqldump": _MYSQL, "mysqladmin": _MYSQL, "mysqlimport": _MYSQL, "mysqlshow": _MYSQL,
    "mysqlcheck": _MYSQL,
    "mysqlbinlog": _MYSQL, "mysqlpump": _MYSQL, "mariadb": _MYSQL, "mariadb-dump": _MYSQL, "mariadb-admin": _MYSQL,
    "mycli": _MYSQL,
    "mysqlsh": _MYSQL, "xtrabackup": _MYSQL, "mydumper": "-p", "pt-query-digest": "-p",
    "obclient": _MYSQL, "taosql": "-p", "cqlsh": "-p", "nodetool": "-pw", "osql": "-P",
    "sshpass": "-p", "redis-cli": "-a", "keydb-cli": "-a", "valkey-cli": "-a", "sqlcmd": "-P", "bcp": "-P",
    "isql": "-P", "tsql": "-P",
    "mongo": "-p", "mongosh": "-p", "mongodump": "-p", "mongorestore": "-p", "mongoexport": "-p", "mongoimport": "-p",
    "mongostat": "-p",
    "cypher-shell": "-p", "influx": "-p", "couchbase-cli": "-p", "cbq": "-p", "vsql": "-w",
    "docker": _LOGIN, "nerdctl": _LOGIN, "helm": _LOGIN + " --username+", "oras": _LOGIN, "crane": _LOGIN,
    "regctl": _LOGIN, "oc": _LOGIN,
    "az": "[login] -p [server] -p [flexible-server] -p", "cf": "[login] -p", "argocd": "[login] --password",
    "rancher": "[login] -t",
    "twine": "[upload] -p",
    "podman": _LOGIN + " --creds:", "buildah": _LOGIN + " --creds:",
    "skopeo": _LOGIN + " --creds: --src-creds: --dest-creds:",
    "curl": "-u: --user: -U: --proxy-user: --oauth2-bearer --pass --proxy-pass --tlspassword "
    "--proxy-tlspassword -b= --cookie=",
    "wget": "--http-password --ftp-password --proxy-password", "http": "-a: --auth:", "https": "-a: --auth:",
    "xh": "-a: --auth:", "xhs": "-a: --auth:",
    "ab": "-A: -P:", "lftp": "-u,", "ncftpget": "-p", "ncftpput": "-p", "smbclient": "-U%", "rpcclient": "-U%",
    "smbget": "-U%", "net": "-U%",
    "crackmapexec": "-p", "nxc": "-p", "evil-winrm": "-p", "smbmap": "-p", "xfreerdp": "/p:+", "wlfreerdp": "/p:+",
    "rdesktop": "-p",
    "ldapsearch": _LDAP, "ldapmodify": _LDAP, "ldapadd": _LDAP, "ldapdelete": _LDAP, "ldapwhoami": _LDAP,
    "ldappasswd": "-w -s -a", "ldapcompare": _LDAP,
    "openssl": "-pass=pass -passin=pass -passout=pass -k! -K! -hmac! -psk!", "7z": "-p+", "7za": "-p+", "7zz": "-p+",
    "7zr": "-p+", "rar": "-hp+ -p+", "unrar": "-p+",
    "zip": "-P", "unzip": "-P", "zipcloak": "-P", "unar": "-p", "pdftotext": "-upw -opw",
    "keytool": "-storepass -keypass -srcstorepass -deststorepass -srckeypass -destkeypass",
    "jarsigner": "-storepass -keypass", "apksigner": "--ks-pass=pass --key-pass=pass",
    "mosquitto_pub": "-P", "mosquitto_sub": "-P", "mosquitto_rr": "-P", "ipmitool": "-P", "snmpwalk": "-A -X -c",
    "snmpget": "-A -X -c", "snmpset": "-A -X -c",
    "snmpbulkwalk": "-A -X -c", "rabbitmqadmin": "-p", "useradd": "-p", "usermod": "-p",
    "security": "[add-generic-password] -w [add-internet-password] -w [unlock-keychain] -p "
    "[create-keychain] -p [import] -P [set-key-partition-list] -k",
    "gh": "[secret] -b --body", "doctl": "-t", "vercel": "-t", "netlify": "--auth", "dotnet": "[push] -k",
    "nuget": "[push] -k", "glab": "[login] -t",
    "sqlplus": "@", "sqlldr": "@", "expdp": "@", "impdp": "@", "rman": "@",
    "aws": "[put-parameter] --value [put-secret-value] --secret-string [create-secret] --secret-string "
    "[update-secret] --secret-string",
    "kubectl": "--from-literal=", "k": "--from-literal=", "hydra": "-p", "medusa": "-p",
    "ssh-keygen": "-N -P", "plink": "-pw", "pscp": "-pw", "psftp": "-pw", "putty": "-pw", "winexe": "-U%",
    "conan": "-p", "etcdctl": "--user:", "supabase": "-p", "codecov": "-t", "codecovcli": "-t", "p4": "-P",
    "prefect": "-k", "notation": "-p",
    "signtool": "/p!", "osslsigncode": "-pass", "schtasks": "/rp! /p!", "certutil": "-p", "winrs": "/p! -p",
    "xcrun": "-p",
    "psexec": "-p", "psexec64": "-p", "psexec.exe": "-p", "PsExec": "-p", "PsExec64": "-p", "PsExec.exe": "-p",
    "PSEXEC": "-p",
    "paexec": "-p", "vmrun": "-gp -vp", "slappasswd": "-s", "doveadm": "-p", "sendemail": "-xp", "sendEmail": "-xp",
    "yt-dlp": "-p", "youtube-dl": "-p", "megals": "-p", "megaput": "-p", "megaget": "-p", "onvif-cli": "-p",
    "altool": "-p",
    "eas": "[secret:create] --value [env:create] --value", "tea": "-t", "ntfy": "-u: -k",
    "wpscan": "--api-token", "ssh": "", "scp": "", "rsync": "", "sftp": "",
}  # fmt: skip
# Words behind which any program's options hold a secret, and which options.
STORES = frozenset(("secret", "secrets", "secret:create", "secrets:set"))
STORED = "--value --secret --secret-string --body --plaintext"
_SET = ("set *", "put *", "add *", "update *")
# Program → words that must follow, and which operand behind them is the secret (`-1` the last).
OPERANDS = {
    "cargo": ("login 1",), "snyk": ("auth 1", "config set *"), "ngrok": ("authtoken 1",
    "config add-authtoken 1"), "wandb": ("login 1",),
    "bw": ("unlock 1", "login 2"), "rclone": ("obscure 1",), "wpa_passphrase": ("2",), "rabbitmqctl": ("add_user 2",
    "change_password 2", "authenticate_user 2"),
    "mc": ("alias set 4", "config host add 4", "admin user add 3"),
    "htpasswd": ("-b -1", "-nb -1", "-bn -1", "-nbB -1", "-bc -1",
    "-cb -1", "-bB -1", "-Bb -1", "-bcB -1", "-cbB -1", "-cBb -1"), "redis-cli": ("AUTH -1", "auth -1",
    "requirepass 1", "SETUSER >", "setuser >"), "keydb-cli": ("AUTH -1",),
    "valkey-cli": ("AUTH -1",), "mysqladmin": ("password 1",), "poetry": ("config 2?",), "composer": ("config 2?",),
    "ansible-vault": ("encrypt_string 1",),
    "dotnet": ("user-secrets set 2",), "pulumi": ("config set ?--secret 2",), "heroku": ("auth:token 1",),
    "nuget": ("setapikey 1",),
    "fly": ("secrets set *",), "flyctl": ("secrets set *",), "railway": ("login 1",),
    "travis": ("encrypt 1",), "circleci": ("setup 1",), "npm": ("token revoke 1",), "supabase": ("secrets set *",),
    "net": ("user 2", "use ~"), "NET": ("USER 2", "USE ~"), "oathtool": ("-b -1", "--base32 -1"),
    "bundle": ("config -1:",), "bundler": ("config -1:",),
    "setapikey": ("1",), "ConvertTo-SecureString": ("1",), "convertto-securestring": ("1",),
    "cloudflared": ("install 1",),
    "doppler": ("secrets set *", "secrets set 2"), "infisical": ("secrets set *",),
    "vault": ("login 1", "operator unseal -1", "kv put *", "kv patch *"),
    "bitcoin-cli": ("importprivkey 1", "walletpassphrase 1"), "e2b": ("auth 1",), "zerotier-cli": ("set-authtoken 1",),
    "op": ("item create *", "item edit *"), "smbpasswd": ("-s -1",), "drush": ("user:password 2", "upwd 2"),
    "salt": ("shadow.set_password 2",), "nmcli": ("password 1",), "keyring": ("set 3",),
    "firectl": ("set-api-key 1",), "llm": ("keys set 2",), "twilio": ("--account-sid 2",), "secret": _SET,
    "secrets": _SET,
}  # fmt: skip
# Programs that read a secret from a pipe or a here-string, and a word that must stand among theirs.
FED = (
    ("docker", "--password-stdin"), ("podman", "--password-stdin"), ("nerdctl", "--password-stdin"), ("helm",
    "--password-stdin"), ("oras", "--password-stdin"),
    ("crane", "--password-stdin"), ("skopeo", "--password-stdin"), ("gh", "--with-token"), ("glab", "--stdin"),
    ("sudo", "-S"), ("chpasswd", ""), ("passwd", "--stdin"),
    ("wrangler", "secret"), ("gh", "secret"), ("vercel", "env"), ("cryptsetup", ""), ("kinit", ""), ("codex",
    "--with-api-key"), ("smbpasswd", "-s"), ("htpasswd", "-i"),
    ("docker", "secret"), ("podman", "secret"), ("kubeseal", ""), ("vncpasswd", ""), ("passwd", ""), ("su", "-c"),
    ("doas", ""),
    ("flyctl", "secrets"), ("fly", "secrets"), ("rclone", "obscure"), ("secret-tool", "store"), ("keyring", "set"),
    ("bw", "login"),
    ("ansible-vault", "encrypt_string"), ("systemd-creds", "encrypt"), ("wg", "pubkey"), ("cargo", "login"),
    ("ssh-add", ""),
    ("mkpasswd", ""), ("openssl", "passwd"), ("slappasswd", ""), ("pulumi", "--secret"), ("gcloud", "secrets"),
    ("heroku", "config:set"),
    ("netlify", "env:set"), ("supabase", "secrets"), ("az", "--password"), ("npm", "login"), ("cog", "login"),
    ("az", "login"),
    ("pass", "insert"), ("security", "-w"), ("gpg", "--passphrase-fd"), ("restic", "--password-command"), ("firebase",
    "functions:secrets:set"), ("gcloud", "--data-file=-"),
)  # fmt: skip
# Options whose program reads a secret from a pipe, whatever its name.
READS = frozenset((
    "--password-stdin", "--passwd-stdin", "--pass-stdin", "--passphrase-stdin", "--token-stdin", "--with-token",
    "--secret-stdin", "--key-stdin", "--api-key-stdin", "--passphrase-fd", "--password-fd", "--pass-fd",
    "--password-from-stdin",
))  # fmt: skip
# Programs that encode what a pipe feeds them, and programs whose own commands take a secret as their last word.
ENCODERS = frozenset(("base64", "openssl", "gbase64"))
SESSIONS = frozenset(
    ("ftp", "lftp", "tnftp", "ncftp", "redis-cli", "valkey-cli", "keydb-cli", "telnet", "nc", "netcat")
)
ENTRIES = frozenset(("user", "USER", "pass", "PASS", "auth", "AUTH", "login", "LOGIN", "account"))
NAMES = (
    frozenset(OPTIONS)
    | frozenset(OPERANDS)
    | frozenset([each for each, _ in FED])
    | READS
    | SESSIONS
    | ENCODERS
    | STORES
)
# Programs of every day that take a secret only behind one of a few words, and those words: the rest of what they do is
# told to be plain without a closer look.
_RARELY = frozenset(
    "docker podman nerdctl npm gh glab cargo kubectl k oc helm oras crane aws gcloud sudo ssh scp rsync sftp".split()
)
_BEHIND = frozenset(
    "login --creds --src-creds --dest-creds --from-literal put-parameter put-secret-value create-secret update-secret "
    "--data-file -S --stdin Private-Lines".split()
)
LEADERS = (NAMES - _RARELY) | _BEHIND
