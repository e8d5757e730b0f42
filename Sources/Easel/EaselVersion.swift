/// The version that recipes, the kernel and the command report.
public enum EaselVersion {
    public static let current = "0.1.0"
}
