"""Cmdlets of files, folders and their contents, as rows (see table.py)."""

from __future__ import annotations

from assent.shell.powershell.table import rows

FILES = rows("""
@item
  Path^=word LiteralPath|PSPath|LP=word Filter=filter Include=filter Exclude=data Credential=data
  Force PassThru WhatIf|wi Confirm|cf
@paths
  Path^=word LiteralPath|PSPath|LP=word Filter=filter Include=filter Exclude=data Credential=data
@writes
  Force PassThru NoClobber|NoOverwrite Append:-a Encoding=data NoNewline WhatIf|wi Confirm|cf
@asks
  WhatIf|wi Confirm|cf
Get-Content  cat
  at Path
  @paths ~Raw ~Wait Force ~AsByteStream ReadCount=data TotalCount|First|Head=data Tail|Last=data
  ~Delimiter=data ~Encoding=data ~Stream=data
Get-ChildItem  ls
  at Path Filter
  @paths Recurse|s:-R Depth=data Force:-a Name|N Attributes=data ~Directory|ad|d ~File|af
  ~Hidden|ah|h ~ReadOnly|ar ~System|as FollowSymlink
Get-Item  ls -d
  at Path
  @paths Force Stream=data
Get-ItemProperty  ls -d
  at Path Name
  @paths Name|PSProperty=data
Get-ItemPropertyValue  ls -d
  at Path Name
  @paths Name|PSProperty=data
Get-Acl  ls -d
  at Path
  @paths Audit InputObject=unknown
Test-Path  ls -d
  at Path
  @paths PathType|Type=data IsValid OlderThan=data NewerThan=data
Resolve-Path  ls -d
  at Path
  @paths Relative RelativeBasePath=word Force
Convert-Path  ls -d
  at Path
  @paths
Split-Path
  at Path
  Path^=data LiteralPath|PSPath|LP=data Leaf LeafBase Extension Parent Qualifier NoQualifier
  Resolve=unknown IsAbsolute Credential=data
Join-Path
  at Path ChildPath AdditionalChildPath…
  Path|PSPath^=data ChildPath=data AdditionalChildPath=data Resolve=unknown Credential=data
  Extension=data
Get-FileHash  sha256sum
  at Path
  Path^=word LiteralPath|PSPath|LP=word Algorithm=data InputStream=unknown
Format-Hex  xxd
  at Path
  Path^=word LiteralPath|PSPath|LP=word InputObject=data Encoding=data Count=data Offset=data Raw
Select-String  grep
  at Pattern Path
  Pattern=-e:text Path^=word LiteralPath|PSPath|LP=word InputObject=data SimpleMatch CaseSensitive
  Quiet List Raw NotMatch AllMatches NoEmphasis Include=filter Exclude=data Encoding=data
  Context=data Culture=data
Import-Csv  cat
  at Path Delimiter
  Path|PSPath^=word LiteralPath|LP=word Delimiter=data UseCulture Header=data Encoding=data
Import-Clixml  cat
  at Path
  Path^=word LiteralPath|PSPath|LP=word IncludeTotalCount Skip=data First=data
Import-PowerShellDataFile  cat
  at Path
  Path^=word LiteralPath|PSPath|LP=word SkipLimitCheck
Test-Json  cat
  at Path
  Json=data Path=word LiteralPath|PSPath|LP=word Schema=data SchemaFile=word Options=data
Get-PSDrive
  at Name
  Name=data LiteralName=data Scope=data PSProvider=data
Set-Content  tee
  at Path Value
  @paths Value=data AsByteStream Stream=data @writes
Add-Content  tee -a
  at Path Value
  @paths Value=data AsByteStream Stream=data @writes
Clear-Content  tee
  at Path
  @paths Stream=data @writes
Out-File  tee
  at FilePath Encoding
  FilePath|Path=word LiteralPath|PSPath|LP=word InputObject=data Width=data @writes
Tee-Object  tee
  at FilePath
  FilePath|Path=word LiteralPath|PSPath|LP=word InputObject=data Append:-a Encoding=data
  Variable=var
Export-Csv  tee
  at Path Delimiter
  Path|PSPath=word LiteralPath|LP=word InputObject=data Delimiter=data UseCulture
  NoTypeInformation|NTI IncludeTypeInformation|ITI QuoteFields|QF=data UseQuotes|UQ=data NoHeader
  @writes
Export-Clixml  tee
  at Path
  Path=word LiteralPath|PSPath|LP=word InputObject=data Depth=data @writes
New-Item  touch
  at Path
  Path^=word Name=data ItemType|Type=data Value|Target=data Force Credential=data @asks
mkdir  mkdir -p
  at Path
  Path^=word Name=data Value=data Force Credential=data @asks
Copy-Item  cp
  at Path Destination
  Path^=word LiteralPath|PSPath|LP=word Destination=word Recurse:-r Container Force Filter=filter
  Include=filter Exclude=data PassThru Credential=data FromSession=unknown ToSession=unknown @asks
Move-Item  mv
  at Path Destination
  Path^=word LiteralPath|PSPath|LP=word Destination=word Force:-f Filter=filter Include=filter
  Exclude=data PassThru Credential=data @asks
Rename-Item  mv
  at Path NewName
  Path^=word LiteralPath|PSPath|LP=word NewName=name Force PassThru Credential=data @asks
Remove-Item  rm
  at Path
  @paths Recurse:-r Force:-f Stream=data @asks
Clear-Item  tee
  at Path
  @item
Set-Item  tee
  at Path Value
  @item Value=data
Set-ItemProperty  touch
  at Path Name Value
  @item Name|PSProperty=data Value=data Type=data InputObject=data
New-ItemProperty  touch
  at Path Name
  @item Name|PSProperty=data Value=data PropertyType|Type=data
Remove-ItemProperty  touch
  at Path Name
  @item Name|PSProperty=data
Clear-ItemProperty  touch
  at Path Name
  @item Name|PSProperty=data
Compress-Archive  zip -r
  at Path DestinationPath
  DestinationPath=word Path^=word LiteralPath|PSPath|LP=word CompressionLevel=data Update Force
  PassThru @asks
Expand-Archive  unzip
  at Path DestinationPath
  Path^=word LiteralPath|PSPath|LP=word DestinationPath=-d:word Force:-o PassThru @asks
""")
