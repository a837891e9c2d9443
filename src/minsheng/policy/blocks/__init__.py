"""One reader for each kind of block, from YAML nodes to :mod:`minsheng.policy.pack`; what does not fit is reported."""
