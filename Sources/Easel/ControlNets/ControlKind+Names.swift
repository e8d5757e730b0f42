import Diffusion

extension ControlKind {
    /// The kinds that a name of a folder, a file or a repository speaks of, such as `control_v11p_sd15_softedge`.
    static func named(in name: String) -> Set<ControlKind> {
        let words = name.lowercased().split { !$0.isLetter && !$0.isNumber }
        return Set(names.filter { prefix, _ in words.contains { $0.hasPrefix(prefix) } }.map(\.kind))
    }

    private static let names: [(prefix: String, kind: ControlKind)] = [
        ("canny", .canny), ("scribble", .scribble), ("softedge", .softEdge), ("hed", .softEdge), ("pidi", .softEdge), ("mlsd", .lines), ("lines", .lines),
        ("seg", .segmentation), ("depth", .depth), ("normal", .normals), ("openpose", .pose), ("pose", .pose),
    ]

    /// A published net for pictures of this kind; nil for a family that has none.
    ///
    /// Source: lllyasviel's ControlNet 1.1 and thibaud's for Stable Diffusion 2.1, by the width of the text model.
    func published(forWidth width: Int) -> String? {
        let names: (first: String, second: String) =
            switch self {
            case .canny: ("control_v11p_sd15_canny", "canny")
            case .scribble: ("control_v11p_sd15_scribble", "scribble")
            case .softEdge: ("control_v11p_sd15_softedge", "hed")
            case .lines: ("control_v11p_sd15_mlsd", "lineart")
            case .segmentation: ("control_v11p_sd15_seg", "ade20k")
            case .depth: ("control_v11f1p_sd15_depth", "depth")
            case .normals: ("control_v11p_sd15_normalbae", "normalbae")
            case .pose: ("control_v11p_sd15_openpose", "openposev2")
            }
        switch width {
        case 768: return "lllyasviel/\(names.first)"
        case 1024: return "thibaud/controlnet-sd21-\(names.second)-diffusers"
        default: return nil
        }
    }
}
