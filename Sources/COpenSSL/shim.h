// libcrypto: SHA-256 and HMAC.
#pragma once
#include <openssl/evp.h>
#include <openssl/hmac.h>
