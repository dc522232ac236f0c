"""Cmdlets of files, folders and their contents, as rows (see table.py)."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.powershell.table import Row

_PATHS = "Path^=word LiteralPath|PSPath|LP=word Filter=filter Include=filter Exclude=data Credential=data"
_ASKS = "WhatIf|wi Confirm|cf"
_WRITES = f"Force PassThru NoClobber|NoOverwrite Append:-a Encoding=data NoNewline {_ASKS}"
_ITEM = f"{_PATHS} Force PassThru {_ASKS}"

FILES: dict[str, Row] = {
    # -- looking ----------------------------------------------------------------------------------------------------
    "get-content": (
        "cat",
        "Path",
        f"{_PATHS} ~Raw ~Wait Force ~AsByteStream ReadCount=data TotalCount|First|Head=data Tail|Last=data ~Delimiter=data "
        "~Encoding=data ~Stream=data",
    ),
    "get-childitem": (
        "ls",
        "Path Filter",
        f"{_PATHS} Recurse|s:-R Depth=data Force:-a Name|N Attributes=data ~Directory|ad|d ~File|af ~Hidden|ah|h ~ReadOnly|ar "
        "~System|as FollowSymlink",
    ),
    "get-item": ("ls -d", "Path", f"{_PATHS} Force Stream=data"),
    "get-itemproperty": ("ls -d", "Path Name", f"{_PATHS} Name|PSProperty=data"),
    "get-itempropertyvalue": ("ls -d", "Path Name", f"{_PATHS} Name|PSProperty=data"),
    "get-acl": ("ls -d", "Path", f"{_PATHS} Audit InputObject=unknown"),
    "test-path": (
        "ls -d",
        "Path",
        f"{_PATHS} PathType|Type=data IsValid OlderThan=data NewerThan=data",
    ),
    "resolve-path": ("ls -d", "Path", f"{_PATHS} Relative RelativeBasePath=word Force"),
    "convert-path": ("ls -d", "Path", _PATHS),
    "split-path": (
        "",
        "Path",
        "Path^=data LiteralPath|PSPath|LP=data Leaf LeafBase Extension Parent Qualifier NoQualifier Resolve=unknown "
        "IsAbsolute Credential=data",
    ),
    "join-path": (
        "",
        "Path ChildPath AdditionalChildPath…",
        "Path|PSPath^=data ChildPath=data AdditionalChildPath=data Resolve=unknown Credential=data Extension=data",
    ),
    "get-filehash": (
        "sha256sum",
        "Path",
        "Path^=word LiteralPath|PSPath|LP=word Algorithm=data InputStream=unknown",
    ),
    "format-hex": (
        "xxd",
        "Path",
        "Path^=word LiteralPath|PSPath|LP=word InputObject=data Encoding=data Count=data Offset=data Raw",
    ),
    "select-string": (
        "grep",
        "Pattern Path",
        "Pattern=-e:text Path^=word LiteralPath|PSPath|LP=word InputObject=data SimpleMatch CaseSensitive Quiet List Raw "
        "NotMatch AllMatches NoEmphasis Include=filter Exclude=data Encoding=data Context=data Culture=data",
    ),
    "import-csv": (
        "cat",
        "Path Delimiter",
        "Path|PSPath^=word LiteralPath|LP=word Delimiter=data UseCulture Header=data Encoding=data",
    ),
    "import-clixml": (
        "cat",
        "Path",
        "Path^=word LiteralPath|PSPath|LP=word IncludeTotalCount Skip=data First=data",
    ),
    "import-powershelldatafile": ("cat", "Path", "Path^=word LiteralPath|PSPath|LP=word SkipLimitCheck"),
    "test-json": (
        "cat",
        "Path",
        "Json=data Path=word LiteralPath|PSPath|LP=word Schema=data SchemaFile=word Options=data",
    ),
    "get-psdrive": ("", "Name", "Name=data LiteralName=data Scope=data PSProvider=data"),
    # -- changing ---------------------------------------------------------------------------------------------------
    "set-content": (
        "tee",
        "Path Value",
        f"{_PATHS} Value=data AsByteStream Stream=data {_WRITES}",
    ),
    "add-content": (
        "tee -a",
        "Path Value",
        f"{_PATHS} Value=data AsByteStream Stream=data {_WRITES}",
    ),
    "clear-content": ("tee", "Path", f"{_PATHS} Stream=data {_WRITES}"),
    "out-file": (
        "tee",
        "FilePath Encoding",
        f"FilePath|Path=word LiteralPath|PSPath|LP=word InputObject=data Width=data {_WRITES}",
    ),
    "tee-object": (
        "tee",
        "FilePath",
        "FilePath|Path=word LiteralPath|PSPath|LP=word InputObject=data Append:-a Encoding=data Variable=var",
    ),
    "export-csv": (
        "tee",
        "Path Delimiter",
        "Path|PSPath=word LiteralPath|LP=word InputObject=data Delimiter=data UseCulture NoTypeInformation|NTI "
        f"IncludeTypeInformation|ITI QuoteFields|QF=data UseQuotes|UQ=data NoHeader {_WRITES}",
    ),
    "export-clixml": (
        "tee",
        "Path",
        f"Path=word LiteralPath|PSPath|LP=word InputObject=data Depth=data {_WRITES}",
    ),
    "new-item": (
        "touch",
        "Path",
        f"Path^=word Name=data ItemType|Type=data Value|Target=data Force Credential=data {_ASKS}",
    ),
    "mkdir": ("mkdir -p", "Path", f"Path^=word Name=data Value=data Force Credential=data {_ASKS}"),
    "copy-item": (
        "cp",
        "Path Destination",
        f"Path^=word LiteralPath|PSPath|LP=word Destination=word Recurse:-r Container Force Filter=filter Include=filter "
        f"Exclude=data PassThru Credential=data FromSession=unknown ToSession=unknown {_ASKS}",
    ),
    "move-item": (
        "mv",
        "Path Destination",
        "Path^=word LiteralPath|PSPath|LP=word Destination=word Force:-f Filter=filter Include=filter Exclude=data "
        f"PassThru Credential=data {_ASKS}",
    ),
    "rename-item": (
        "mv",
        "Path NewName",
        f"Path^=word LiteralPath|PSPath|LP=word NewName=name Force PassThru Credential=data {_ASKS}",
    ),
    "remove-item": (
        "rm",
        "Path",
        f"{_PATHS} Recurse:-r Force:-f Stream=data {_ASKS}",
    ),
    "clear-item": ("tee", "Path", _ITEM),
    "set-item": ("tee", "Path Value", f"{_ITEM} Value=data"),
    "set-itemproperty": (
        "touch",
        "Path Name Value",
        f"{_ITEM} Name|PSProperty=data Value=data Type=data InputObject=data",
    ),
    "new-itemproperty": (
        "touch",
        "Path Name",
        f"{_ITEM} Name|PSProperty=data Value=data PropertyType|Type=data",
    ),
    "remove-itemproperty": ("touch", "Path Name", f"{_ITEM} Name|PSProperty=data"),
    "clear-itemproperty": ("touch", "Path Name", f"{_ITEM} Name|PSProperty=data"),
    "compress-archive": (
        "zip -r",
        "Path DestinationPath",
        "DestinationPath=word Path^=word LiteralPath|PSPath|LP=word CompressionLevel=data Update Force PassThru "
        f"{_ASKS}",
    ),
    "expand-archive": (
        "unzip",
        "Path DestinationPath",
        f"Path^=word LiteralPath|PSPath|LP=word DestinationPath=-d:word Force:-o PassThru {_ASKS}",
    ),
}
