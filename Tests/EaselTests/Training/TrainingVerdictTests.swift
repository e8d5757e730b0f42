import Easel
import Testing

/// What a person is told at a glance, from losses on fixed noise every 50 steps of 400.
@Suite struct TrainingVerdictTests {
    @Test(arguments: [
        ([], false, TrainingVerdict.Kind.tooEarly), ([0.2], false, .tooEarly), ([0.2, 0.2, 0.201], false, .notYet),
        ([0.2, 0.2, 0.199, 0.2, 0.2, 0.2], false, .notLearning), ([0.2, 0.199], true, .notLearning), ([0.2, 0.22, 0.23], false, .worse),
        ([0.2, 0.19, 0.18], false, .learning), ([0.2, 0.18, 0.16, 0.15, 0.1499, 0.1498, 0.1499], false, .enough),
        ([0.2, 0.18, 0.15, 0.17, 0.19], false, .pastItsBest),
        // A quarter of what was won is lost again.
        ([0.2, 0.15, 0.162], false, .learning), ([0.2, 0.15, 0.163], false, .pastItsBest),
    ])
    func verdicts(_ losses: [Float], _ isOver: Bool, _ kind: TrainingVerdict.Kind) {
        let history = LossHistory(stepCount: 400, validation: losses.enumerated().map { .init(step: $0.offset * 50, loss: $0.element) })
        let verdict = TrainingVerdict(history, isOver: isOver)
        #expect(verdict.kind == kind, "\(verdict.sentence)")
        #expect(verdict.sentence.hasSuffix("."))
    }

    @Test func theSentenceNamesTheSteps() {
        func sentence(_ losses: [Float]) -> String {
            TrainingVerdict(LossHistory(stepCount: 400, validation: losses.enumerated().map { .init(step: $0.offset * 50, loss: $0.element) }), isOver: false)
                .sentence
        }
        #expect(sentence([0.2, 0.18, 0.16, 0.15, 0.1499, 0.1498, 0.1499]).contains("25 % and has been level since step 150"))
        #expect(sentence([0.2, 0.18, 0.15, 0.17, 0.19]).contains("lowest at step 100"))
    }
}
