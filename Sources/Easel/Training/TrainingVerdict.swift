/// What a run's losses say to somebody who glances at it: whether it is learning, and whether it has learnt enough.
///
/// It is the loss on fixed noise that is judged: of the losses of single steps, the luck of their timesteps is the larger part.
public struct TrainingVerdict: Equatable, Sendable {
    public enum Kind: Sendable {
        case tooEarly, notYet, notLearning, learning, enough, pastItsBest, worse
    }

    public let kind: Kind
    /// A word or two, for a line that has little room.
    public let word: String
    /// The one clear line.
    public let sentence: String

    /// Changes of the loss below this share are none.
    private static let noticeable: Float = 0.01
    /// What the last three losses may have brought of the whole gain where it is called level.
    private static let levelShare: Float = 0.05

    /// - Parameter isOver: no step comes after these.
    public init(_ history: LossHistory, isOver: Bool) {
        let points = history.validation
        guard let first = points.first, let last = points.last, points.count > 1, let best = points.min(by: { $0.loss < $1.loss }) else {
            let sentence =
                isOver && points.isEmpty
                ? "No verdict: the loss on fixed noise was not taken."
                : "Too early to say: the loss on fixed noise has \(points.isEmpty ? "not been taken yet" : "been taken only once")."
            self.init(.tooEarly, "", sentence)
            return
        }
        let change = last.loss / first.loss - 1
        if best.loss > first.loss * (1 - Self.noticeable) {
            self.init(change: change, isLate: last.step * 2 >= history.stepCount || isOver)
        } else if last.loss > best.loss + (first.loss - best.loss) * 0.25 {
            self.init(
                .pastItsBest, "past its best",
                "Past its best: the loss on fixed noise was lowest at step \(best.step); run.at(step:) goes back to a checkpoint.")
        } else if let step = Self.levelSince(points, gain: first.loss - best.loss) {
            self.init(.enough, "learnt enough", "Learnt enough: the loss on fixed noise fell by \(Self.percent(change)) and has been level since step \(step).")
        } else {
            self.init(.learning, "learning", "Learning: the loss on fixed noise has fallen by \(Self.percent(change))\(isOver ? "" : " and still falls").")
        }
    }

    /// For a loss that never was noticeably below its first value.
    private init(change: Float, isLate: Bool) {
        if change > 3 * Self.noticeable {
            self.init(
                .worse, "getting worse", "Getting worse: the loss on fixed noise has risen by \(Self.percent(change)). A lower learningRate may help.")
        } else if isLate {
            self.init(
                .notLearning, "not learning",
                "Not learning so far: the loss on fixed noise is where it started. More steps or a higher learningRate may help.")
        } else {
            self.init(.notYet, "not learning yet", "Not learning yet: the loss on fixed noise is where it started, as it often is for a while.")
        }
    }

    private init(_ kind: Kind, _ word: String, _ sentence: String) {
        (self.kind, self.word, self.sentence) = (kind, word, sentence)
    }

    /// The step from which on the loss has hardly fallen; nil where it still falls.
    private static func levelSince(_ points: [LossHistory.Point], gain: Float) -> Int? {
        guard points.count >= 4, let last = points.last else { return nil }
        let from = points[points.count - 4]
        guard from.loss - last.loss < levelShare * gain else { return nil }
        return points.first { $0.loss - last.loss < levelShare * gain }?.step ?? from.step
    }

    private static func percent(_ share: Float) -> String {
        let value = abs(share) * 100
        return value < 10 ? "\((value * 10).rounded() / 10) %" : "\(Int(value.rounded())) %"
    }
}
