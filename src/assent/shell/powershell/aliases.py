"""Other names of cmdlets that PowerShell brings along: the list of `Get-Alias` in 7.4 and 5.1."""

from __future__ import annotations

# On every system: what is called so is the cmdlet, whatever programs there are.
EVERYWHERE = {
    "foreach": "foreach-object", "%": "foreach-object", "where": "where-object", "?": "where-object",
    "clc": "clear-content", "cli": "clear-item", "clp": "clear-itemproperty", "clv": "clear-variable",
    "cpi": "copy-item", "cvpa": "convert-path", "epal": "export-alias", "epcsv": "export-csv", "fl": "format-list",
    "ft": "format-table", "fw": "format-wide", "fc": "format-custom", "fhx": "format-hex", "gal": "get-alias",
    "gc": "get-content", "gci": "get-childitem", "gcm": "get-command", "gdr": "get-psdrive", "ghy": "get-history",
    "gi": "get-item", "gl": "get-location", "gm": "get-member", "gmo": "get-module", "gp": "get-itemproperty",
    "gpv": "get-itempropertyvalue", "group": "group-object", "gu": "get-unique", "gv": "get-variable",
    "iex": "invoke-expression", "ihy": "invoke-history", "ii": "invoke-item", "ipmo": "import-module",
    "ipal": "import-alias", "ipcsv": "import-csv", "irm": "invoke-restmethod", "iwr": "invoke-webrequest",
    "measure": "measure-object", "mi": "move-item", "mp": "move-itemproperty", "nal": "new-alias", "ni": "new-item",
    "nv": "new-variable", "nmo": "new-module", "ndr": "new-psdrive", "oh": "out-host",
    "ogv": "out-gridview", "ri": "remove-item", "rni": "rename-item", "rnp": "rename-itemproperty",
    "rp": "remove-itemproperty", "rv": "remove-variable", "rdr": "remove-psdrive", "rmo": "remove-module",
    "rvpa": "resolve-path", "sal": "set-alias", "select": "select-object", "si": "set-item", "sl": "set-location",
    "sp": "set-itemproperty", "sv": "set-variable", "sajb": "start-job", "rcjb": "receive-job", "rjb": "remove-job",
    "gjb": "get-job", "wjb": "wait-job", "spjb": "stop-job", "saps": "start-process", "spps": "stop-process",
    "gps": "get-process", "kill": "stop-process", "gerr": "get-error", "gtz": "get-timezone", "gcb": "get-clipboard",
    "scb": "set-clipboard", "gin": "get-computerinfo", "cd": "set-location", "chdir": "set-location",
    "dir": "get-childitem", "echo": "write-output", "pwd": "get-location", "type": "get-content",
    "h": "get-history", "history": "get-history", "r": "invoke-history", "md": "mkdir", "popd": "pop-location",
    "pushd": "push-location", "cls": "clear-host", "copy": "copy-item", "del": "remove-item", "erase": "remove-item",
    "move": "move-item", "rd": "remove-item", "ren": "rename-item", "set": "set-variable", "icm": "invoke-command",
    "sls": "select-string", "help": "get-help", "clhy": "clear-history", "nsn": "new-pssession",
    "etsn": "enter-pssession", "exsn": "exit-pssession", "gsn": "get-pssession", "rsn": "remove-pssession",
    "gwmi": "get-wmiobject", "gcim": "get-ciminstance", "iwmi": "invoke-wmimethod",
    "gsv": "get-service", "sasv": "start-service", "spsv": "stop-service",
}  # fmt: skip
# On Windows alone: elsewhere the program of that name runs.
WINDOWS = {
    "ac": "add-content", "sc": "set-content", "clear": "clear-host", "compare": "compare-object",
    "cpp": "copy-itemproperty", "diff": "compare-object", "sort": "sort-object", "tee": "tee-object",
    "write": "write-output", "cat": "get-content", "cp": "copy-item", "ls": "get-childitem", "man": "get-help",
    "mount": "new-psdrive", "mv": "move-item", "ps": "get-process", "rm": "remove-item", "rmdir": "remove-item",
    "sleep": "start-sleep", "start": "start-process", "curl": "invoke-webrequest", "wget": "invoke-webrequest",
    "mkdir": "mkdir", "lp": "out-printer",
}  # fmt: skip
# Programs that stand beside an alias of Windows, without the ending by which they are called there.
PROGRAM_ENDINGS = (".exe", ".cmd", ".bat", ".com")
