# syntax=docker/dockerfile:1
# Three stages: front-end files from npm, Python packages, and the image that holds both and runs as nobody special.

FROM node:22-slim AS frontend
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev
FROM python:3.13-slim AS vendor
WORKDIR /app
# All of it: the style sheet keeps what templates and code name.
COPY . .
COPY --from=frontend /app/node_modules node_modules
RUN python -m scripts.vendor_frontend

FROM python:3.13-slim AS packages
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY requirements.txt .
RUN python -m venv /venv && /venv/bin/pip install --require-hashes --only-binary=:all: -r requirements.txt

FROM python:3.13-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DJANGO_SETTINGS_MODULE=config.settings.prod
# Pango draws the text of PDF files; no Python package brings it.
RUN apt-get update && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
 && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --no-create-home shouhou && install -d -o shouhou -g shouhou /data/media /data/backups
WORKDIR /app
COPY --from=packages /venv /venv
COPY . .
COPY --from=vendor /app/static/vendor static/vendor
COPY --from=vendor /app/assets/fonts assets/fonts
# The values only let the settings be read here; none of them is kept.
RUN python -m scripts.messages compile \
 && SECRET_KEY=only-for-this-step-0123456789-abcdefghijklmnopqrstuvwxyz-ABC DATABASE_URL=postgresql://none/none \
    REDIS_URL=redis://none/0 python manage.py collectstatic --no-input
USER shouhou
VOLUME /data/media
EXPOSE 8000
CMD ["gunicorn", "--config", "python:config.gunicorn", "--bind", "0.0.0.0:8000"]
