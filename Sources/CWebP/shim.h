// libwebp: its decoder returns its errors.
#pragma once
#include <webp/decode.h>
