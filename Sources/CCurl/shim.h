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

// Runs a transfer to its end, calling `check` at least every 20 milliseconds, also while nothing arrives; libcurl alone looks once a second. A result of
// `check` other than 0 ends the transfer.
static inline CURLcode easel_curl_perform(CURL *handle, int (*check)(void *), void *owner) {
    CURLM *multi = curl_multi_init();
    if (!multi) return CURLE_OUT_OF_MEMORY;
    CURLcode result = CURLE_OUT_OF_MEMORY;
    int running = curl_multi_add_handle(multi, handle) == CURLM_OK;
    while (running) {
        if (curl_multi_perform(multi, &running) != CURLM_OK) break;
        if (check(owner)) {
            result = CURLE_ABORTED_BY_CALLBACK;
            running = 0;
        } else if (running && curl_multi_poll(multi, NULL, 0, 20, NULL) != CURLM_OK) {
            break;
        }
    }
    int left;
    for (CURLMsg *message; (message = curl_multi_info_read(multi, &left));)
        if (message->msg == CURLMSG_DONE) result = message->data.result;
    curl_multi_remove_handle(multi, handle);
    curl_multi_cleanup(multi);
    return result;
}
