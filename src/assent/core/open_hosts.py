"""Hosts on which anybody may put anything, or behind which any machine may stand: nobody vouches for what is there."""

from __future__ import annotations

# Each with all names below it.
OPEN_HOSTS = frozenset((
    # Pastes: text that whoever likes leaves there, under a name of no account that vouches for it.
    "pastebin.com", "pastebin.pl", "paste.ee", "paste.rs", "paste.mozilla.org", "paste.debian.net", "paste.ubuntu.com",
    "paste.centos.org", "paste.fedoraproject.org", "paste.opensuse.org", "paste.c-net.org", "paste.sh", "pastes.io",
    "pastie.org", "dpaste.com", "dpaste.org", "hastebin.com", "hasteb.in", "ghostbin.com", "ghostbin.co", "rentry.co",
    "rentry.org", "ix.io", "sprunge.us", "termbin.com", "clbin.com", "vpaste.net", "bpa.st", "controlc.com",
    "justpaste.it", "privatebin.net", "privatebin.info", "cl1p.net", "zerobin.net", "0bin.net", "telegra.ph",
    "textbin.net", "codepad.org", "snippet.host", "pastecode.io", "paste2.org", "p.ip.fi", "katb.in",
    "gist.github.com", "gist.githubusercontent.com",
    # Files left for a while.
    "transfer.sh", "file.io", "0x0.st", "temp.sh", "oshi.at", "bashupload.com", "gofile.io", "catbox.moe", "uguu.se",
    "tmpfiles.org", "tmpfile.link", "filebin.net", "anonfiles.com", "wetransfer.com", "we.tl", "sendspace.com",
    "mediafire.com", "pixeldrain.com", "keep.sh", "w3s.link", "ufile.io",
    "fileditch.com", "x0.at", "envs.sh", "ttm.sh", "transferxl.com", "dropmefiles.com",
    # What is sent there is shown to whoever made the address.
    "webhook.site", "webhookrelay.com", "requestbin.com", "requestbin.net", "requestbin.io", "requestcatcher.com",
    "requestinspector.com", "hookbin.com", "hookb.in", "pipedream.net", "beeceptor.com", "mockbin.org", "mockbin.io",
    "mocky.io", "postb.in", "ptsv2.com", "ptsv3.com", "typedwebhook.tools", "webhook.cool", "webhookinbox.com",
    "smee.io", "dnslog.cn", "ceye.io", "canarytokens.com", "canarytokens.org", "interact.sh",
    "oast.pro", "oast.live", "oast.site", "oast.online", "oast.fun", "oast.me", "burpcollaborator.net",
    "oastify.com", "requestrepo.com", "httpdump.app", "putsreq.com", "hooks.zapier.com",
    "hook.eu1.make.com", "hook.us1.make.com", "maker.ifttt.com", "hooks.slack.com",
    # Tunnels: any machine, for as long as it likes.
    "ngrok.io", "ngrok.com", "ngrok.app", "ngrok.dev", "ngrok-free.app", "ngrok-free.dev", "ngrok.pizza",
    "trycloudflare.com", "cfargotunnel.com", "loca.lt", "localtunnel.me", "localhost.run", "lhr.life", "lhr.rocks",
    "serveo.net", "serveousercontent.com", "pagekite.me", "telebit.io", "telebit.cloud", "localxpose.io", "loclx.io",
    "pinggy.io", "pinggy.link", "pinggy.online", "bore.pub", "tunnelto.dev", "tunnel.pyjam.as",
    "packetriot.net", "playit.gg", "zrok.io", "devtunnels.ms", "tunnels.api.visualstudio.com", "inlets.dev",
    "staqlab-tunnel.com", "portmap.io", "portmap.host", "sish.top", "tunnelmole.net", "expose.dev",
    "sharedwithexpose.com",
    "remote.it", "burrow.io", "holesail.io", "onion", "onion.to", "onion.ws", "onion.ly", "tor2web.org", "i2p",
    # Names that stand for whatever address is written in them, or that anybody points anywhere.
    "nip.io", "sslip.io", "xip.io", "localtest.me", "lvh.me", "vcap.me", "traefik.me", "rbndr.us", "1u.ms",
    "duckdns.org",
    "no-ip.org", "no-ip.com", "ddns.net", "hopto.org", "zapto.org", "sytes.net", "dynu.net", "freedns.afraid.org",
    "mooo.com", "dedyn.io", "dynv6.net",
    # Short addresses, which lead anywhere.
    "bit.ly", "tinyurl.com", "t.co", "is.gd", "v.gd", "goo.gl", "ow.ly", "cutt.ly", "rebrand.ly", "shorturl.at",
    "rb.gy", "t.ly", "buff.ly", "tiny.cc", "git.io", "surl.li", "s.id", "bitly.com", "shorten.as", "adf.ly",
))  # fmt: skip


def is_anybodys(host: str) -> bool:
    """True for such a host, or one below it."""
    while host:
        if host in OPEN_HOSTS:
            return True
        host = host.partition(".")[2]
    return False
