// libjpeg-turbo through TurboJPEG, which returns its errors.
#pragma once
#include <turbojpeg.h>
