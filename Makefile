# What a person types: 'make demo' shows everything, 'make lab' opens JupyterLab, 'make test' proves it.

# The CPU level of the hot loops: x86-64-v3 (AVX2, FMA) where this machine has it; EASEL_CPU overrides (EASEL_CPU=x86-64 for any machine).
EASEL_CPU ?= $(shell grep -qw avx2 /proc/cpuinfo 2>/dev/null && grep -qw fma /proc/cpuinfo && grep -qw bmi2 /proc/cpuinfo && echo x86-64-v3)
SWIFT_FLAGS := -c release $(if $(EASEL_CPU),-Xcc -march=$(EASEL_CPU))
# No test imports with @testable: so the tests use the very objects that the program is built from, and nothing is compiled twice.
TEST_FLAGS := $(SWIFT_FLAGS) --disable-testable-imports

PREFIX ?= /usr/local
PYTHON ?= python3
VENV := .venv
PEER := .venv-peer
LARGE := $(CURDIR)/.build/parity-large
PROGRAM := .build/release/easel
RESOURCES := .build/release/easel_Easel.resources/Resources
# Cells of the language's own tests are data: some are wrong on purpose.
SWIFT_FILES := '*.swift' ':!Tests/CellLanguageTests/Cells'
NOTEBOOK := notebooks/textual-inversion.ipynb

SYSTEM_LIBRARIES := libzmq libcrypto libcurl libpng libturbojpeg libwebp libzip sqlite3
SYSTEM_PACKAGES := libzmq3-dev libssl-dev libcurl4-openssl-dev libpng-dev libturbojpeg0-dev libwebp-dev libzip-dev libsqlite3-dev libopenblas0 ca-certificates pkg-config python3-venv

export JUPYTER_PREFER_ENV_PATH := 1

.PHONY: build demo lab test swift-tests kernel-tests clients check format bench growth peers install parity parity-large fuzz clean system-packages swift python kernel

build: system-packages swift
	swift build $(SWIFT_FLAGS)

# The tutorial in a real Jupyter, from nothing: a notebook with its pictures and the same as a page.
demo: kernel
	@mkdir -p dist
	$(VENV)/bin/jupyter nbconvert --to notebook --execute $(NOTEBOOK) --output-dir dist
	$(VENV)/bin/jupyter nbconvert --to html dist/$(notdir $(NOTEBOOK)) --output-dir dist
	@printf '\nThe tutorial ran in Jupyter. See it:\n  %s\n  %s\nTry it: make lab\n' "$(CURDIR)/dist/$(notdir $(NOTEBOOK))" "$(CURDIR)/dist/$(notdir $(NOTEBOOK:.ipynb=.html))"

lab: kernel
	$(VENV)/bin/jupyter lab --ServerApp.root_dir=$(CURDIR)/notebooks $(if $(filter 0,$(shell id -u)),--allow-root)

# Everything that can be proven on this machine.
test: swift-tests kernel-tests

swift-tests: system-packages swift python
	EASEL_PYTHON=$(CURDIR)/$(VENV)/bin/python swift test $(TEST_FLAGS)

# Real front ends: a terminal and a browser, as far as they are installed.
clients: kernel
	$(VENV)/bin/pip install --quiet --disable-pip-version-check -r Tests/Clients/requirements.txt
	$(VENV)/bin/python -m unittest discover -s Tests/Clients

kernel-tests: kernel
	$(VENV)/bin/python -m unittest discover -s Tests/Conformance
	$(VENV)/bin/python -m unittest discover -s Tests/Notebooks
	$(VENV)/bin/python -m unittest discover -s Tests/Benchmarks

# The suites that compare our numbers with PyTorch's and diffusers'; EASEL_FIXTURES names a folder with more of them. Their largest errors go into
# docs/parity.md, or where EASEL_PARITY_TABLE says.
parity: system-packages swift
	EASEL_PARITY_TABLE="$(or $(EASEL_PARITY_TABLE),$(CURDIR)/docs/parity.md)" swift test $(TEST_FLAGS) --filter 'TensorsTests|NeuralNetworksTests|DiffusionTests|PersonalizationTests|EaselTests'

# The same at Stable Diffusion 1.5's shapes, with random weights: 4.2 GB of disk, 12 GB of memory, some minutes.
parity-large: system-packages swift $(PEER)/.complete
	$(PEER)/bin/python Benchmarks/parity_large.py $(LARGE)
	EASEL_PARITY_LARGE="$(LARGE)" EASEL_PARITY_TABLE="$(or $(EASEL_PARITY_TABLE),$(CURDIR)/docs/parity.md)" swift test $(TEST_FLAGS) --filter LargeModelParityTests

