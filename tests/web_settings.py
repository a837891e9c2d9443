"""Settings of the web for tests: demo mode, keys that encrypt nothing of worth, a database in memory unless DATABASE_URL says another."""

import base64
import os

os.environ.setdefault("MINSHENG_DEMO", "1")
os.environ.setdefault("MINSHENG_KEYS", base64.urlsafe_b64encode(bytes(32)).decode())
os.environ.setdefault("DATABASE_URL", "sqlite:///:memory:")

from minsheng.web.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick; the real ones are slow on purpose
