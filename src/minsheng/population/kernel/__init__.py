"""The population kernel: the same typed tree that decides one household, compiled to machine code that runs over columns.

From the law to numbers, in the order of the modules:

- ``columns`` – the columns that the code reads, made from Arrow tables or NumPy arrays;
- ``value``, ``arithmetic``, ``dates``, ``areas`` – a value in the code (exact, bounded, known or not) and what can be done with it;
- ``expression`` – a typed tree as code; ``segment`` – some rules of one entity in one function; ``family`` – who is assessed together;
- ``outcome`` – the status of a benefit and the rule that a refusal comes down to;
- ``plan`` – which rules, in which order, in which segments; ``parameters`` – the values of parameters, which are data and not code;
- ``machine`` – compiling, and the cache on disk; ``kernel`` – all of it put together and run over a population.

What the code cannot settle it marks, and the careful evaluator decides that household.
"""