# Coverage-guided, FUZZ_SECONDS for each reader of strangers' files; the tests change files at random, a fixed number of times.
FUZZ := .build/fuzz
FUZZ_SECONDS ?= 60
FUZZ_SHIMS := $(addprefix -I Sources/,COpenSSL CPNG CJPEG CWebP)
fuzz: system-packages swift
	swift build $(SWIFT_FLAGS) --scratch-path $(FUZZ) --sanitize fuzzer --target Diffusion
	swiftc -O -parse-as-library -sanitize=fuzzer -I $(FUZZ)/release/Modules $(FUZZ_SHIMS) Tests/Fuzzing/FuzzReaders.swift \
		$(foreach room,JSONValues Digests Tensors NeuralNetworks Diffusion,$(FUZZ)/release/$(room).build/*.o) \
		$$(pkg-config --libs libcrypto libpng libturbojpeg libwebp) -o $(FUZZ)/fuzz-readers
	Tests/Fuzzing/fuzz.sh $(FUZZ)/fuzz-readers $(FUZZ_SECONDS)

check: swift
	git ls-files -z -- $(SWIFT_FILES) | xargs -0 swift format lint --strict
	@! git grep -nIE 'Room under construction|\b(TODO|FIXME|XXX)\b|/home/[a-z]|/root/' -- . ':!Makefile' || { echo 'These words do not belong here.'; exit 1; }
	swift test $(TEST_FLAGS) --filter ArchitectureTests

# Puts every file in the form that 'make check' asks for.
format: swift
	git ls-files -z -- $(SWIFT_FILES) | xargs -0 swift format --in-place

# Everything that is measured: the kernel's latency, and the table of docs/performance.md beside PyTorch and OpenVINO, as far as they can be had.
# BENCH=kernel or the beginnings of lines (BENCH='unet decode') take a part; BENCH_OPTIONS go to Benchmarks/table.py.
bench: $(if $(filter kernel,$(or $(BENCH),kernel)),kernel) $(if $(filter-out kernel,$(or $(BENCH),table)),build peers)
	$(if $(filter kernel,$(or $(BENCH),kernel)),$(VENV)/bin/python Benchmarks/kernel.py)
	$(if $(filter-out kernel,$(or $(BENCH),table)),$(PYTHON) Benchmarks/table.py $(BENCH_OPTIONS) $(filter-out kernel,$(BENCH)))

# How time and memory grow with resolution, batch, steps, tokens and cells. GROWTH='steps cells' takes the curves whose names begin so.
growth: build
	$(PYTHON) Benchmarks/growth.py $(GROWTH)

# The peers are wanted, not needed.
peers:
	@$(MAKE) --no-print-directory $(PEER)/.complete || echo 'Without PyTorch and diffusers: their cells stay empty.'
	@$(PEER)/bin/python -c 'import openvino' 2>/dev/null || $(PEER)/bin/pip install --quiet --disable-pip-version-check -r Benchmarks/requirements-openvino.txt \
		|| echo 'Without OpenVINO: its cells stay empty.'

# The program with its data under PREFIX, and the kernel where every Jupyter looks. DESTDIR stages it for a package.
install: build
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/easel
	install -m 755 $(PROGRAM) $(PROGRAM)-listen $(DESTDIR)$(PREFIX)/bin
	rm -rf $(DESTDIR)$(PREFIX)/share/easel/models $(DESTDIR)$(PREFIX)/share/easel/encoders $(DESTDIR)$(PREFIX)/share/easel/kernelspec
	cp -R $(RESOURCES)/models $(RESOURCES)/encoders kernelspec $(DESTDIR)$(PREFIX)/share/easel/
	$(if $(DESTDIR),,$(PREFIX)/bin/easel install --prefix $(PREFIX))

clean:
	rm -rf .build $(VENV) $(PEER) dist

# The kernel in the private Python environment.
kernel: build python
	$(PROGRAM) install --prefix $(VENV)

python: $(VENV)/.complete

$(VENV)/.complete: requirements.txt | system-packages
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

# PyTorch and diffusers, for comparisons alone: the product never needs them. Where pip's index lacks PyTorch's CPU build, PIP_EXTRA_INDEX_URL names PyTorch's own.
$(PEER)/.complete: Benchmarks/requirements-peer.txt | system-packages
	$(PYTHON) -m venv $(PEER)
	$(PEER)/bin/pip install --quiet --disable-pip-version-check -r $<
	@touch $@

swift:
	@command -v swift >/dev/null || { echo 'There is no Swift here. Get it from https://www.swift.org/install/linux/ (the README has it in one line).'; exit 1; }

# Quiet where everything is there; otherwise Debian's and Ubuntu's packages, as far as this person may install them.
system-packages:
	@if command -v pkg-config >/dev/null && pkg-config --exists $(SYSTEM_LIBRARIES) && $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null; then exit 0; fi; \
	if ! command -v apt-get >/dev/null; then echo 'Install the development packages of: $(SYSTEM_LIBRARIES), pkg-config, Python with venv.'; exit 1; fi; \
	if [ "$$(id -u)" = 0 ]; then root=; elif command -v sudo >/dev/null; then root=sudo; else echo 'As root: apt-get install $(SYSTEM_PACKAGES)'; exit 1; fi; \
	$$root apt-get update -qq && $$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(SYSTEM_PACKAGES)
