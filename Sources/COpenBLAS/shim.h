// OpenBLAS: single-precision matrix products and the setting of its thread count.
#pragma once
#include <cblas.h>
