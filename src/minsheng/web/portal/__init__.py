"""The pages for everybody: no login, plain words, nothing private."""
