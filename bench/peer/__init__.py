"""The other engine: OpenFisca-Core in an environment of its own."""
