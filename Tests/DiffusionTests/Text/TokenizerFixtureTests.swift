import Diffusion
import Foundation
import TestSupport
import Testing

/// The ids of transformers 5 for every prompt of the fixtures, with and without added tokens. The vocabulary is public but not ours to commit.
@Suite(
    .enabled(
        if: Fixtures.file("tokenizer", "clip/vocab.json") != nil, "tokenizer: no folder with CLIP's vocabulary (set EASEL_FIXTURES)"))
struct TokenizerFixtureTests {
    private static func row(_ what: String) -> Parity { Parity("tokenizer", what) }

    @Test func promptsHaveTransformersIDs() throws {
        let cases = try Fixtures.manifest("tokenizer")["cases"].array ?? []
        var count = 0
        for entry in cases where entry["prompts"].array != nil {
            let name = try #require(entry["name"].string)
            let tokenizer = try Self.tokenizer(for: name, adding: entry["added_tokens"].strings ?? [])
            #expect(tokenizer.paddingID == entry["pad_id"].int, "\(name)")
            let new = Set(tokenizer.addedTokens.flatMap(\.ids)).filter { $0 >= tokenizer.vocabularySize }
            #expect(tokenizer.vocabularySize + new.count == entry["length"].int, "\(name)")
            for prompt in entry["prompts"].array ?? [] {
                let text = try #require(prompt["prompt"].string)
                let expected = prompt["ids"].ints.map { Array($0.dropFirst().dropLast()) }
                ParityRecorder.expectEqual(tokenizer.bareIDs(of: text), expected, "\(name): \(text.debugDescription)", Self.row("ids of prompts"))
                count += 1
            }
        }
        #expect(count > 1000)
        print("tokenizer: \(count) prompts compared")
    }

    @Test func addedTokensHaveTransformersIDs() throws {
        for entry in try Fixtures.manifest("tokenizer")["cases"].array ?? [] where entry["added_ids"].array?.isEmpty == false {
            let name = try #require(entry["name"].string)
            var tokenizer = try Self.tokenizer(for: name, adding: [])
            let ids = (entry["added_tokens"].strings ?? []).map { tokenizer.register($0) }
            ParityRecorder.expectEqual(ids, entry["added_ids"].ints, name, Self.row("ids of added tokens"))
        }
    }

