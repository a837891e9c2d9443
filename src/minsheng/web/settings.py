"""Settings of the web. What differs from place to place, and every secret, comes from the environment.

``DATABASE_URL``      ``postgresql://user:password@host/name``, or ``sqlite:///path``; default: ``minsheng.sqlite3`` here
``MINSHENG_SECRET``   signs sessions; needed outside demo mode
``MINSHENG_KEYS``     encrypts personal data (:mod:`minsheng.registry.secrets`)
``MINSHENG_HOSTS``    host names under which the web is reached, separated by commas
``MINSHENG_PUBLIC``   where everybody reaches the pages without login, for the codes on certificates; default: as whoever prints does
``MINSHENG_DEMO``     ``1``: made-up people, printed passwords, no HTTPS
``MINSHENG_EXPORT_ROWS`` how many rows a file of a list may have; default: 20000
``MINSHENG_IDLE_MINUTES`` after how many minutes without a request somebody is signed out; default: 60
``MINSHENG_DRAFT_DAYS`` how many days a form that was not sent is kept; default: 7
``MINSHENG_PROXIES``  addresses of our own proxies, whose X-Forwarded-For is believed; default: 127.0.0.1,::1
``MINSHENG_POLICIES`` the folder of packs; default: the one of this checkout, or those that came with the package
"""

from __future__ import annotations

import os
from pathlib import Path

from minsheng.web.database import database_of

DEMO = os.environ.get("MINSHENG_DEMO") == "1"
SECRET_KEY = os.environ.get("MINSHENG_SECRET", "demonstration only, signs nothing of worth" if DEMO else "")
ALLOWED_HOSTS = [host for host in os.environ.get("MINSHENG_HOSTS", "127.0.0.1,localhost").split(",") if host]
DEBUG = False

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "minsheng.registry.apps.RegistryConfig",
    "minsheng.casework.apps.CaseworkConfig",
    "minsheng.web.apps.WebConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "minsheng.web.faults.LongAddresses",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "minsheng.web.typing_kept.KeepTyping",
    "minsheng.web.sign_in.IdleSignOut",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "minsheng.web.not_kept.NotKept",
    "minsheng.web.law.OneLaw",
    *(["minsheng.web.demonstration.day.StandingDay"] if DEMO else []),
]
ROOT_URLCONF = "minsheng.web.urls"
WSGI_APPLICATION = "minsheng.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "minsheng.web.context.rights",
            ]
        },
    }
]
DATABASES = {"default": database_of(os.environ.get("DATABASE_URL", "sqlite:///minsheng.sqlite3"))}
AUTH_USER_MODEL = "registry.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS: list[Path] = []
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "desk:today"
LOGOUT_REDIRECT_URL = "login"
STATIC_URL = "/static/"
STATICFILES_DIRS = [Path(__file__).resolve().parent / "static"]
WHITENOISE_USE_FINDERS = True

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEMO
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
SECURE_HSTS_SECONDS = 0 if DEMO else 31_536_000
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 << 20
DESK_EXPORT_ROWS = int(os.environ.get("MINSHENG_EXPORT_ROWS", "20000"))
DESK_DRAFT_DAYS = int(os.environ.get("MINSHENG_DRAFT_DAYS", "7"))
DESK_KEPT_HOURS = 12  # a form that was sent after the session had ended
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
DESK_IDLE_MINUTES = int(os.environ.get("MINSHENG_IDLE_MINUTES", "60"))
SESSION_COOKIE_AGE = DESK_IDLE_MINUTES * 60
CSRF_FAILURE_VIEW = "minsheng.web.faults.csrf_failure"
DESK_PROXIES = [part for part in os.environ.get("MINSHENG_PROXIES", "127.0.0.1,::1").split(",") if part]
