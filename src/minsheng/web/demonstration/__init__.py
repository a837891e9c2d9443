"""The demonstration of the desk: a register of made-up people, staff for each role, cases in every state, and a day that can be moved on.

Nothing of this is there outside demo mode (``MINSHENG_DEMO=1``).
"""
