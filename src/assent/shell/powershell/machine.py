"""Cmdlets that reach the machine, its processes, the network and other programs, as rows (see table.py)."""

from __future__ import annotations

from assent.shell.powershell.table import rows

MACHINE = rows("""
@web
  Uri=--url:text OutFile=-o:word Method=-X:text CustomMethod=-X:text Body=--data-raw:text
  InFile=-T:word Form=-F:text Headers=data ContentType=data UserAgent=data TimeoutSec=data
  ConnectionTimeoutSeconds=data OperationTimeoutSeconds=data MaximumRedirection=data
  MaximumRetryCount=data RetryIntervalSec=data UseBasicParsing DisableKeepAlive PassThru Resume
  TransferEncoding=data HttpVersion=data SslProtocol=data SkipCertificateCheck:-k
  SkipHeaderValidation SkipHttpErrorCheck PreserveAuthorizationOnRedirect
  AllowUnencryptedAuthentication AllowInsecureRedirect Authentication=data Token=data
  Credential=data UseDefaultCredentials!unknown Certificate=unknown CertificateThumbprint=unknown
  Proxy=unknown NoProxy ProxyCredential=unknown ProxyUseDefaultCredentials WebSession=data
  SessionVariable|SV=var
@process
  Name|ProcessName=data Id|PID=data InputObject=data
@service
  Name|ServiceName=data DisplayName=data InputObject=data Include=data Exclude=data Force PassThru
  WhatIf|wi Confirm|cf
@cim
  ClassName|Class=data Filter=data Property|p=data Namespace=data Query=data QueryDialect=data
  KeyOnly Shallow OperationTimeoutSec|OT=data List Amended InputObject=data
@asks
  WhatIf|wi Confirm|cf
Start-Process
  at FilePath ArgumentList
  FilePath|PSPath|Path=program ArgumentList|Args=arguments Credential!privilege=data
  WorkingDirectory=data LoadUserProfile|Lup NoNewWindow|nnw PassThru
  RedirectStandardError|RSE=written RedirectStandardInput|RSI=source
  RedirectStandardOutput|RSO=written Verb!privilege=data WindowStyle=data Wait UseNewEnvironment
  Environment=unknown @asks
Invoke-Expression
  at Command
  Command^=code
Invoke-Command
  at ScriptBlock
  ScriptBlock|Command=block ComputerName|Cn!net-send+run-code=host Session!net-send+run-code=data
  HostName!net-send+run-code=host FilePath|PSPath=script ArgumentList|Args=data InputObject=data
  NoNewScope AsJob JobName=data ThrottleLimit=data HideComputerName UserName=data Credential=data
  Port=data
Invoke-Item
  at Path
  Path^!run-code=word LiteralPath|PSPath!run-code=word
Start-Job
  at ScriptBlock InitializationScript ArgumentList
  ScriptBlock|Command=block InitializationScript=block FilePath=script LiteralPath=script Name=data
  ArgumentList|Args=data InputObject=data WorkingDirectory=unknown PSVersion=data
Start-ThreadJob
  at ScriptBlock
  ScriptBlock=block FilePath=script InitializationScript=block Name=data ArgumentList=data
  InputObject=data ThrottleLimit=data
Invoke-Pester  !run-project
  at Path
  Path|Script=word Output=data Tag|TagFilter|Tags=data ExcludeTag|ExcludeTagFilter=data
  FullNameFilter=data CI PassThru Show=data
Invoke-ScriptAnalyzer  cat
  at Path
  Path^=word ScriptDefinition=data IncludeRule=data ExcludeRule=data Severity=data Recurse
  EnableExit ReportSummary IncludeDefaultRules SuppressedOnly
Invoke-WebRequest  curl
  at Uri
  @web
Invoke-RestMethod  curl
  at Uri
  @web ResponseHeadersVariable|RHV=var StatusCodeVariable=var FollowRelLink|FL
  MaximumFollowRelLink|ML=data
Start-BitsTransfer  curl
  at Source Destination
  Source=--url:text Destination=-o:word Description=data Priority=data
Test-Connection  ping
  at TargetName
  TargetName|ComputerName=text Count=data Ping IPv4 IPv6 Quiet TimeoutSeconds=data Delay=data Repeat
  ResolveDestination TcpPort=data MaxHops=data Traceroute Detailed BufferSize=data DontFragment
Test-NetConnection  ping
  at ComputerName CommonTCPPort
  ComputerName=text CommonTCPPort=data Port=data InformationLevel=data TraceRoute Hops=data
Resolve-DnsName  dig
  at Name Type
  Name=text Type=text Server=unknown DnsOnly NoHostsFile QuickTimeout
Send-MailMessage  !net-send
  at To Subject Body SmtpServer From
  To=data Subject=data Body=data SmtpServer=host From=data Attachments|PSPath=source Cc=data
  Bcc=data BodyAsHtml Priority=data UseSsl Port=data Credential=data
Get-Process  ps
  at Name
  @process Module FileVersionInfo IncludeUserName
Stop-Process  kill
  at Id
  Name|ProcessName=text Id|PID=text InputObject=data Force PassThru @asks
Wait-Process
  at Name
  @process Timeout=data Any PassThru
Get-Service  !read-elsewhere
  at Name
  @service DependentServices RequiredServices
Start-Service  !system
  at Name
  @service
Stop-Service  !system
  at Name
  @service NoWait
Restart-Service  !system
  at Name
  @service
Set-Service  !system
  at Name
  @service StartupType=data Status=data Description=data
Stop-Computer  shutdown
  Force Credential=data @asks
Restart-Computer  reboot
  Force Wait Credential=data @asks
Get-ComputerInfo  !read-elsewhere
  at Property
  Property=data
Get-CimInstance  !read-elsewhere
  at ClassName
  @cim
Get-WmiObject  !read-elsewhere
  at ClassName Property
  @cim EnableAllPrivileges
Get-NetTCPConnection  ss
  at LocalAddress LocalPort
  LocalAddress=data LocalPort=data RemoteAddress=data RemotePort=data State=data OwningProcess=data
Get-NetIPAddress  ip addr
  at IPAddress
  IPAddress=data InterfaceAlias=data AddressFamily=data
Get-Volume  df
  at DriveLetter
  DriveLetter=data
Set-Date  !system
  at Date
  Date=data Adjust=data @asks
Set-ExecutionPolicy  !system+weaken
  at ExecutionPolicy Scope
  ExecutionPolicy=data Scope=data Force @asks
Set-TimeZone  !system
  at Name
  Name=data Id=data PassThru @asks
Get-Module
  at Name
  Name=data ListAvailable All FullyQualifiedName=data Refresh
Find-Module  !net-read
  at Name
  Name=text Repository=unknown MinimumVersion=data RequiredVersion=data Tag=data
Install-Module  !install+run-code
  at Name
  Name=data Scope=data Force AllowClobber RequiredVersion=data
Install-Package  !install+run-code
  at Name
  Name=data Scope=data Force RequiredVersion=data
Install-PSResource  !install+run-code
  at Name
  Name=data Scope=data TrustRepository Version=data
Install-Script  !install+run-code
  at Name
  Name=data Scope=data Force RequiredVersion=data
Get-Secret  !read-secret
  at Name
  Name=data Vault=data AsPlainText
ConvertFrom-SecureString  !read-secret
  at SecureString
  SecureString=data AsPlainText Key=data
Get-Clipboard  !read-elsewhere
  Raw Delimiter=data
Get-Variable  !read-elsewhere
  at Name
  Name=data ValueOnly Scope=data Include=data Exclude=data
""")
