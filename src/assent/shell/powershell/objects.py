"""Cmdlets that only shape, show or compute what they are given, as rows (see table.py)."""

from __future__ import annotations

from assent.shell.powershell.table import rows

OBJECTS = rows("""
@shape
  Property=block InputObject=data AutoSize HideTableHeaders RepeatHeader Wrap GroupBy=block
  View=data ShowError DisplayError Force Expand=data Column=data Depth=data
@message
  Message|Msg|Object=data
@in
  InputObject=data
Select-Object
  at Property
  Property=block @in ExcludeProperty=data ExpandProperty=data Unique CaseInsensitive Last=data
  First=data Skip=data SkipLast=data Wait Index=data SkipIndex=data
Sort-Object
  at Property…
  Property=block @in Descending Unique Culture=data CaseSensitive Stable Top=data Bottom=data
Group-Object
  at Property…
  Property=block @in NoElement AsHashTable|AHT AsString Culture=data CaseSensitive
Measure-Object
  at Property
  Property=block @in Sum Average Maximum Minimum StandardDeviation AllStats Line Word Character
  IgnoreWhiteSpace
Where-Object
  at FilterScript Value…
  FilterScript|Property=block Value=data @in EQ NE GT GE LT LE Like NotLike Match NotMatch Contains
  NotContains In NotIn CEQ CNE CGT CGE CLT CLE CLike CNotLike CMatch CNotMatch CContains
  CNotContains CIn CNotIn Is IsNot Not
ForEach-Object
  at Process…
  Process=block Begin=block End=block RemainingScripts=block @in MemberName=unknown
  ArgumentList|Args=data Parallel=block ThrottleLimit=data TimeoutSeconds=data AsJob UseNewRunspace
  WhatIf|wi Confirm|cf
Compare-Object
  at ReferenceObject DifferenceObject
  ReferenceObject=data DifferenceObject=data SyncWindow=data Property=block ExcludeDifferent
  IncludeEqual PassThru Culture=data CaseSensitive
Get-Unique
  @in AsString OnType CaseInsensitive
Get-Member
  at Name
  Name=data @in MemberType|Type=data View=data Static Force
Format-Table
  at Property…
  @shape
Format-List
  at Property…
  @shape
Format-Wide
  at Property
  @shape
Format-Custom
  at Property…
  @shape
Out-String
  Width=data NoNewline @in Stream
Out-Host
  Paging @in
Out-Default
  Transcript @in
Out-Null
  @in
ConvertTo-Json
  at InputObject
  @in Depth=data Compress EnumsAsStrings AsArray EscapeHandling=data
ConvertFrom-Json
  at InputObject
  @in AsHashtable DateKind=data Depth=data NoEnumerate
ConvertTo-Csv
  at InputObject Delimiter
  @in Delimiter=data UseCulture NoTypeInformation|NTI IncludeTypeInformation QuoteFields=data
  UseQuotes=data NoHeader
ConvertFrom-Csv
  at InputObject Delimiter
  @in Delimiter=data UseCulture Header=data
ConvertTo-Html
  at Property Head Title Body
  @in Property=block Head=data Title=data Body=data As=data CssUri=data Fragment Meta=data
  Charset=data Transitional PreContent=data PostContent=data
ConvertTo-Xml
  at InputObject
  @in Depth=data NoTypeInformation As=data
ConvertFrom-StringData
  at StringData
  StringData=data Delimiter=data
Get-Date
  at Date
  Date=data UnixTimeSeconds=data Year=data Month=data Day=data Hour=data Minute=data Second=data
  Millisecond=data DisplayHint=data UFormat=data Format=data AsUTC
New-TimeSpan
  at Start End
  Start=data End=data Days=data Hours=data Minutes=data Seconds=data Milliseconds=data
Get-Random
  at Maximum
  Maximum=data Minimum=data @in SetSeed=data Count=data Shuffle
New-Guid
  Empty
Get-Host
Get-Culture
  Name=data NoUserOverrides ListAvailable
Get-UICulture
Get-TimeZone
  at Name
  Name=data Id=data ListAvailable
Get-Uptime
  Since
Get-Error
  at Newest
  Newest=data @in
Get-Help
  at Name
  Name=data Path=unknown Category=data Full Detailed Examples Parameter=data Component=data
  Functionality=data Role=data
Get-Alias
  at Name
  Name=data Exclude=data Scope=data Definition=data
Get-Command
  at Name ArgumentList
  Name=data ArgumentList=data Verb=data Noun=data Module|PSSnapin=data FullyQualifiedModule=data
  ExcludeModule=data CommandType|Type=data TotalCount=data Syntax ShowCommandInfo All ListImported
  ParameterName=data ParameterType=data UseFuzzyMatching UseAbbreviationExpansion
  FuzzyMinimumDistance=data
Get-Location
  PSProvider=data PSDrive=data Stack StackName=data
Get-History
  at Id Count
  Id=data Count=data
Get-Verb
  at Verb Group
  Verb=data Group=data
Get-ExecutionPolicy
  at Scope
  Scope=data List
Get-Job
  at Id
  Id=data Name=data InstanceId=data State=data Newest=data IncludeChildJob HasMoreData=data
Wait-Job
  at Id
  Id=data Name=data Job=data Any Timeout=data Force State=data
Receive-Job
  at Job
  Job=data Id=data Name=data Keep Wait AutoRemoveJob NoRecurse
Write-Output  echo
  at InputObject…
  InputObject=text NoEnumerate
Write-Host  echo
  at Object…
  Object|Msg|Message=text NoNewline Separator=data ForegroundColor=data BackgroundColor=data
Write-Verbose
  at Message
  @message
Write-Debug
  at Message
  @message
Write-Warning
  at Message
  @message
Write-Information
  at MessageData Tags
  MessageData|Message=data Tags=data
Write-Error
  at Message
  @message Exception=data ErrorRecord=data Category=data ErrorId=data TargetObject=data
  RecommendedAction=data CategoryActivity=data CategoryReason=data CategoryTargetName=data
  CategoryTargetType=data
Write-Progress
  at Activity Status Id
  Activity=data Status=data Id=data PercentComplete=data SecondsRemaining=data CurrentOperation=data
  ParentId=data Completed SourceId=data
Read-Host
  at Prompt
  Prompt=data AsSecureString MaskInput
Clear-Host
Start-Sleep  sleep
  at Seconds
  Seconds=text Milliseconds|ms=text Duration=text
Set-StrictMode
  Version=data Off
Measure-Command
  at Expression
  Expression=block @in
""")
