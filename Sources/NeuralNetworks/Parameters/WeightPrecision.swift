/// How the weights of a network are kept.
public enum WeightPrecision: Sendable {
    case float32
    /// Half of the memory: rounded when they are read, widened wherever they are used. What learns, biases, norms and tables of words stay float32.
    case bfloat16
}
