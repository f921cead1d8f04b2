# Each target makes what it needs by itself: .venv with the locked packages, and Chromium for the tests.
.DEFAULT_GOAL := help
.PHONY: help demo run check test lint types layers bench profile chaos format lock clean env-run env-dev
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
# Tests wait for processes and the disk more than they compute.
export PYTEST_XDIST_AUTO_NUM_WORKERS ?= $(shell expr 2 '*' $$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2))
unexport VIRTUAL_ENV PYTHONHOME PYTHONPATH

help: ## этот список
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: env-run ## местный VK и бот в нём, без токена; ONCE=1: показать образец разговора и выйти
	@$(BIN)/python -m bot demo $(if $(filter-out 0,$(ONCE)),--once)

run: env-run ## бот; настройки в .env
	@$(BIN)/python -m bot run

check: env-run ## проверить .env и настройки сообщества
	@$(BIN)/python -m bot check

test: env-dev ## всё, что проверяется: lint, types, layers и все тесты
	@scripts/chromium >/dev/null
	@$(MAKE) lint types layers
	@$(BIN)/python -m pytest --no-header -n auto --maxprocesses 8 --dist loadgroup --inline-snapshot=disable

lint: env-dev ## стиль и формат
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check

types: env-dev ## типы
	@$(BIN)/mypy

layers: env-dev ## кто кого импортирует
	@$(BIN)/lint-imports --no-logo

bench: env-dev ## измерения
	@$(BIN)/python -m bench

chaos: env-dev ## четверть часа, в которую ломается всё; MINUTES=1 SEED=2 — иначе
	@$(BIN)/python -m tests.chaos --minutes $(or $(MINUTES),15) --seed $(or $(SEED),1)

profile: env-dev ## профиль одного шага разговора (pyinstrument)
	@$(BIN)/python -m bench.profile

format: env-dev ## поправить формат и то, что ruff чинит сам
	@$(BIN)/ruff check --fix-only --quiet
	@$(BIN)/ruff format

lock: ## переписать requirements/ по pyproject.toml (нужен uv)
	@scripts/lock

clean: ## убрать .venv и кеши; data/ и .env остаются
	@rm -rf .venv .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist *.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

env-run:
	@scripts/environment run

env-dev:
	@scripts/environment dev
