"""Cmdlets that reach the machine, its processes, the network and other programs, as rows (see table.py)."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.powershell.table import Row

_ASKS = "WhatIf|wi Confirm|cf"
_WEB = (
    "Uri=--url:text OutFile=-o:word Method=-X:text CustomMethod=-X:text Body=--data-raw:text InFile=-T:word Form=-F:text "
    "Headers=data ContentType=data UserAgent=data TimeoutSec=data ConnectionTimeoutSeconds=data "
    "OperationTimeoutSeconds=data MaximumRedirection=data MaximumRetryCount=data RetryIntervalSec=data "
    "UseBasicParsing DisableKeepAlive PassThru Resume TransferEncoding=data HttpVersion=data SslProtocol=data "
    "SkipCertificateCheck:-k SkipHeaderValidation SkipHttpErrorCheck PreserveAuthorizationOnRedirect "
    "AllowUnencryptedAuthentication AllowInsecureRedirect Authentication=data Token=data Credential=data "
    "UseDefaultCredentials!unknown Certificate=unknown CertificateThumbprint=unknown Proxy=unknown NoProxy "
    "ProxyCredential=unknown ProxyUseDefaultCredentials WebSession=data SessionVariable|SV=var"
)
_PROCESS = "Name|ProcessName=data Id|PID=data InputObject=data"
_SERVICE = f"Name|ServiceName=data DisplayName=data InputObject=data Include=data Exclude=data Force PassThru {_ASKS}"
_CIM = (
    "ClassName|Class=data Filter=data Property|p=data Namespace=data Query=data QueryDialect=data KeyOnly Shallow "
    "OperationTimeoutSec|OT=data List Amended InputObject=data"
)

MACHINE: dict[str, Row] = {
    # -- programs and code ------------------------------------------------------------------------------------------
    "start-process": (
        "",
        "FilePath ArgumentList",
        "FilePath|PSPath|Path=program ArgumentList|Args=arguments Credential!privilege=data WorkingDirectory=data "
        "LoadUserProfile|Lup NoNewWindow|nnw PassThru RedirectStandardError|RSE=written "
        "RedirectStandardInput|RSI=readin RedirectStandardOutput|RSO=written Verb!privilege=data WindowStyle=data Wait "
        f"UseNewEnvironment Environment=unknown {_ASKS}",
    ),
    "invoke-expression": ("", "Command", "Command^=code"),
    "invoke-command": (
        "",
        "ScriptBlock",
        "ScriptBlock|Command=block ComputerName|Cn!net-send+run-code=host Session!net-send+run-code=data "
        "HostName!net-send+run-code=host FilePath|PSPath=script ArgumentList|Args=data InputObject=data NoNewScope AsJob "
        "JobName=data ThrottleLimit=data HideComputerName UserName=data Credential=data Port=data",
    ),
    "invoke-item": ("", "Path", "Path^!run-code=word LiteralPath|PSPath!run-code=word"),
    "start-job": (
        "",
        "ScriptBlock InitializationScript ArgumentList",
        "ScriptBlock|Command=block InitializationScript=block FilePath=script LiteralPath=script Name=data "
        "ArgumentList|Args=data InputObject=data WorkingDirectory=unknown PSVersion=data",
    ),
    "start-threadjob": (
        "",
        "ScriptBlock",
        "ScriptBlock=block FilePath=script InitializationScript=block Name=data ArgumentList=data InputObject=data "
        "ThrottleLimit=data",
    ),
    "invoke-pester": (
        "!run-project",
        "Path",
        "Path|Script=word Output=data Tag|TagFilter|Tags=data ExcludeTag|ExcludeTagFilter=data FullNameFilter=data CI "
        "PassThru Show=data",
    ),
    "invoke-scriptanalyzer": (
        "cat",
        "Path",
        "Path^=word ScriptDefinition=data IncludeRule=data ExcludeRule=data Severity=data Recurse EnableExit "
        "ReportSummary IncludeDefaultRules SuppressedOnly",
    ),
    # -- network ----------------------------------------------------------------------------------------------------
    "invoke-webrequest": ("curl", "Uri", _WEB),
    "invoke-restmethod": (
        "curl",
        "Uri",
        f"{_WEB} ResponseHeadersVariable|RHV=var StatusCodeVariable=var FollowRelLink|FL MaximumFollowRelLink|ML=data",
    ),
    "start-bitstransfer": (
        "curl",
        "Source Destination",
        "Source=--url:text Destination=-o:word Description=data Priority=data",
    ),
    "test-connection": (
        "ping",
        "TargetName",
        "TargetName|ComputerName=text Count=data Ping IPv4 IPv6 Quiet TimeoutSeconds=data Delay=data Repeat ResolveDestination "
        "TcpPort=data MaxHops=data Traceroute Detailed BufferSize=data DontFragment",
    ),
    "test-netconnection": (
        "ping",
        "ComputerName CommonTCPPort",
        "ComputerName=text CommonTCPPort=data Port=data InformationLevel=data TraceRoute Hops=data",
    ),
    "resolve-dnsname": (
        "dig",
        "Name Type",
        "Name=text Type=text Server=unknown DnsOnly NoHostsFile QuickTimeout",
    ),
    "send-mailmessage": (
        "!net-send",
        "To Subject Body SmtpServer From",
        "To=data Subject=data Body=data SmtpServer=host From=data Attachments|PSPath=readin Cc=data Bcc=data BodyAsHtml "
        "Priority=data UseSsl Port=data Credential=data",
    ),
    # -- processes, services and the system -------------------------------------------------------------------------
    "get-process": ("ps", "Name", f"{_PROCESS} Module FileVersionInfo IncludeUserName"),
    "stop-process": (
        "kill",
        "Id",
        f"Name|ProcessName=text Id|PID=text InputObject=data Force PassThru {_ASKS}",
    ),
    "wait-process": ("", "Name", f"{_PROCESS} Timeout=data Any PassThru"),
    "get-service": ("!read-elsewhere", "Name", f"{_SERVICE} DependentServices RequiredServices"),
    "start-service": ("!system", "Name", _SERVICE),
    "stop-service": ("!system", "Name", f"{_SERVICE} NoWait"),
    "restart-service": ("!system", "Name", _SERVICE),
    "set-service": ("!system", "Name", f"{_SERVICE} StartupType=data Status=data Description=data"),
    "stop-computer": ("shutdown", "", f"Force Credential=data {_ASKS}"),
    "restart-computer": ("reboot", "", f"Force Wait Credential=data {_ASKS}"),
    "get-computerinfo": ("!read-elsewhere", "Property", "Property=data"),
    "get-ciminstance": ("!read-elsewhere", "ClassName", _CIM),
    "get-wmiobject": ("!read-elsewhere", "Class Property", f"{_CIM} EnableAllPrivileges"),
    "get-nettcpconnection": (
        "ss",
        "LocalAddress LocalPort",
        "LocalAddress=data LocalPort=data RemoteAddress=data RemotePort=data State=data OwningProcess=data",
    ),
    "get-netipaddress": ("ip addr", "IPAddress", "IPAddress=data InterfaceAlias=data AddressFamily=data"),
    "get-volume": ("df", "DriveLetter", "DriveLetter=data"),
    "set-date": ("!system", "Date", f"Date=data Adjust=data {_ASKS}"),
    "set-executionpolicy": (
        "!system+weaken",
        "ExecutionPolicy Scope",
        f"ExecutionPolicy=data Scope=data Force {_ASKS}",
    ),
    "set-timezone": ("!system", "Name", f"Name=data Id=data PassThru {_ASKS}"),
    # -- modules and packages ---------------------------------------------------------------------------------------
    "get-module": ("", "Name", "Name=data ListAvailable All FullyQualifiedName=data Refresh"),
    "find-module": (
        "!net-read",
        "Name",
        "Name=text Repository=unknown MinimumVersion=data RequiredVersion=data Tag=data",
    ),
    "install-module": (
        "!install+run-code",
        "Name",
        "Name=data Scope=data Force AllowClobber RequiredVersion=data",
    ),
    "install-package": ("!install+run-code", "Name", "Name=data Scope=data Force RequiredVersion=data"),
    "install-psresource": ("!install+run-code", "Name", "Name=data Scope=data TrustRepository Version=data"),
    "install-script": ("!install+run-code", "Name", "Name=data Scope=data Force RequiredVersion=data"),
    # -- secrets ----------------------------------------------------------------------------------------------------
    "get-secret": ("!read-secret", "Name", "Name=data Vault=data AsPlainText"),
    "convertfrom-securestring": ("!read-secret", "SecureString", "SecureString=data AsPlainText Key=data"),
    "get-clipboard": ("!read-elsewhere", "", "Raw Delimiter=data"),
    "get-variable": ("!read-elsewhere", "Name", "Name=data ValueOnly Scope=data Include=data Exclude=data"),
}
