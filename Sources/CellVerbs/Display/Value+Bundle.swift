import CellLanguage
import Easel

/// Values of the host's that show more than their text.
protocol Displayable: AnyObject {
    var bundle: DisplayBundle { get }
}

extension Value {
    /// The value as a front end shows it: pictures as one picture or one grid, the rest as Swift's debug description.
    var bundle: DisplayBundle {
        if case .object(let object) = unwrapped, let displayable = object as? any Displayable { return displayable.bundle }
        if let images = asImages, !images.isEmpty { return images.bundle }
        return DisplayBundle(text: debugDescription)
    }

    /// The pictures of a picture or of a list of nothing else; nil for other values.
    var asImages: [Image]? {
        if let object = asObject(ImageObject.self) { return [object.image] }
        guard let list = asList else { return nil }
        let images = list.compactMap { $0.asObject(ImageObject.self)?.image }
        return images.count == list.count ? images : nil
    }
}
