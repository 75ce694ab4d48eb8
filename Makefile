# What a machine needs: Python 3.11 or newer, Node 20 or newer, make.
# For `make messages` and `make lint` also gettext; for all tests also Chromium and PostgreSQL.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
export PIP_DISABLE_PIP_VERSION_CHECK = 1

BUILT := aktionsplan_pages/static/aktionsplan_pages/built/aktionsplan.css

.PHONY: demo test bench fuzz lint messages catalogues screenshots wheel clean

demo: .venv/.demo catalogues $(BUILT)  ## the site with an example plan, served until stopped
	@mkdir -p var
	@echo "Database …" && $(MANAGE) migrate -v0
	@$(MANAGE) setup_site
	@$(MANAGE) load_demo
	@echo "Open http://127.0.0.1:$(PORT)/de/ · /uk/ · /ar/ · /de-simple/ (plan: /de/aktionsplan/)"
	@echo "Admin http://127.0.0.1:$(PORT)/admin/ with one of the accounts above (demo only)"
	@$(MANAGE) runserver --insecure --noreload 127.0.0.1:$(PORT)

test: .venv/.dev catalogues $(BUILT)  ## the whole suite
	$(BIN)/python -m pytest -n auto --no-loadscope-reorder $(ARGS)
	@case "$$DATABASE_URL" in postgres*) ;; *) echo "Left out: PostgreSQL. To run the same" \
	  "tests on it: DATABASE_URL=postgres://user:password@host/name make test" ;; esac

bench: .venv/.dev catalogues $(BUILT)  ## what translating costs, beside wagtail-localize; PAGES=300 for a large plan
	$(BIN)/python -m pytest -q -s tests/bench/translation.py

fuzz: .venv/.dev catalogues $(BUILT)  ## everybody against the gate with other dice, until stopped
	@while FUZZ=1 $(BIN)/python -m pytest -q -s tests/approval/test_state_machine.py \
	  -k test_nothing_unapproved_becomes_public; do :; done

lint: .venv/.dev catalogues $(BUILT)  ## walls, style, types, migrations, catalogues
	$(BIN)/lint-imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djade --check $$(git ls-files 'templates/*.html')
	$(BIN)/mypy
	DJANGO_SETTINGS_MODULE=cms.settings.test $(MANAGE) makemigrations --check --dry-run
	SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))') ALLOWED_HOSTS=example.org \
	  DJANGO_SETTINGS_MODULE=cms.settings.production $(MANAGE) check --deploy --fail-level WARNING
	DJANGO_SETTINGS_MODULE=cms.settings.test $(MANAGE) collect_messages --check

messages: .venv/.dev  ## collects new messages into locale/
	DJANGO_SETTINGS_MODULE=cms.settings.test $(MANAGE) collect_messages

catalogues: $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/django.po))

%.mo: %.po | .venv/.demo
	@$(BIN)/python -c "import sys, polib; polib.pofile(sys.argv[1]).save_as_mofile(sys.argv[2])" $< $@

.venv/.demo: requirements.lock
	@echo "Environment …"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/pip install -q --require-hashes -r requirements.lock
	@touch $@

.venv/.dev: requirements-dev.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install -q --require-hashes -r requirements-dev.lock
	@touch $@ .venv/.demo

node_modules/.installed: package-lock.json
	@command -v npm >/dev/null || { echo "npm is missing: install Node 20 or newer."; exit 1; }
	@npm ci --silent --ignore-scripts
	@touch $@

$(BUILT): node_modules/.installed assets.mjs $(shell find templates aktionsplan_pages/css cms/css -type f)
	@npm run --silent build

screenshots: .venv/.dev catalogues $(BUILT)  ## pictures of the demo in docs/screenshots
	$(BIN)/python -m pytest -q tests/browser/screenshots.py

wheel: .venv/.dev catalogues $(BUILT)  ## the module for another house, in dist/
	@$(BIN)/python -m hatchling build -t wheel -d dist

clean:
	rm -rf .venv var node_modules dist */static/*/built
