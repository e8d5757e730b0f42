// libpng: its errors leave by longjmp, which may not cross Swift frames; the functions here contain it.
#pragma once
#include <png.h>
