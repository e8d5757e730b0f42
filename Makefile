# The CPU level of the hot loops: x86-64-v3 (AVX2, FMA) where this machine has it; EASEL_CPU overrides (EASEL_CPU=x86-64 for any machine).
EASEL_CPU ?= $(shell grep -qw avx2 /proc/cpuinfo 2>/dev/null && grep -qw fma /proc/cpuinfo && grep -qw bmi2 /proc/cpuinfo && echo x86-64-v3)
SWIFT_FLAGS := -c release $(if $(EASEL_CPU),-Xcc -march=$(EASEL_CPU))

.PHONY: build test
build:
	swift build $(SWIFT_FLAGS)

test:
	swift test $(SWIFT_FLAGS)