    @Test func paddedRowsAreTransformers() throws {
        let rows = try FixtureTensors(try #require(Fixtures.file("tokenizer", "tokens.safetensors")))
        for entry in try Fixtures.manifest("tokenizer")["cases"].array ?? [] {
            guard let key = entry["padded"].string, let name = entry["name"].string else { continue }
            let tokenizer = try Self.tokenizer(for: name, adding: entry["added_tokens"].strings ?? [])
            let expected = try rows.entry(key).integers
            let prompts = try (entry["prompts"].array ?? []).map { try #require($0["prompt"].string) }
            let rows = prompts.flatMap { tokenizer.encode($0, expandingVectors: false).ids }
            ParityRecorder.expectEqual(rows, expected, name, Self.row("ids cut and padded"))
        }
    }

    @Test func promptsExpandLikeDiffusers() throws {
        let cases = try Fixtures.manifest("tokenizer")["cases"].array ?? []
        let entries = try #require(cases.first { $0["name"].string == "maybe_convert_prompt" })["entries"].array ?? []
        #expect(!entries.isEmpty)
        var changed = Set<String>()
        for entry in entries {
            let prompt = try #require(entry["prompt"].string)
            let scenario = try #require(entry["scenario"].string)
            let tokenizer = try Self.tokenizer(for: "sd1/", adding: entry["added_tokens"].strings ?? [])
            let converted = tokenizer.expandingVectors(in: prompt)
            ParityRecorder.expectEqual(converted, entry["converted"].string, "\(scenario): \(prompt)", Self.row("several vectors written out"))
            if let ids = entry["ids"].ints { #expect(tokenizer.encode(converted, expandingVectors: false).ids == ids, "\(scenario): \(prompt)") }
            changed.insert(scenario + "\n" + prompt)
        }
        // Prompts that are not listed stay as they are.
        for scenario in Set(entries.compactMap { $0["scenario"].string }) {
            let entry = try #require(cases.first { $0["name"].string == "sd1/added:\(scenario)" })
            let tokenizer = try Self.tokenizer(for: "sd1/", adding: entry["added_tokens"].strings ?? [])
            for prompt in (entry["prompts"].array ?? []).compactMap({ $0["prompt"].string }) where !changed.contains(scenario + "\n" + prompt) {
                #expect(tokenizer.expandingVectors(in: prompt) == prompt, "\(scenario): \(prompt)")
            }
        }
    }

    @Test func savedFoldersLoad() throws {
        let cases = try Fixtures.manifest("tokenizer")["cases"].array ?? []
        let folders = try #require(cases.first { $0["name"].string == "saved-folders" })["folders"].array ?? []
        #expect(!folders.isEmpty)
        for entry in folders {
            let name = try #require(entry["folder"].string)
            let tokenizer = try CLIPTokenizer(folder: try #require(Fixtures.file("tokenizer", name)))
            let placeholders = entry["added_tokens"].strings ?? []
            #expect(placeholders.flatMap { tokenizer.bareIDs(of: $0) } == entry["added_ids"].ints, "\(name)")
            #expect(tokenizer.tokens(of: placeholders[0]) == entry["added_ids"].ints, "\(name)")
            // Where version 5, which we follow, reads a folder of version 4 differently, its ids are listed apart.
            let reloaded = entry["transformers5_reload"].array
            for (i, prompt) in (entry["prompts"].array ?? []).enumerated() {
                let text = try #require(prompt["prompt"].string)
                let expected = (reloaded?[i].ints ?? prompt["ids"].ints).map { Array($0.dropFirst().dropLast()) }
                ParityRecorder.expectEqual(tokenizer.bareIDs(of: text), expected, "\(name): \(text)", Self.row("saved folders"))
            }
        }
    }

    @Test func loadsQuickly() throws {
        let folder = try #require(Fixtures.file("tokenizer", "clip"))
        let clock = ContinuousClock()
        var tokenizer: CLIPTokenizer?
        let loading = try clock.measure { tokenizer = try CLIPTokenizer(folder: folder) }
        let prompt = String(repeating: "a photo of a cat, Ünïcode 2023! ", count: 32_768)
        let encoding = clock.measure { #expect((tokenizer?.bareIDs(of: prompt).count ?? 0) > 300_000) }
        let word = String(repeating: "internationalisation", count: 52_428)
        let long = clock.measure { #expect((tokenizer?.bareIDs(of: word).count ?? 0) > 50_000) }
        print("tokenizer: loaded in \(loading), 1 MB of words encoded in \(encoding), one word of 1 MB in \(long)")
        #expect(loading < .seconds(1) && encoding < .seconds(3) && long < .seconds(5))
    }

    /// SD 2's tokenizer is SD 1's vocabulary with a configuration of its own.
    private static func tokenizer(for name: String, adding tokens: [String]) throws -> CLIPTokenizer {
        var tokenizer = try name.hasPrefix("sd2") ? stableDiffusion2() : CLIPTokenizer(folder: #require(Fixtures.file("tokenizer", "clip")))
        for token in tokens { _ = tokenizer.register(token) }
        return tokenizer
    }

    private static func stableDiffusion2() throws -> CLIPTokenizer {
        try TemporaryFolder.with { folder in
            for name in ["clip/vocab.json", "clip/merges.txt", "sd2-config/tokenizer_config.json", "sd2-config/special_tokens_map.json"] {
                let target = URL(filePath: name).lastPathComponent
                try FileManager.default.createSymbolicLink(
                    atPath: "\(folder)/\(target)", withDestinationPath: #require(Fixtures.file("tokenizer", name)))
            }
            return try CLIPTokenizer(folder: folder)
        }
    }
}
