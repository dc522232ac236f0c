"""What the converters of documents and media read and write: files, addresses, and what stands behind a prefix.

Flags: ffmpeg 7, ImageMagick 7, pandoc 3, poppler 24, libxml2 2.13 manuals.
"""

from __future__ import annotations

from assent.core.effect import RUN_CODE, SYSTEM
from assent.shell.judges.tasks import source
from assent.shell.meaning.addresses import is_address
from assent.shell.meaning.arg import Arg

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.shell.meaning.use import Use

_WEB = ("http://", "https://")


def _opened(use: Use, word: Arg) -> None:
    """A file, or an address of the web; any other address is left to the person."""
    text = (word.text or "").lower()
    if text.startswith(_WEB):
        use.url(word)
    elif is_address(text):
        use.unknown(f"how {word.text} is opened")
    else:
        use.read(word)


def files_or_addresses(use: Use) -> None:
    """Every word is a file or an address that is read."""
    for word in use.words:
        _opened(use, word)


def mediainfo(use: Use) -> None:
    """What is printed may be told by a file, `file://PATH`, behind the name of a kind of stream too: `Video;file://x`."""
    files_or_addresses(use)
    for flag, value in use.options:
        if flag in ("--Output", "--Inform") and value is not None:
            if value.text is None:
                use.opaque("how it prints cannot be known")
            elif "file:" in value.text.lower():
                use.read(Arg(value.text.rpartition("://")[2]))


def last_written(use: Use) -> None:
    """qemu-img convert: every word but the last is a file that is read."""
    for word in use.words[:-1]:
        _opened(use, word)
    _written(use, use.words[-1:])


def first_written(use: Use) -> None:
    """qemu-img create and resize: the first word is the image."""
    _written(use, use.words[:1])


def _written(use: Use, words: Sequence[Arg]) -> None:
    for word in words:
        if is_address((word.text or "").lower()):
            use.unknown(f"how {word.text} is written")
        else:
            use.write(word)


def opens(use: Use) -> None:
    """What the desktop opens may be a program; an address goes to the browser, or to whatever took its scheme."""
    use.note(SYSTEM, "starts a program of the desktop")
    for word in use.words:
        text = (word.text or "").lower()
        if text.startswith(_WEB):
            use.url(word)
        elif is_address(text):
            use.note(RUN_CODE, f"starts whatever answers to {word.text}")
        else:
            source(use, word)


def yt_dlp(use: Use) -> None:
    """A place may be for one kind of file: `thumbnail:PATH`."""
    for flag, value in use.options:
        if flag in ("-o", "--output", "-P", "--paths") and value is not None and ":" in (value.text or ""):
            use.write(Arg((value.text or "").partition(":")[2]))


def pandoc(use: Use) -> None:
    """A format may be a Lua file, which runs."""
    for flag, value in use.options:
        if flag in ("-f", "-t", "-r", "-w", "--from", "--to", "--read", "--write") and value is not None:
            if value.text is None:
                use.opaque("which format it converts to cannot be known")
            elif "/" in value.text or ".lua" in value.text.lower():
                source(use, value)
    if use.words and use.words[0].text in ("lua", "server"):
        use.note(RUN_CODE, f"starts pandoc's own {use.words[0].text}")
    if any(word.text == "+RTS" for word in use.words):
        use.note(RUN_CODE, "hands options to its runtime, which may write any file")
    files_or_addresses(use)


def pdftotext(use: Use) -> None:
    """Without a second word the text goes beside the document."""
    if len(use.words) == 1:
        text = use.words[0].text
        use.write(
            use.words[0] if text is None else Arg(text.removesuffix(".pdf") + ".txt", glob=use.words[0].glob)
        )


# Sources of `-f lavfi` that only make pictures and sound.
_MADE = (
    "testsrc",
    "testsrc2",
    "color",
    "smptebars",
    "sine",
    "anullsrc",
    "nullsrc",
    "aevalsrc",
    "life",
    "mandelbrot",
    "rgbtestsrc",
)
# Formats that are one file, or none.
_PLAIN_KINDS = frozenset((
    "aac", "adts", "aiff", "apng", "avi", "f32le", "ffmetadata", "flac", "flv", "framemd5", "gif", "image2",
    "image2pipe", "ipod", "lavfi", "matroska", "md5", "mjpeg", "mov", "mp3", "mp4", "mpegts", "null", "ogg", "opus",
    "rawvideo", "s16le", "srt", "wav", "webm", "webp", "webvtt",
))  # fmt: skip
# Filters that open no file.
_PLAIN_FILTERS = frozenset((
    "adelay", "aformat", "afade", "amerge", "amix", "anull", "apad", "areverse", "aresample", "aselect", "asetpts",
    "asplit", "atempo", "atrim", "blackdetect", "boxblur", "channelsplit", "chromakey", "color", "colorkey", "concat",
    "copy", "crop", "drawbox", "eq", "fade", "format", "fps", "gblur", "hflip", "highpass", "hstack", "hue", "loop",
    "loudnorm", "lowpass", "minterpolate", "null", "overlay", "pad", "palettegen", "paletteuse", "pan", "reverse",
    "rotate", "scale", "select", "setdar", "setpts", "setsar", "showinfo", "silencedetect", "split", "thumbnail",
    "tile", "tpad", "transpose", "trim", "unsharp", "vflip", "volume", "volumedetect", "vstack", "xstack", "yadif",
    "zoompan",
))  # fmt: skip
_FILTERS = ("-vf", "-af", "-filter", "-filter:v", "-filter:a", "-filter_complex", "-lavfi")


