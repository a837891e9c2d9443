"""One reader for each kind of block; each turns YAML nodes into the classes of :mod:`minsheng.policy.pack` and reports what does not fit."""
