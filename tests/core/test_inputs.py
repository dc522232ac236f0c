"""What the fields of any tool's input name: commands, paths and hosts, told by their names."""

from __future__ import annotations

import pytest

from assent.core.inputs import file_of, look

COMMANDS = """argv bash bashcommand cmd cmdline cmds command commandline commands powershell shellcmd shellcommand shellscript""".split()
LOOSE = """exec run script shell""".split()
TEXTS = """code content data input keys line lines query source stdin text""".split()
SHELLS = """bash cmd command commands console exec execute powershell pwsh sh shell shells ssh terminal tmux zsh""".split()
FURTHER = """args arguments cmdargs commandargs parameters params""".split()
PATHS = """basedir cwd dir directories directory dirs file filename filenames filepath files folder folders logfile
logfiles mydirectory myfolder newfilenames notebook oldfilename path paths root roots searchpaths workdir
workspace""".split()
PLACES = """attachment attachments dest destination document dst from href identity image images in input item items key
link location name new old out output resource saveas source src target to uri uris url urls""".split()
LANDINGS = """dest destination dst out output saveas to""".split()
LANDING_PATHS = """downloadpath outfile outputdir outputfile outputpath savepath targetpath""".split()
HOSTS = """address baseurl domain domains endpoint endpoints host hostname hosts href origin server uri uris url urls
webhook""".split()
WHERE = """cwd dir directory workdir workingdir workingdirectory""".split()


@pytest.mark.parametrize("field", COMMANDS)
def test_a_command_is_found_whatever_the_tool_is_called(field: str) -> None:
    assert look("x", {field: "frob a"}).commands == [("frob a", "", True)]
    spoken = field[:1].upper() + "_" + field[1:]
    assert look("x", {"deep": [{spoken: "frob a"}]}).commands == [("frob a", "", True)]


@pytest.mark.parametrize("field", LOOSE)
def test_a_field_of_another_language_perhaps_is_a_command_but_not_surely(field: str) -> None:
    assert look("x", {field: "frob a"}).commands == [("frob a", "", False)]
    assert look("bash", {field: "frob a"}).commands == [("frob a", "", True)]


@pytest.mark.parametrize("field", TEXTS)
def test_a_text_is_a_command_where_the_tool_is_a_shell(field: str) -> None:
    assert look("mcp__my__runTerminal", {field: "frob a"}).commands == [("frob a", "", True)]
    assert look("mcp__my__notes", {field: "frob a"}).commands == []


@pytest.mark.parametrize("word", SHELLS)
def test_a_tool_named_after_a_shell_is_one(word: str) -> None:
    for tool in (word, f"mcp__x__{word}_now", f"my{word.capitalize()}", word.upper()):
        assert look(tool, {"text": "frob a"}).commands == [("frob a", "", True)]
    assert look(f"x{word}x", {"text": "frob a"}).commands == []


@pytest.mark.parametrize("field", FURTHER)
def test_further_words_follow_their_command_or_program(field: str) -> None:
    assert look("x", {"command": "frob", field: ["a b", "c"]}).commands == [("frob 'a b' 'c'", "", True)]
    assert look("x", {"command": "frob", field: "a b"}).commands == [("frob 'a' 'b'", "", True)]
    for program in ("program", "executable", "binary"):
        assert look("x", {program: "frob", field: ["a"]}).commands == [("frob 'a'", "", True)]
    assert look("x", {field: ["a"]}).commands == [("'a'", "", False)]


def test_a_list_of_words_is_one_command_and_each_of_its_texts() -> None:
    assert look("x", {"argv": ["sh", "-c", "frob a"]}).commands == [
        ("'sh' '-c' 'frob a'", "", True),
        ("frob a", "", True),
    ]


@pytest.mark.parametrize("field", WHERE)
def test_a_command_runs_where_its_neighbour_says(field: str) -> None:
    assert look("x", {"command": "frob", field: "/srv"}).commands == [("frob", "/srv", True)]


@pytest.mark.parametrize("field", PATHS)
def test_a_field_of_paths_holds_one_whatever_it_looks_like(field: str) -> None:
    assert look("x", {field: "a"}).paths == [("a", False)]
    assert look("x", {field: ["a", "b"]}).paths == [("b", False), ("a", False)]


@pytest.mark.parametrize("field", PLACES)
def test_a_field_that_may_hold_a_path_holds_what_looks_like_one(field: str) -> None:
    landing = field in LANDINGS
    for text in ("/a", "~/a", "./a", "$HOME/a", "a/b", " /a"):
        assert look("x", {field: text}).paths == [(text, landing)]
    for text in ("a", "a b", "/a\nb"):
        assert look("x", {field: text}).paths == []


@pytest.mark.parametrize("field", LANDING_PATHS)
def test_what_is_written_there_is_told_from_what_is_read(field: str) -> None:
    assert look("x", {field: "a"}).paths == [("a", True)]


@pytest.mark.parametrize("field", HOSTS)
def test_a_field_of_hosts_holds_one_unless_it_is_a_path(field: str) -> None:
    assert look("x", {field: "evil.example"}).hosts == ["evil.example"]
    assert look("x", {field: "https://evil.example/x"}).hosts == ["https://evil.example/x"]
    assert [look("x", {field: text}).hosts for text in ("/a", "./a", "~/a")] == [[], [], []]
    assert look("x", {field: "file:///a"}).paths == [("/a", False)]


def test_any_other_field_names_nothing() -> None:
    found = look("x", {"title": "/etc/passwd", "command2": "frob", "n": 3, "path": None, "command": ""})
    assert (found.commands, found.paths, found.hosts, found.cut) == ([], [], [], False)


@pytest.mark.parametrize(("count", "cut"), [(256, False), (258, True)], ids=str)
def test_more_than_was_looked_at_is_said(count: int, cut: bool) -> None:
    for name in ("path", "host"):
        assert look("x", {name: ["a"] * count}).cut == cut
    assert look("x", {"x": [{"command": "a"} for _ in range(count)]}).cut == cut


@pytest.mark.parametrize(("length", "cut"), [((1 << 20), False), ((1 << 20) + 1, True)], ids=str)
def test_more_text_of_commands_than_was_looked_at_is_said(length: int, cut: bool) -> None:
    assert look("x", {"command": "a" * length}).cut == cut


ADDRESSES = [
    ("file:///a/b", "/a/b"), ("FILE:///a", "/a"), ("file://host/a", "/a"), ("file:/a", "/a"), ("file:a/b", "a/b"),
    ("file://~/a", "~/a"), ("file://./a", "./a"), ("file://a", "a"), ("file:///a?b#c", "/a"), ("file:///a#c?b", "/a"),
    ("file:///a%20b", "/a b"), ("file:///%2Essh", "/.ssh"), ("file:///a%zz", "/a%zz"), ("file:///%C3%BC", "/\u00fc"),
    (" file:///a ", "/a"), ("vscode://file/a", "/a"), ("vscode-file:///a", "/a"), ("https://x/a", ""), ("/a", ""), ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("address", "path"), ADDRESSES)
def test_an_address_of_a_file_is_its_path(address: str, path: str) -> None:
    assert file_of(address) == path
