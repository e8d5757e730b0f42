import CCurl
import FoundationEssentials

/// One request and its response, by libcurl: TLS with the system's certificates, proxies from the environment, redirects.
///
/// A header that names a person (`Authorization`) is sent to the first host only; libcurl drops it when a redirect leads to another one.
final class HTTPTransfer {
    private static let isReady = easel_curl_start() == CURLE_OK

    /// The authorities that a person trusts in place of the system's: networks with a proxy of their own need it. The names are those that Python's clients know.
    private static let certificates: String? = {
        let environment = ProcessInfo.processInfo.environment
        return ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    }()

    private var response = HTTPResponse()
    private let take: (HTTPResponse, UnsafeRawBufferPointer) throws -> Void
    private let check: () throws -> Void
    private var failure: (any Error)?

    /// - Parameters:
    ///   - take: receives the body piece by piece, with the head that it belongs to.
    ///   - check: called at least every 20 milliseconds; what it throws ends the transfer.
    init(check: @escaping () throws -> Void, take: @escaping (HTTPResponse, UnsafeRawBufferPointer) throws -> Void) {
        self.check = check
        self.take = take
    }

    /// Runs to the end of the body.
    ///
    /// - Throws: `HTTPFailure`; what the closures throw. A status such as 404 is a response, not an error.
    func perform(_ request: HTTPRequest) throws -> HTTPResponse {
        guard Self.isReady, let handle = curl_easy_init() else { throw HTTPFailure.unreachable(reason: "libcurl can't start") }
        defer { curl_easy_cleanup(handle) }
        let headers = request.headers.reduce(nil as UnsafeMutablePointer<curl_slist>?) { curl_slist_append($0, $1) }
        defer { curl_slist_free_all(headers) }
        configure(handle, request)
        easel_curl_set_headers(handle, headers)
        let status = withExtendedLifetime(self) {
            easel_curl_perform(handle, { HTTPTransfer.owner($0)?.goesOn() == true ? 0 : 1 }, Unmanaged.passUnretained(self).toOpaque())
        }
        if let failure { throw failure }
        guard status == CURLE_OK else { throw Self.failure(status) }
        return response
    }

    private func configure(_ handle: UnsafeMutableRawPointer, _ request: HTTPRequest) {
        easel_curl_set_text(handle, CURLOPT_URL, request.url)
        easel_curl_set_text(handle, CURLOPT_USERAGENT, "easel")
        if let certificates = Self.certificates { easel_curl_set_text(handle, CURLOPT_CAINFO, certificates) }
        easel_curl_allow_only_http(handle)
        easel_curl_set_number(handle, CURLOPT_NOSIGNAL, 1)
        easel_curl_set_number(handle, CURLOPT_NOBODY, request.isHead ? 1 : 0)
        easel_curl_set_number(handle, CURLOPT_FOLLOWLOCATION, request.followsRedirects ? 1 : 0)
        easel_curl_set_number(handle, CURLOPT_MAXREDIRS, 10)
        easel_curl_set_number(handle, CURLOPT_CONNECTTIMEOUT, 20)
        // A connection that brings less than a byte a second for half a minute is as good as cut.
        easel_curl_set_number(handle, CURLOPT_LOW_SPEED_LIMIT, 1)
        easel_curl_set_number(handle, CURLOPT_LOW_SPEED_TIME, 30)
        if request.firstByte > 0 { easel_curl_set_text(handle, CURLOPT_RANGE, "\(request.firstByte)-") }
        let owner = Unmanaged.passUnretained(self).toOpaque()
        easel_curl_set_header_sink(handle, { HTTPTransfer.owner($3)?.receive(header: $0, count: $1 * $2) ?? 0 }, owner)
        easel_curl_set_body_sink(handle, { HTTPTransfer.owner($3)?.receive(body: $0, count: $1 * $2) ?? 0 }, owner)
    }

    /// libcurl gives back what it was given.
    private static func owner(_ pointer: UnsafeMutableRawPointer?) -> HTTPTransfer? {
        pointer.map { Unmanaged<HTTPTransfer>.fromOpaque($0).takeUnretainedValue() }
    }

    private func receive(header bytes: UnsafeMutablePointer<CChar>?, count: Int) -> Int {
        response.take(line: String(decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self))
        return count
    }

    /// Any other number than all bytes ends the transfer.
    private func receive(body bytes: UnsafeMutablePointer<CChar>?, count: Int) -> Int {
        keep { try take(response, UnsafeRawBufferPointer(start: bytes, count: count)) } ? count : 0
    }

    private func goesOn() -> Bool { keep { try check() } }

    /// No error may cross libcurl's frames: it is kept and thrown behind them.
    private func keep(_ work: () throws -> Void) -> Bool {
        do {
            try work()
            return true
        } catch {
            failure = failure ?? error
            return false
        }
    }

    private static func failure(_ status: CURLcode) -> HTTPFailure {
        let reason = String(cString: curl_easy_strerror(status)).lowercased()
        let cuts = [CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_GOT_NOTHING, CURLE_OPERATION_TIMEDOUT, CURLE_HTTP2, CURLE_HTTP2_STREAM]
        return cuts.contains(status) ? .cutOff(reason: reason) : .unreachable(reason: reason)
    }
}
