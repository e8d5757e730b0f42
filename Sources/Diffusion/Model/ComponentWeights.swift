import FoundationEssentials

/// The files that may hold a component's weights, in the order in which diffusers looks for them.
///
/// Source: diffusers, `_get_model_file` and `_get_checkpoint_shard_files`; transformers names those of the text model otherwise.
package struct ComponentWeights {
    let folder: String
    private let stems: (safetensors: String, pickle: String)

    package init(folder: String, component: String) {
        self.folder = folder
        stems = component == "text_encoder" ? ("model", "pytorch_model") : ("diffusion_pytorch_model", "diffusion_pytorch_model")
    }

    /// The names that the weights of a variant, or the ordinary ones, can have.
    package func names(variant: String?) -> [String] {
        let suffix = variant.map { ".\($0)" } ?? ""
        return [(stems.safetensors, "safetensors"), (stems.pickle, "bin")].flatMap { stem, ending in
            ["\(stem)\(suffix).\(ending)", "\(stem).\(ending).index\(suffix).json"] + (variant == nil ? [] : ["\(stem)\(suffix).\(ending).index.json"])
        }
    }

    /// The path of the weights of a variant; nil where there are none.
    func path(variant: String?) -> String? {
        names(variant: variant).map { "\(folder)/\($0)" }.first { FileManager.default.fileExists(atPath: $0) }
    }

    /// The variants that lie there, by name.
    var variants: [String] { variants(among: (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []) }

    /// The variants that names of files speak of.
    package func variants(among names: [String]) -> [String] {
        let found = names.flatMap { name in
            [stems.safetensors, stems.pickle].flatMap { stem in
                [".safetensors", ".bin"].compactMap { ending -> String? in
                    guard name.hasPrefix("\(stem)."), name.hasSuffix(ending), name.count > stem.count + 1 + ending.count else { return nil }
                    return String(name.dropFirst(stem.count + 1).dropLast(ending.count))
                }
            }
        }
        return Set(found).sorted()
    }

    /// The weights of a variant, or the ordinary ones where it has none.
    ///
    /// - Throws: `DiffusionError.missingFile`, `.onlyVariants`.
    func located(variant: String?) throws -> String {
        if let variant, let path = path(variant: variant) { return path }
        if let path = path(variant: nil) { return path }
        guard variants.isEmpty else { throw DiffusionError.onlyVariants(path: folder, variants: variants) }
        throw DiffusionError.missingFile(path: folder, tried: names(variant: variant) + (variant == nil ? [] : names(variant: nil)))
    }
}