def ffmpeg(use: Use) -> None:
    """Inputs are read and outputs written; filters that name files are left to the person."""
    kinds = [value.text for flag, value in use.options if flag == "-f" and value is not None]
    if any(kind not in _PLAIN_KINDS for kind in kinds):
        use.unknown("a format that names further files, or a device")
    for flag, value in use.options:
        if flag == "-i" and value is not None:
            _input(use, value, "lavfi" in kinds)
        elif flag in _FILTERS and (value is None or not _plain(value.text)):
            use.unknown("a filter that may open a file")
    for word in use.words:
        if (
            is_address(word.text or "")
            or "|" in (word.text or "")
            or ":" in (word.text or "").partition("/")[0]
        ):
            use.unknown("an output that is no plain file")
        use.write(word)


def _plain(graph: str | None) -> bool:
    """True for a graph of filters that open no file."""
    if graph is None or "file" in graph or "\\" in graph:
        return False
    names = (each.strip() for part in graph.split(";") for each in part.split(","))
    return all(_unlabelled(name).partition("=")[0].partition("@")[0] in _PLAIN_FILTERS for name in names)


def _unlabelled(text: str) -> str:
    """A filter without the labels around it: `[0:v]scale=2[v]` is `scale=2`."""
    while text.startswith("["):
        text = text.partition("]")[2].strip()
    return text.partition("[")[0].strip()


def _input(use: Use, value: Arg, made: bool) -> None:
    text = value.text or ""
    if made and text.partition("=")[0] in _MADE and not set(text) & set(",;[]'\\"):
        return
    if (
        made
        or text.partition(":")[0] in ("concat", "subfile", "data", "pipe", "async", "cache", "crypto")
        or "," in text.partition(":")[0]
    ):
        use.unknown("an input that is no plain file")
    _opened(use, value)


# Prefixes of ImageMagick that name a format or make a picture; others read by their own rules, or run programs.
_IMAGES = frozenset((
    "xc", "canvas", "gradient", "radial-gradient", "plasma", "pattern", "tile", "label", "caption", "logo", "rose",
    "wizard", "granite", "netscape", "png", "png8", "png24", "png32", "jpg", "jpeg", "webp", "gif", "bmp", "tif",
    "tiff", "ico", "icns", "avif", "heic", "pdf", "ppm", "pgm", "pnm", "rgb", "rgba", "gray", "info", "null",
    "json", "txt",
))  # fmt: skip
_DRAWN = (
    "xc",
    "canvas",
    "gradient",
    "radial-gradient",
    "plasma",
    "pattern",
    "label",
    "caption",
    "logo",
    "rose",
    "wizard",
    "granite",
    "netscape",
    "null",
)


def images(use: Use) -> None:
    """convert and magick: the last word is written, those before it are read."""
    _texts(use)
    if len(use.words) > 1:
        _pictures(use, use.words[:-1])
        _picture(use, use.words[-1], writes=True)
    else:
        _pictures(use, use.words)


def identified(use: Use) -> None:
    """identify reads every word."""
    _texts(use)
    _pictures(use, use.words)


def captured(use: Use) -> None:
    """import writes what it sees on the screen to each word."""
    _texts(use)
    for word in use.words:
        _picture(use, word, writes=True)


def mogrified(use: Use) -> None:
    """mogrify rewrites every word."""
    _texts(use)
    _pictures(use, use.words)
    for word in use.words:
        _picture(use, word, writes=True)


def _texts(use: Use) -> None:
    """`@file` in the place of a text is that file's content; -write and -profile name files as operands do."""
    for flag, value in use.options:
        if flag in ("-write", "-profile") and value is not None:
            _picture(use, value, writes=flag == "-write")
            use.given((value.text or "").rpartition(":")[2])
    for arg in use.args:
        text = arg.text or ""
        if text.startswith(("@", "|")) or ":@" in text or "=@" in text:
            use.unknown("a text that comes from a file")
            use.given(text.rpartition("@")[2])


def _pictures(use: Use, words: Sequence[Arg]) -> None:
    for word in words:
        _picture(use, word, writes=False)


def _picture(use: Use, word: Arg, *, writes: bool) -> None:
    text = word.text
    if text is not None and text in ("(", ")", "+"):
        return
    prefix, colon, rest = (text or "").partition(":")
    if colon and prefix.lower() in _DRAWN and not writes:
        return
    if colon and prefix.lower() not in _IMAGES:
        use.unknown(f"what {prefix}: means to ImageMagick")
        return
    if text is not None and text.lower().endswith((".msl", ".mvg")):
        use.unknown("a script of ImageMagick")
    place = Arg(rest, glob=word.glob) if colon else word
    if writes:
        use.write(place)
    else:
        use.read(place)
