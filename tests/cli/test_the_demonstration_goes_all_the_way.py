"""``minsheng demo``: packs, a county, everybody decided, one household in full."""


def test_from_the_packs_to_one_household_in_full(run, tmp_path):
    result = run("demo", "--scale", "0.003", "--out", tmp_path / "demo", "--lang", "en")
    assert result.exit_code == 0, result.output
    for part in (
        "packs loaded",
        "nobody real",
        "Everybody decided",
        "Who is entitled to what",
        "One household in full",
        "Synthetic",
    ):
        assert part in result.output
    assert (tmp_path / "demo" / "result" / "index.html").is_file()
