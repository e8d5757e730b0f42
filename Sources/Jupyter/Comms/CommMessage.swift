/// What one end of a comm tells the other.
public struct CommMessage: Sendable, Hashable {
    /// What the two ends agree on between themselves.
    public var data: JSONObject
    public var metadata: JSONObject
    /// Binary attachments, such as a picture's bytes; `data` says where they belong.
    public var buffers: [[UInt8]]

    public init(data: JSONObject = [:], metadata: JSONObject = [:], buffers: [[UInt8]] = []) {
        self.data = data
        self.metadata = metadata
        self.buffers = buffers
    }
}
