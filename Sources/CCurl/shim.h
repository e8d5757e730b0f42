// libcurl: its options are set and read through variadic functions, which Swift does not call; these have fixed types.
#pragma once
#define CURL_DISABLE_TYPECHECK
#define CURL_DISABLE_DEPRECATION
#include <curl/curl.h>

static inline CURLcode easel_curl_start(void) { return curl_global_init(CURL_GLOBAL_DEFAULT); }

static inline void easel_curl_set_number(CURL *handle, CURLoption option, long value) { curl_easy_setopt(handle, option, value); }

static inline void easel_curl_set_text(CURL *handle, CURLoption option, const char *value) { curl_easy_setopt(handle, option, value); }

static inline void easel_curl_set_headers(CURL *handle, struct curl_slist *headers) { curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers); }

// No file:, no ftp:, neither at first nor after a redirect.
static inline void easel_curl_allow_only_http(CURL *handle) {
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
    curl_easy_setopt(handle, CURLOPT_REDIR_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
}

static inline void easel_curl_set_header_sink(CURL *handle, size_t (*sink)(char *, size_t, size_t, void *), void *owner) {
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, sink);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, owner);
}

static inline void easel_curl_set_body_sink(CURL *handle, size_t (*sink)(char *, size_t, size_t, void *), void *owner) {
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, sink);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, owner);
}

// Called at least once a second, also while nothing arrives; a result other than 0 ends the transfer.
static inline void easel_curl_set_watch(CURL *handle, int (*watch)(void *, curl_off_t, curl_off_t, curl_off_t, curl_off_t), void *owner) {
    curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, watch);
    curl_easy_setopt(handle, CURLOPT_XFERINFODATA, owner);
}
