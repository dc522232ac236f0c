"""Cmdlets that only shape, show or compute what they are given, as rows (see table.py)."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.powershell.table import Row

_IN = "InputObject=data"
_SHAPE = (
    f"Property=block {_IN} AutoSize HideTableHeaders RepeatHeader Wrap GroupBy=block View=data ShowError DisplayError "
    "Force Expand=data Column=data Depth=data"
)
_MESSAGE = "Message|Msg|Object=data"

OBJECTS: dict[str, Row] = {
    "select-object": (
        "",
        "Property",
        f"Property=block {_IN} ExcludeProperty=data ExpandProperty=data Unique CaseInsensitive Last=data First=data "
        "Skip=data SkipLast=data Wait Index=data SkipIndex=data",
    ),
    "sort-object": (
        "",
        "Property…",
        f"Property=block {_IN} Descending Unique Culture=data CaseSensitive Stable Top=data Bottom=data",
    ),
    "group-object": (
        "",
        "Property…",
        f"Property=block {_IN} NoElement AsHashTable|AHT AsString Culture=data CaseSensitive",
    ),
    "measure-object": (
        "",
        "Property",
        f"Property=block {_IN} Sum Average Maximum Minimum StandardDeviation AllStats Line Word Character "
        "IgnoreWhiteSpace",
    ),
    "where-object": (
        "",
        "FilterScript Value…",
        f"FilterScript|Property=block Value=data {_IN} "
        + " ".join(
            f"{case}{name}"
            for case in ("", "C")
            for name in (
                "EQ",
                "NE",
                "GT",
                "GE",
                "LT",
                "LE",
                "Like",
                "NotLike",
                "Match",
                "NotMatch",
                "Contains",
                "NotContains",
                "In",
                "NotIn",
            )  # fmt: skip
        )
        + " Is IsNot Not",
    ),
    "foreach-object": (
        "",
        "Process…",
        f"Process=block Begin=block End=block RemainingScripts=block {_IN} MemberName=unknown ArgumentList|Args=data "
        "Parallel=block ThrottleLimit=data TimeoutSeconds=data AsJob UseNewRunspace WhatIf|wi Confirm|cf",
    ),
    "compare-object": (
        "",
        "ReferenceObject DifferenceObject",
        "ReferenceObject=data DifferenceObject=data SyncWindow=data Property=block ExcludeDifferent IncludeEqual PassThru "
        "Culture=data CaseSensitive",
    ),
    "get-unique": ("", "", f"{_IN} AsString OnType CaseInsensitive"),
    "get-member": ("", "Name", f"Name=data {_IN} MemberType|Type=data View=data Static Force"),
    "format-table": ("", "Property…", _SHAPE),
    "format-list": ("", "Property…", _SHAPE),
    "format-wide": ("", "Property", _SHAPE),
    "format-custom": ("", "Property…", _SHAPE),
    "out-string": ("", "", f"Width=data NoNewline {_IN} Stream"),
    "out-host": ("", "", f"Paging {_IN}"),
    "out-default": ("", "", f"Transcript {_IN}"),
    "out-null": ("", "", _IN),
    "convertto-json": (
        "",
        "InputObject",
        f"{_IN} Depth=data Compress EnumsAsStrings AsArray EscapeHandling=data",
    ),
    "convertfrom-json": ("", "InputObject", f"{_IN} AsHashtable DateKind=data Depth=data NoEnumerate"),
    "convertto-csv": (
        "",
        "InputObject Delimiter",
        f"{_IN} Delimiter=data UseCulture NoTypeInformation|NTI IncludeTypeInformation QuoteFields=data UseQuotes=data "
        "NoHeader",
    ),
    "convertfrom-csv": ("", "InputObject Delimiter", f"{_IN} Delimiter=data UseCulture Header=data"),
    "convertto-html": (
        "",
        "Property Head Title Body",
        f"{_IN} Property=block Head=data Title=data Body=data As=data CssUri=data Fragment Meta=data Charset=data "
        "Transitional PreContent=data PostContent=data",
    ),
    "convertto-xml": ("", "InputObject", f"{_IN} Depth=data NoTypeInformation As=data"),
    "convertfrom-stringdata": ("", "StringData", "StringData=data Delimiter=data"),
    "get-date": (
        "",
        "Date",
        "Date=data UnixTimeSeconds=data Year=data Month=data Day=data Hour=data Minute=data Second=data "
        "Millisecond=data DisplayHint=data UFormat=data Format=data AsUTC",
    ),
    "new-timespan": (
        "",
        "Start End",
        "Start=data End=data Days=data Hours=data Minutes=data Seconds=data Milliseconds=data",
    ),
    "get-random": ("", "Maximum", f"Maximum=data Minimum=data {_IN} SetSeed=data Count=data Shuffle"),
    "new-guid": ("", "", "Empty"),
    "get-host": ("", "", ""),
    "get-culture": ("", "", "Name=data NoUserOverrides ListAvailable"),
    "get-uiculture": ("", "", ""),
    "get-timezone": ("", "Name", "Name=data Id=data ListAvailable"),
    "get-uptime": ("", "", "Since"),
    "get-error": ("", "Newest", f"Newest=data {_IN}"),
    "get-help": (
        "",
        "Name",
        "Name=data Path=unknown Category=data Full Detailed Examples Parameter=data Component=data Functionality=data "
        "Role=data",
    ),
    "get-alias": ("", "Name", "Name=data Exclude=data Scope=data Definition=data"),
    "get-command": (
        "",
        "Name ArgumentList",
        "Name=data ArgumentList=data Verb=data Noun=data Module|PSSnapin=data FullyQualifiedModule=data "
        "ExcludeModule=data CommandType|Type=data TotalCount=data Syntax ShowCommandInfo All ListImported "
        "ParameterName=data ParameterType=data UseFuzzyMatching UseAbbreviationExpansion FuzzyMinimumDistance=data",
    ),
    "get-location": ("", "", "PSProvider=data PSDrive=data Stack StackName=data"),
    "get-history": ("", "Id Count", "Id=data Count=data"),
    "get-verb": ("", "Verb Group", "Verb=data Group=data"),
    "get-executionpolicy": ("", "Scope", "Scope=data List"),
    "get-job": (
        "",
        "Id",
        "Id=data Name=data InstanceId=data State=data Newest=data IncludeChildJob HasMoreData=data",
    ),
    "wait-job": ("", "Id", "Id=data Name=data Job=data Any Timeout=data Force State=data"),
    "receive-job": ("", "Job", "Job=data Id=data Name=data Keep Wait AutoRemoveJob NoRecurse"),
    "write-output": ("echo", "InputObject…", "InputObject=text NoEnumerate"),
    "write-host": (
        "echo",
        "Object…",
        "Object|Msg|Message=text NoNewline Separator=data ForegroundColor=data BackgroundColor=data",
    ),
    "write-verbose": ("", "Message", _MESSAGE),
    "write-debug": ("", "Message", _MESSAGE),
    "write-warning": ("", "Message", _MESSAGE),
    "write-information": ("", "MessageData Tags", "MessageData|Message=data Tags=data"),
    "write-error": (
        "",
        "Message",
        f"{_MESSAGE} Exception=data ErrorRecord=data Category=data ErrorId=data TargetObject=data "
        "RecommendedAction=data CategoryActivity=data CategoryReason=data CategoryTargetName=data CategoryTargetType=data",
    ),
    "write-progress": (
        "",
        "Activity Status Id",
        "Activity=data Status=data Id=data PercentComplete=data SecondsRemaining=data CurrentOperation=data "
        "ParentId=data Completed SourceId=data",
    ),
    "read-host": ("", "Prompt", "Prompt=data AsSecureString MaskInput"),
    "clear-host": ("", "", ""),
    "start-sleep": ("sleep", "Seconds", "Seconds=text Milliseconds|ms=text Duration=text"),
    "set-strictmode": ("", "", "Version=data Off"),
    "measure-command": ("", "Expression", f"Expression=block {_IN}"),
}
