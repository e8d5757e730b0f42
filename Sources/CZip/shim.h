// libzip: archives of pictures.
#pragma once
#include <zip.h>
