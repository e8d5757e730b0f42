// libcrypto: SHA-256 and HMAC.
#pragma once
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
