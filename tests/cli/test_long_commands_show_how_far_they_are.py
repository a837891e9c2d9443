"""A long command tells in a log how much is done, how fast, and how long it will take; work done before counts for no rate."""

from minsheng.cli import progress


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def test_a_line_every_half_a_minute(capsys):
    clock = Clock()
    show = progress._Lines("deciding", clock)
    for seconds, done in ((0, 1_000_000), (10, 1_200_000), (31, 1_620_000), (50, 2_000_000), (62, 2_240_000)):
        clock.now = float(seconds)
        show(done, 4_000_000)
    assert capsys.readouterr().err.splitlines() == [
        "deciding 1,620,000 / 4,000,000, 20,000/s, 0:01:59",
        "deciding 2,240,000 / 4,000,000, 20,000/s, 0:01:28",
    ]


def test_where_nothing_moves_no_time_is_promised(capsys):
    clock = Clock()
    show = progress._Lines("deciding", clock)
    show(5, 10)
    clock.now = 40.0
    show(5, 10)
    assert capsys.readouterr().err == "deciding 5 / 10, 0/s, -:--:--\n"


def test_without_a_terminal_a_short_command_says_nothing(capsys):
    with progress.progress_bar("deciding") as show:
        show(0, 2)
        show(2, 2)
    assert capsys.readouterr().err == ""


def test_on_a_terminal_there_is_a_bar(capsys, monkeypatch):
    monkeypatch.setattr(progress.sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "100")
    with progress.progress_bar("deciding") as show:
        show(3, 10)
        show(10, 10)
    assert "10/10" in capsys.readouterr().err
