# Trial Guide. `make run` and `make test` each work first, on a fresh checkout.
SHELL := /bin/bash
PYTHON := .venv/bin/python
export PYTHONWARNINGS := ignore
export TF_CPP_MIN_LOG_LEVEL := 3
export SQLALCHEMY_SILENCE_UBER_WARNING := 1
export RASA_TELEMETRY_ENABLED := false

MODEL := models/trial-guide.tar.gz
# What the model is made from; when any of it is newer, the next `make run` trains again.
SOURCES := config.yml domain.yml bot/topics.yml bot/page_layout.yml bot/facts.yml bot/subjects.yml \
	$(shell find data bot/trials bot/safety bot/language bot/rasa_components bot/core -name '*.yml' -o -name '*.py' -o -name '*.txt')

.PHONY: run train test browser check format bench install lock

run: $(MODEL)
	@$(PYTHON) -m bot run

train: $(MODEL)

install: .venv/installed

test: .venv/installed $(MODEL) browser
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	$(PYTHON) -m bot check
	$(PYTHON) -m pytest -n 2 --ignore=tests/browser --junitxml=var/tests.xml
	$(PYTHON) -m pytest -n 2 tests/browser --dist=loadfile --junitxml=var/browser.xml
	$(PYTHON) -m tests.evidence var/tests.xml var/browser.xml

# The browser tests' Chromium, from the system's packages; where it may not be installed they are left out.
browser:
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
		&& echo "Installing Chromium for the browser tests …" && apt-get update -qq \
		&& apt-get install -y -qq --no-install-recommends chromium >/dev/null; } \
		|| echo "Chromium is not installed, and cannot be installed from here: the browser tests are left out."

check: .venv/installed
	$(PYTHON) -m bot check

format: .venv/installed
	$(PYTHON) -m ruff format .
	$(PYTHON) -m ruff check --fix .

bench: $(MODEL)
	$(PYTHON) -m benchmarks.danger
	$(PYTHON) -m benchmarks.conversation
	$(PYTHON) -m benchmarks.understanding

lock: .venv/installed
	.venv/bin/uv pip compile --python-version 3.10 --override overrides.txt --generate-hashes --no-header \
		requirements.in -o requirements.lock

$(MODEL): $(SOURCES) | .venv/installed
	@echo "Training (about a minute) …"
	@$(PYTHON) -m bot.rasa_components.train
	@touch $@

# uv comes from the lock file too. The .pth file keeps Rasa from calling out, however it is started.
.venv/installed: requirements.lock
	@echo "Making the environment (about a minute) …"
	@python3.10 -m venv --clear .venv
	@sed -n '/^uv==/,/^[^ ]*[a-z]/p' requirements.lock | sed '$$d' > .venv/uv.lock
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r .venv/uv.lock
	@.venv/bin/uv pip sync --require-hashes requirements.lock
	@echo 'import os; os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")' \
		> $$($(PYTHON) -c 'import site; print(site.getsitepackages()[0])')/quiet_rasa.pth
	@touch $@
